// SPDX-License-Identifier: GPL-2.0-only
/* A snapshot on its way to the file: of what stays, only what changed. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "arrays.h"
#include "writer_state.h"

/* Both sides are sorted: whether a member of before is not in snap, which has to be said. */
static bool has_lost(const struct record_array *array, const struct snapshot *before,
		     const struct snapshot *snap)
{
	const char *old = record_array__first(array, before), *new = record_array__first(array, snap);
	size_t nr_old = record_array__count(array, before);
	size_t nr_new = record_array__count(array, snap);
	int order;

	for (; nr_old && nr_new; nr_new--, new += array->size) {
		order = array->compare(old, new);
		if (order < 0)
			return true;
		if (order)
			continue;
		old += array->size;
		nr_old--;
	}
	return nr_old;
}

static bool is_whole(const struct snapshot *before, const struct snapshot *snap)
{
	for (size_t i = 0; i < NR_RECORD_ARRAYS; i++)
		if (record_arrays[i].stays && has_lost(&record_arrays[i], before, snap))
			return true;
	return false;
}

/* Members that are not as they were written; before has those that stay, and no others. */
static void add_members(struct record_writer *writer, const struct record_array *array,
			const struct snapshot *snap, bool whole)
{
	const char *old = record_array__first(array, &writer->before);
	const char *new = record_array__first(array, snap);
	size_t nr_old = whole ? 0 : record_array__count(array, &writer->before);

	for (size_t nr = record_array__count(array, snap); nr; nr--, new += array->size) {
		for (; nr_old && array->compare(old, new) < 0; nr_old--)
			old += array->size;
		if (!nr_old || memcmp(old, new, array->size))
			record_items__add_object(&writer->items, array->item, new);
	}
}

static void add_misses(struct record_writer *writer, const struct snapshot *snap)
{
	for (size_t i = 0; i < snap->nr_misses; i++) {
		struct record_misses misses = { .missed = snap->misses[i].missed };

		snprintf(misses.program, sizeof(misses.program), "%s", snap->misses[i].program);
		snprintf(misses.function, sizeof(misses.function), "%s", snap->misses[i].function);
		record_items__add_object(&writer->items, RECORD_ITEM_MISSES, &misses);
	}
}

/* Nothing at all where nobody asked, so that such records are as they were before there was IAA. */
static void add_iaa(struct record_writer *writer, const struct iaa_counts *counts)
{
	struct record_iaa iaa = {
		.attached = counts->is_attached,
		.since_ns = counts->since_ns,
		.nr_queues = counts->nr_queues,
		.nr_pages = counts->nr_pages,
		.losses = counts->losses,
	};

	memcpy(iaa.calls, counts->calls, sizeof(iaa.calls));
	if (counts->is_wanted)
		record_items__add_object(&writer->items, RECORD_ITEM_IAA, &iaa);
}

static void add_end_of_snapshot(struct record_writer *writer, const struct snapshot *snap,
				const struct timespec *wall, uint32_t flags)
{
	const struct record_snapshot last = {
		.time_ns = snap->time_ns,
		.wall_s = wall->tv_sec,
		.wall_ns = wall->tv_nsec,
		.flags = flags,
		.nr_rows = snap->nr_rows,
		.nr_uses = snap->nr_uses,
		.nr_misses = snap->nr_misses,
		.nr_policies = snap->verdicts.nr_policies,
		.nr_verdicts = snap->verdicts.nr_rows,
		.losses = snap->losses,
		.tracking = snap->tracking,
		.kernel_hits = snap->kernel_hits,
		.module_loaded = snap->verdicts.loaded,
		.module_load = snap->verdicts.load,
		.verdicts = snap->verdicts.total,
	};

	record_items__add_object(&writer->items, RECORD_ITEM_SNAPSHOT, &last);
}

static int remember(struct record_writer *writer, const struct snapshot *snap)
{
	for (size_t i = 0; i < NR_RECORD_ARRAYS; i++) {
		const struct record_array *array = &record_arrays[i];
		void **members = record_array__members(array, &writer->before), *copy;
		size_t nr = record_array__count(array, snap);

		if (!array->stays)
			continue;
		copy = reallocarray(*members, nr ? nr : 1, array->size);
		if (!copy)
			return record_writer__out_of_memory(writer);
		if (nr)
			memcpy(copy, record_array__first(array, snap), nr * array->size);
		*members = copy;
		*record_array__nr(array, &writer->before) = nr;
	}
	return 0;
}

int record_writer__snapshot(struct record_writer *writer, const struct snapshot *snap,
			    const struct timespec *wall, uint32_t flags)
{
	bool whole = is_whole(&writer->before, snap);

	for (size_t i = 0; i < NR_RECORD_ARRAYS; i++)
		add_members(writer, &record_arrays[i], snap, whole);
	add_misses(writer, snap);
	add_iaa(writer, &snap->iaa);
	add_end_of_snapshot(writer, snap, wall, flags | (whole ? RECORD_SNAPSHOT_WHOLE : 0));
	if (record_items__flush(&writer->items))
		return writer->items.err;
	return remember(writer, snap);
}
