// SPDX-License-Identifier: GPL-2.0-only
/*
 * What policies decided, as counters that never go backwards: the module forgets the
 * cgroups that are removed, and all of it when it is loaded anew.
 */
#include <errno.h>
#include <stdlib.h>

#include "series_private.h"

#define NR_COUNTS (sizeof(struct policy_counts) / sizeof(uint64_t))

/* One counter set of the module: as it was last, and all that it ever counted. */
struct tally {
	struct policy_counts last;
	struct policy_counts sum;
};

struct cgroup_tally {
	uint64_t cgroup;
	bool is_there; /* the module tells of it */
	struct tally tally;
};

struct series_verdicts {
	uint64_t load;
	struct tally total;
	struct policy_counts dropped; /* of cgroups that were forgotten */
	struct policy_counts removed; /* of the total, what is in no row */
	struct policy_counts told;    /* of that, what is in the line (removed) */
	struct cgroup_tally *cgroups;
	size_t nr_cgroups, capacity;
	struct id_map by_cgroup; /* to cgroups */
};

void series_verdicts__release(struct series_verdicts *verdicts)
{
	if (!verdicts)
		return;
	free(verdicts->cgroups);
	id_map__release(&verdicts->by_cgroup);
	free(verdicts);
}

/* Counters that went back began anew. */
static void advance(struct tally *tally, const struct policy_counts *now)
{
	const uint64_t *new = (const uint64_t *)now;
	uint64_t *last = (uint64_t *)&tally->last, *sum = (uint64_t *)&tally->sum;
	bool anew = now->verdicts < tally->last.verdicts;

	for (size_t i = 0; i < NR_COUNTS; i++) {
		if (anew)
			last[i] = 0;
		if (new[i] <= last[i])
			continue;
		sum[i] += new[i] - last[i];
		last[i] = new[i];
	}
}

static void forget_last(struct series_verdicts *verdicts)
{
	verdicts->total.last = (struct policy_counts){};
	for (size_t i = 0; i < verdicts->nr_cgroups; i++)
		verdicts->cgroups[i].tally.last = (struct policy_counts){};
}

static struct cgroup_tally *add_tally(struct series_verdicts *verdicts, uint64_t cgroup)
{
	size_t more = verdicts->capacity ? verdicts->capacity * 2 : 16;
	struct cgroup_tally *cgroups;

	if (verdicts->nr_cgroups == verdicts->capacity) {
		cgroups = reallocarray(verdicts->cgroups, more, sizeof(*cgroups));
		if (!cgroups)
			return NULL;
		verdicts->cgroups = cgroups;
		verdicts->capacity = more;
	}
	if (!id_map__add(&verdicts->by_cgroup, cgroup, verdicts->nr_cgroups))
		return NULL;
	verdicts->cgroups[verdicts->nr_cgroups] = (struct cgroup_tally){ .cgroup = cgroup };
	return &verdicts->cgroups[verdicts->nr_cgroups++];
}

static struct cgroup_tally *tally_of(struct series_verdicts *verdicts, uint64_t cgroup)
{
	uint32_t *index = id_map__find(&verdicts->by_cgroup, cgroup);

	return index ? &verdicts->cgroups[*index] : add_tally(verdicts, cgroup);
}

static int advance_all(struct series_verdicts *mine, const struct verdicts *verdicts)
{
	for (size_t i = 0; i < mine->nr_cgroups; i++)
		mine->cgroups[i].is_there = false;
	if (!verdicts->loaded)
		return 0;
	if (mine->load != verdicts->load)
		forget_last(mine);
	mine->load = verdicts->load;
	advance(&mine->total, &verdicts->total);
	for (size_t i = 0; i < verdicts->nr_rows; i++) {
		struct cgroup_tally *cgroup = tally_of(mine, verdicts->rows[i].cgroup);

		if (!cgroup)
			return -ENOMEM;
		cgroup->is_there = true;
		advance(&cgroup->tally, &verdicts->rows[i].counts);
	}
	return 0;
}

/* Rows and total are not of the same moment: what is between them may seem to shrink. */
static void find_removed(struct series_verdicts *mine, const struct policy_counts *rows)
{
	const uint64_t *total = (const uint64_t *)&mine->total.sum;
	const uint64_t *in_rows = (const uint64_t *)rows;
	uint64_t *removed = (uint64_t *)&mine->removed;

	for (size_t i = 0; i < NR_COUNTS; i++)
		if (total[i] > in_rows[i] && total[i] - in_rows[i] > removed[i])
			removed[i] = total[i] - in_rows[i];
}

/* Once the module has forgotten a removed cgroup, it never tells of it again. */
void series_verdicts__forget_removed(struct series *series)
{
	struct series_verdicts *mine = series->verdicts;

	for (size_t i = 0; mine && i < mine->nr_cgroups;) {
		struct cgroup_tally *cgroup = &mine->cgroups[i], *last;
		uint32_t *index = id_map__find(&series->by_cgroup, cgroup->cgroup);

		if (cgroup->is_there || !index ||
		    series->members[*index].state != MEMBER_REMOVED) {
			i++;
			continue;
		}
		series->members[*index].has_verdicts = false;
		policy_counts__add(&mine->dropped, &cgroup->tally.sum);
		id_map__remove(&mine->by_cgroup, cgroup->cgroup);
		last = &mine->cgroups[--mine->nr_cgroups];
		if (cgroup == last)
			break;
		*cgroup = *last;
		*id_map__find(&mine->by_cgroup, cgroup->cgroup) = i;
	}
}

void series__add_verdicts(struct series *series, const struct verdicts *verdicts)
{
	struct series_verdicts *mine = series->verdicts;
	struct policy_counts rows, grown = {};

	if (!mine && !verdicts->loaded)
		return;
	if (!mine)
		mine = series->verdicts = calloc(1, sizeof(*mine));
	if (!mine || advance_all(mine, verdicts)) {
		series->error = -ENOMEM;
		return;
	}
	rows = mine->dropped;
	for (size_t i = 0; i < mine->nr_cgroups; i++) {
		struct cgroup_counts now = { .verdicts = mine->cgroups[i].tally.sum };
		ssize_t index = series__member(series, mine->cgroups[i].cgroup);

		policy_counts__add(&rows, &now.verdicts);
		if (index < 0)
			continue;
		series->members[index].has_verdicts = true;
		series__advance(series, index, &now);
	}
	find_removed(mine, &rows);
	numbers__advance((uint64_t *)&grown, (uint64_t *)&mine->told, (uint64_t *)&mine->removed,
			 NR_COUNTS);
	policy_counts__add(&series->lines[LINE_REMOVED].counts.verdicts, &grown);
	policy_counts__add(&series->sums.verdicts, &grown);
}
