// SPDX-License-Identifier: GPL-2.0-only
/* See parts.h. */
#include "parts.h"

#include <stdbool.h>

/* More than any session has; a record may claim what it likes. */
#define PARTS_MAX (1U << 17)
#define FUNCTIONS_MAX 256

/* Counts of pages that no machine reaches, so that no sum overflows. */
#define PENDING_MAX (1LL << 40)

static struct vector *find(struct record_parts *parts, unsigned item)
{
	switch (item) {
	case RECORD_ITEM_ROW:
		return &parts->rows;
	case RECORD_ITEM_USE:
		return &parts->uses;
	case RECORD_ITEM_MISSES:
		return &parts->misses;
	case RECORD_ITEM_POLICY:
		return &parts->policies;
	default:
		return &parts->verdicts;
	}
}

static int compare_ids(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

	return (left > right) - (left < right);
}

_Static_assert(!offsetof(struct swapra_row, cgroup) && !offsetof(struct verdict_policy, cgroup) &&
	       !offsetof(struct verdict_row, cgroup), "compare_ids() reads it");

static int compare_uses(const void *a, const void *b)
{
	return use_key__compare(&((const struct use_row *)a)->key,
				&((const struct use_row *)b)->key);
}

/* The terminating zero of a text, whatever the file says; a number that adds up. */
static bool settle(unsigned item, void *part)
{
	struct verdict_policy *policy = part;
	struct record_misses *misses = part;
	const struct use_row *use = part;

	switch (item) {
	case RECORD_ITEM_POLICY:
		policy->name[sizeof(policy->name) - 1] = 0;
		return true;
	case RECORD_ITEM_MISSES:
		misses->program[sizeof(misses->program) - 1] = 0;
		misses->function[sizeof(misses->function) - 1] = 0;
		return true;
	case RECORD_ITEM_USE:
		return use->pending >= -PENDING_MAX && use->pending <= PENDING_MAX;
	default:
		return true;
	}
}

static bool in_order(unsigned item, const void *before, const void *part)
{
	switch (item) {
	case RECORD_ITEM_MISSES:
		return true;
	case RECORD_ITEM_USE:
		return compare_uses(before, part) < 0;
	default:
		return compare_ids(before, part) < 0;
	}
}

int record_parts__add(struct record_parts *parts, unsigned item,
		      const struct record_layout *layout, const uint8_t *bytes, size_t nr_bytes)
{
	struct vector *vector = find(parts, item);
	size_t size, max = item == RECORD_ITEM_MISSES ? FUNCTIONS_MAX : PARTS_MAX;
	char *part;
	int err;

	if (!layout->table || vector->nr == max)
		return -EBADMSG;
	size = layout->table->bytes;
	part = vector__next(vector, size);
	if (!part)
		return -ENOMEM;
	err = record_layout__decode(layout, bytes, nr_bytes, part);
	if (err)
		return err;
	if (!settle(item, part) || (vector->nr && !in_order(item, part - size, part)))
		return -EBADMSG;
	vector->nr++;
	return 0;
}

/* Both are sorted: one pass lays the new ones over the old ones. Returns their number. */
static size_t merge(char *to, const char *old, size_t nr_old, const char *new, size_t nr_new,
		    size_t size, int (*compare)(const void *, const void *))
{
	size_t nr = 0;

	while (nr_old || nr_new) {
		int order = !nr_old ? 1 : !nr_new ? -1 : compare(old, new);

		memcpy(to, order < 0 ? old : new, size);
		to += size;
		nr++;
		if (order <= 0) {
			old += size;
			nr_old--;
		}
		if (order >= 0) {
			new += size;
			nr_new--;
		}
	}
	return nr;
}

/* Replace *array by itself and what the vector brings. */
static int merge_into(void **array, size_t *nr, struct vector *vector, size_t size, bool whole,
		      int (*compare)(const void *, const void *))
{
	size_t nr_old = whole ? 0 : *nr;
	void *merged;

	if (!vector->nr && !whole)
		return 0;
	if (nr_old + vector->nr > 2 * PARTS_MAX)
		return -EBADMSG;
	merged = calloc(nr_old + vector->nr + 1, size);
	if (!merged)
		return -ENOMEM;
	*nr = merge(merged, *array, nr_old, vector->data, vector->nr, size, compare);
	free(*array);
	*array = merged;
	vector->nr = 0;
	return 0;
}

/* Hand the vector's array over. An empty one is allocated, too: NULL means no memory elsewhere. */
static int hand_over(void **array, size_t *nr, struct vector *vector, size_t size)
{
	void *copy = calloc(vector->nr ? vector->nr : 1, size);

	if (!copy)
		return -ENOMEM;
	if (vector->nr)
		memcpy(copy, vector->data, vector->nr * size);
	free(*array);
	*array = copy;
	*nr = vector->nr;
	vector->nr = 0;
	return 0;
}

/* One copy of each name, so that snapshots may point to it. */
static const char *intern(struct record_parts *parts, const char *name)
{
	char **names = parts->functions.data, **next;

	for (size_t i = 0; i < parts->functions.nr; i++)
		if (!strcmp(names[i], name))
			return names[i];
	if (parts->functions.nr == 2 * FUNCTIONS_MAX)
		return "(too many)";
	next = vector__next(&parts->functions, sizeof(*next));
	if (!next)
		return NULL;
	*next = strdup(name);
	if (!*next)
		return NULL;
	parts->functions.nr++;
	return *next;
}

static int take_misses(struct record_parts *parts, struct snapshot *snap)
{
	const struct record_misses *misses = parts->misses.data;
	size_t nr = parts->misses.nr;
	struct probe_misses *taken = calloc(nr ? nr : 1, sizeof(*taken));

	if (!taken)
		return -ENOMEM;
	free(snap->misses);
	snap->misses = taken;
	snap->nr_misses = 0;
	for (size_t i = 0; i < nr; i++) {
		taken[i].program = intern(parts, misses[i].program);
		taken[i].function = intern(parts, misses[i].function);
		taken[i].missed = misses[i].missed;
		if (!taken[i].program || !taken[i].function)
			return -ENOMEM;
		snap->nr_misses++;
	}
	parts->misses.nr = 0;
	return 0;
}

static void take_scalars(const struct record_snapshot *last, struct snapshot *snap)
{
	snap->time_ns = last->time_ns;
	snap->losses = last->losses;
	snap->tracking = last->tracking;
	snap->kernel_hits = last->kernel_hits;
	snap->verdicts.loaded = last->module_loaded;
	snap->verdicts.load = last->module_load;
	snap->verdicts.total = last->verdicts;
}

static bool is_consistent(const struct record_snapshot *last, const struct snapshot *snap)
{
	return snap->nr_rows == last->nr_rows && snap->nr_uses == last->nr_uses &&
	       snap->nr_misses == last->nr_misses &&
	       snap->verdicts.nr_policies == last->nr_policies &&
	       snap->verdicts.nr_rows == last->nr_verdicts;
}

int record_parts__close(struct record_parts *parts, const struct record_snapshot *last,
			struct snapshot *snap)
{
	bool whole = last->flags & RECORD_SNAPSHOT_WHOLE;
	struct verdicts *verdicts = &snap->verdicts;
	int err;

	if (last->time_ns < snap->time_ns)
		return -EBADMSG;
	err = merge_into((void **)&snap->rows, &snap->nr_rows, &parts->rows, sizeof(*snap->rows),
			 whole, compare_ids);
	if (!err)
		err = merge_into((void **)&snap->uses, &snap->nr_uses, &parts->uses,
				 sizeof(*snap->uses), whole, compare_uses);
	if (!err)
		err = take_misses(parts, snap);
	if (!err)
		err = hand_over((void **)&verdicts->policies, &verdicts->nr_policies,
				&parts->policies, sizeof(*verdicts->policies));
	if (!err)
		err = hand_over((void **)&verdicts->rows, &verdicts->nr_rows, &parts->verdicts,
				sizeof(*verdicts->rows));
	if (err)
		return err;
	take_scalars(last, snap);
	return is_consistent(last, snap) ? 0 : -EBADMSG;
}

void record_parts__release(struct record_parts *parts)
{
	char **names = parts->functions.data;

	for (size_t i = 0; i < parts->functions.nr; i++)
		free(names[i]);
	vector__release(&parts->rows);
	vector__release(&parts->uses);
	vector__release(&parts->misses);
	vector__release(&parts->policies);
	vector__release(&parts->verdicts);
	vector__release(&parts->functions);
}
