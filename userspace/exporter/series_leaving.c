// SPDX-License-Identifier: GPL-2.0-only
/*
 * Removed cgroups leave: first their rows on the BPF side, in two steps, then their members.
 * What was counted for them stays in the lines. See series.h, and bpf/swapra.h for the steps.
 */
#include <stdlib.h>

#include "series_private.h"

/* Members are dropped together: as soon as they are so many, and that part of all. */
#define DROPPED_MIN 16
#define DROPPED_PART 8

bool member__is_gone(const struct member *member)
{
	return member->is_gone || member->state == MEMBER_REMOVED;
}

struct request {
	struct series *series;
	struct swapra_leaving *list;
	size_t nr, max;
};

static bool is_due(const struct series *series, const struct kernel_row *row)
{
	return row->is_there && series->now_ns - row->changed_ns >= SWAPRA_LEAVING_NS;
}

/* The BPF side may not see cgroups that the names' side does: not all that it takes for gone are. */
static bool may_leave(struct request *request, const struct member *member, struct kernel_row *row)
{
	struct series *series = request->series;

	if (request->nr == request->max || !is_due(series, row))
		return false;
	if (series->names.is_gone(series->names.context, member->cgroup))
		return true;
	row->changed_ns = series->now_ns;
	return false;
}

static void ask(struct request *request, const struct kernel_row *row, unsigned table, uint64_t key)
{
	request->list[request->nr++] = (struct swapra_leaving){
		.key = key,
		.table = table,
		.step = row->is_closed ? SWAPRA_FREE : SWAPRA_CLOSE,
	};
}

size_t series__leaving(struct series *series, struct swapra_leaving *list, size_t max)
{
	struct request request = { series, list, 0, max };

	for (size_t i = 0; i < series->nr_members; i++) {
		struct member *member = &series->members[i];

		if (!member__is_gone(member))
			continue;
		if (may_leave(&request, member, &member->row))
			ask(&request, &member->row, SWAPRA_TABLE_CGROUPS, member->cgroup);
		if (may_leave(&request, member, &member->iaa))
			ask(&request, &member->iaa, SWAPRA_TABLE_IAA, member->cgroup);
	}
	for (size_t i = 0; i < series->nr_uses; i++) {
		struct told_use *use = &series->uses[i];
		const struct member *member = &series->members[use->member];

		if (use->is_known && !use->pending && member__is_gone(member) &&
		    may_leave(&request, member, &use->row))
			ask(&request, &use->row, SWAPRA_TABLE_USES, i);
	}
	return request.nr;
}

static struct kernel_row *row_of(struct series *series, const struct swapra_leaving *one)
{
	const uint32_t *index;

	if (one->table == SWAPRA_TABLE_USES)
		return &series->uses[one->key].row;
	index = id_map__find(&series->by_cgroup, one->key);
	return one->table == SWAPRA_TABLE_IAA ? &series->members[*index].iaa :
						&series->members[*index].row;
}

/* Should there be another such row, it counts from 0. */
static void forget_counts(struct series *series, const struct swapra_leaving *one)
{
	struct told *told;

	if (one->table == SWAPRA_TABLE_USES) {
		series->members[series->uses[one->key].member].nr_uses--;
		series->uses[one->key] = (struct told_use){};
		return;
	}
	told = &series->told[*id_map__find(&series->by_cgroup, one->key)];
	if (one->table == SWAPRA_TABLE_IAA) {
		told->counts.iaa_device = told->counts.iaa_software = told->counts.iaa_other = 0;
		return;
	}
	*told = (struct told){ .counts = {
		.iaa_device = told->counts.iaa_device,
		.iaa_software = told->counts.iaa_software,
		.iaa_other = told->counts.iaa_other,
		.verdicts = told->counts.verdicts,
	} };
}

static bool is_droppable(const struct member *member)
{
	return member__is_gone(member) && member->state != MEMBER_NEW && !member->row.is_there &&
	       !member->iaa.is_there && !member->nr_uses && !member->has_verdicts;
}

static void drop(struct series *series, const struct member *member)
{
	if (member->state == MEMBER_REMOVED)
		series->nr_forgotten += member->is_counted;
	id_map__remove(&series->by_cgroup, member->cgroup);
	series->names.forget(series->names.context, member->cgroup);
}

/* moved: room for as many numbers as there are members. */
static void drop_members(struct series *series, uint32_t *moved)
{
	uint32_t kept = 0;

	for (size_t i = 0; i < series->nr_members; i++) {
		if (is_droppable(&series->members[i])) {
			drop(series, &series->members[i]);
			continue;
		}
		*id_map__find(&series->by_cgroup, series->members[i].cgroup) = kept;
		series->members[kept] = series->members[i];
		series->told[kept] = series->told[i];
		moved[i] = kept++;
	}
	series->nr_members = series->nr_placed = kept;
	for (size_t i = 0; i < series->nr_uses; i++)
		if (series->uses[i].is_known)
			series->uses[i].member = moved[series->uses[i].member];
}

static void forget_members(struct series *series)
{
	size_t nr = 0;
	uint32_t *moved;

	series_verdicts__forget_removed(series);
	for (size_t i = 0; i < series->nr_members; i++)
		nr += is_droppable(&series->members[i]);
	if (nr < DROPPED_MIN || nr < series->nr_members / DROPPED_PART)
		return;
	moved = calloc(series->nr_members, sizeof(*moved));
	if (!moved)
		return; /* they can wait */
	drop_members(series, moved);
	free(moved);
}

void series__left(struct series *series, const struct swapra_leaving *list, size_t nr)
{
	for (size_t i = 0; i < nr; i++) {
		struct kernel_row *row = row_of(series, &list[i]);

		row->changed_ns = series->now_ns;
		if (!list[i].is_done)
			continue;
		row->is_closed = list[i].step == SWAPRA_CLOSE;
		row->is_there = row->is_closed;
		if (!row->is_there)
			forget_counts(series, &list[i]);
	}
	if (series->nr_placed == series->nr_members)
		forget_members(series);
}
