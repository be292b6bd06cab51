// SPDX-License-Identifier: GPL-2.0-only
/* See parts.h. */
#include "parts.h"

#include <stdbool.h>

#define FUNCTIONS_MAX 256

/* Counts of pages that no machine reaches, so that no sum overflows. */
#define PENDING_MAX (1LL << 40)

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

static int add_iaa(struct record_parts *parts, const struct record_layout *layout,
		   const uint8_t *bytes, size_t nr_bytes)
{
	if (parts->has_iaa)
		return -EBADMSG;
	parts->has_iaa = true;
	return record_layout__decode(layout, bytes, nr_bytes, &parts->iaa);
}

int record_parts__add(struct record_parts *parts, unsigned item,
		      const struct record_layout *layout, const uint8_t *bytes, size_t nr_bytes)
{
	const struct record_array *array = record_array__find(item);
	struct vector *vector = array ? &parts->arrays[array - record_arrays] : &parts->misses;
	size_t size;
	char *part;
	int err;

	if (item == RECORD_ITEM_IAA)
		return add_iaa(parts, layout, bytes, nr_bytes);
	if (!layout->table || vector->nr == (array ? array->max : FUNCTIONS_MAX))
		return -EBADMSG;
	size = layout->table->bytes;
	part = vector__next(vector, size);
	if (!part)
		return -ENOMEM;
	err = record_layout__decode(layout, bytes, nr_bytes, part);
	if (err)
		return err;
	if (!settle(item, part) ||
	    (array && vector->nr && array->compare(part - size, part) >= 0))
		return -EBADMSG;
	vector->nr++;
	return 0;
}

/* Both are sorted: one pass lays the new ones over the old ones. Returns their number. */
static size_t merge(const struct record_array *array, char *to, const char *old, size_t nr_old,
		    const struct vector *vector)
{
	size_t nr = 0, nr_new = vector->nr, size = array->size;
	const char *new = vector->data;

	while (nr_old || nr_new) {
		int order = !nr_old ? 1 : !nr_new ? -1 : array->compare(old, new);

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

/* Replace the snapshot's array by what the vector brings, and, unless whole, what it does not. */
static int close_array(const struct record_array *array, struct vector *vector, bool whole,
		       struct snapshot *snap)
{
	void **members = record_array__members(array, snap);
	size_t *nr = record_array__nr(array, snap);
	size_t nr_old = whole ? 0 : *nr;
	void *merged;

	if (!vector->nr && !whole && *members)
		return 0;
	if (nr_old + vector->nr > 2 * array->max)
		return -EBADMSG;
	merged = calloc(nr_old + vector->nr + 1, array->size); /* never NULL for none */
	if (!merged)
		return -ENOMEM;
	*nr = merge(array, merged, *members, nr_old, vector);
	free(*members);
	*members = merged;
	vector->nr = 0;
	return 0;
}

static int close_arrays(struct record_parts *parts, bool whole, struct snapshot *snap)
{
	int err = 0;

	for (size_t i = 0; i < NR_RECORD_ARRAYS && !err; i++)
		err = close_array(&record_arrays[i], &parts->arrays[i],
				  whole || !record_arrays[i].stays, snap);
	return err;
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

static void take_iaa(struct record_parts *parts, struct snapshot *snap)
{
	snap->iaa.is_wanted = parts->has_iaa;
	snap->iaa.is_attached = parts->iaa.attached;
	snap->iaa.since_ns = parts->iaa.since_ns;
	memcpy(snap->iaa.calls, parts->iaa.calls, sizeof(snap->iaa.calls));
	snap->iaa.losses = parts->iaa.losses;
}

/* What it says to have is what there is. */
static bool is_consistent(const struct record_parts *parts, const struct record_snapshot *last,
			  const struct snapshot *snap)
{
	return snap->nr_rows == last->nr_rows && snap->nr_uses == last->nr_uses &&
	       snap->nr_misses == last->nr_misses &&
	       snap->verdicts.nr_policies == last->nr_policies &&
	       snap->verdicts.nr_rows == last->nr_verdicts &&
	       snap->iaa.nr_queues == parts->iaa.nr_queues &&
	       snap->iaa.nr_pages == parts->iaa.nr_pages;
}

int record_parts__close(struct record_parts *parts, const struct record_snapshot *last,
			struct snapshot *snap)
{
	bool is_right;
	int err;

	if (last->time_ns < snap->time_ns)
		return -EBADMSG;
	err = close_arrays(parts, last->flags & RECORD_SNAPSHOT_WHOLE, snap);
	if (!err)
		err = take_misses(parts, snap);
	if (err)
		return err;
	take_scalars(last, snap);
	take_iaa(parts, snap);
	is_right = is_consistent(parts, last, snap);
	parts->iaa = (struct record_iaa){};
	parts->has_iaa = false;
	return is_right ? 0 : -EBADMSG;
}

void record_parts__release(struct record_parts *parts)
{
	char **names = parts->functions.data;

	for (size_t i = 0; i < parts->functions.nr; i++)
		free(names[i]);
	for (size_t i = 0; i < NR_RECORD_ARRAYS; i++)
		vector__release(&parts->arrays[i]);
	vector__release(&parts->misses);
	vector__release(&parts->functions);
}
