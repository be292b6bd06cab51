// SPDX-License-Identifier: GPL-2.0-only
/* See writer.h. */
#include "writer.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../error.h"
#include "../known_cgroups.h"
#include "items.h"

#define EVENT_BYTES 128 /* and a little more, of an event or outcome that waits */
#define NAME_BYTES_MAX 16384 /* of an item: two paths, and more than PATH_MAX each */

struct record_writer {
	struct record_items items;
	uint64_t limit;
	bool is_full;               /* the limit was reached */
	struct known_cgroups names; /* as they were written */
	struct snapshot before;     /* rows and uses as they were written */
	int64_t wall_offset_ns;
	bool has_clock;
	struct record_end end;
};

struct record_writer *record_writer__open(struct record_output *output, uint64_t limit)
{
	struct record_writer *writer = calloc(1, sizeof(*writer));
	int err = writer ? record_items__begin(&writer->items, output) :
			   fail(ENOMEM, "record", output->name, "write");

	if (!err) {
		writer->limit = limit;
		return writer;
	}
	record_writer__close(writer);
	errno = -err;
	return NULL;
}

void record_writer__set_plain(struct record_writer *writer)
{
	writer->items.plain = true;
}

static int out_of_memory(struct record_writer *writer)
{
	return record_items__fail(&writer->items, fail(ENOMEM, "record",
						       writer->items.output->name, "write"));
}

int record_writer__info(struct record_writer *writer, const char *key, const char *format, ...)
{
	char *value, *text;
	va_list args;
	int length;

	va_start(args, format);
	length = vasprintf(&value, format, args);
	va_end(args);
	if (length < 0)
		return out_of_memory(writer);
	length = asprintf(&text, "%s=%s", key, value);
	free(value);
	if (length < 0)
		return out_of_memory(writer);
	/* A path that is longer than any path is no path. */
	record_items__add_bytes(&writer->items, RECORD_ITEM_INFO, text,
				length < NAME_BYTES_MAX ? length : NAME_BYTES_MAX);
	free(text);
	return writer->items.err;
}

static bool same(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

/* What was written last, in order not to write it again. Returns NULL when memory runs out. */
static struct known_cgroup *find_or_add(struct record_writer *writer, uint64_t cgroup,
					const char *path, bool *is_new)
{
	struct known_cgroup *known = known_cgroups__find(&writer->names, cgroup);

	*is_new = !known;
	return known ? known : known_cgroups__add(&writer->names, cgroup, path);
}

static int add_name(struct record_writer *writer, uint64_t cgroup, const char *path,
		    const char *label)
{
	size_t path_bytes = path ? strlen(path) + 1 : 0;
	size_t label_bytes = label ? strlen(label) + 1 : 0;
	uint8_t *item;

	if (path_bytes + label_bytes > NAME_BYTES_MAX)
		return writer->items.err;
	item = record_items__add(&writer->items, RECORD_ITEM_NAME, 16 + path_bytes + label_bytes);
	if (!item)
		return writer->items.err;
	record_put(item, cgroup, 8);
	record_put(item + 8, path_bytes, 4);
	record_put(item + 12, label_bytes, 4);
	memcpy(item + 16, path ?: "", path_bytes);
	memcpy(item + 16 + path_bytes, label ?: "", label_bytes);
	return writer->items.err;
}

int record_writer__name(struct record_writer *writer, uint64_t cgroup, const char *path,
			const char *name)
{
	const char *label = path && !strcmp(path, name) ? NULL : name;
	struct known_cgroup *known;
	bool is_new;

	if (cgroup == SWAPRA_CGROUP_UNKNOWN || cgroup == SWAPRA_CGROUP_OTHER)
		return writer->items.err;
	known = find_or_add(writer, cgroup, path, &is_new);
	if (known && !is_new && same(known->label, label))
		return writer->items.err;
	if (known) {
		free(known->label);
		known->label = label ? strdup(label) : NULL;
	}
	if (!known || (label && !known->label))
		return out_of_memory(writer);
	return add_name(writer, cgroup, path, label);
}

int record_writer__device(struct record_writer *writer, const struct record_device *device)
{
	return record_items__add_object(&writer->items, RECORD_ITEM_DEVICE, device);
}

/* Both sides are sorted. Whether a row of before is not in snap: what is gone has to be said. */
static bool rows_vanished(const struct snapshot *before, const struct snapshot *snap)
{
	size_t i = 0;

	for (size_t old = 0; old < before->nr_rows; old++) {
		while (i < snap->nr_rows && snap->rows[i].cgroup < before->rows[old].cgroup)
			i++;
		if (i == snap->nr_rows || snap->rows[i].cgroup != before->rows[old].cgroup)
			return true;
	}
	i = 0;
	for (size_t old = 0; old < before->nr_uses; old++) {
		const struct swapra_use_key *key = &before->uses[old].key;

		while (i < snap->nr_uses && use_key__compare(&snap->uses[i].key, key) < 0)
			i++;
		if (i == snap->nr_uses || use_key__compare(&snap->uses[i].key, key))
			return true;
	}
	return false;
}

static void add_rows(struct record_writer *writer, const struct snapshot *snap, bool whole)
{
	const struct snapshot *before = &writer->before;
	size_t old = 0;

	for (size_t i = 0; i < snap->nr_rows; i++) {
		const struct swapra_row *row = &snap->rows[i];

		while (old < before->nr_rows && before->rows[old].cgroup < row->cgroup)
			old++;
		if (whole || old == before->nr_rows ||
		    memcmp(&before->rows[old], row, sizeof(*row)))
			record_items__add_object(&writer->items, RECORD_ITEM_ROW, row);
	}
}

static void add_uses(struct record_writer *writer, const struct snapshot *snap, bool whole)
{
	const struct snapshot *before = &writer->before;
	size_t old = 0;

	for (size_t i = 0; i < snap->nr_uses; i++) {
		const struct use_row *use = &snap->uses[i];

		while (old < before->nr_uses &&
		       use_key__compare(&before->uses[old].key, &use->key) < 0)
			old++;
		if (whole || old == before->nr_uses || memcmp(&before->uses[old], use, sizeof(*use)))
			record_items__add_object(&writer->items, RECORD_ITEM_USE, use);
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

static void add_verdicts(struct record_writer *writer, const struct verdicts *verdicts)
{
	for (size_t i = 0; i < verdicts->nr_policies; i++)
		record_items__add_object(&writer->items, RECORD_ITEM_POLICY, &verdicts->policies[i]);
	for (size_t i = 0; i < verdicts->nr_rows; i++)
		record_items__add_object(&writer->items, RECORD_ITEM_VERDICTS, &verdicts->rows[i]);
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

static int copy(void **to, const void *from, size_t nr, size_t bytes)
{
	void *array = reallocarray(*to, nr ? nr : 1, bytes);

	if (!array)
		return -ENOMEM;
	if (nr)
		memcpy(array, from, nr * bytes);
	*to = array;
	return 0;
}

static int remember(struct record_writer *writer, const struct snapshot *snap)
{
	struct snapshot *before = &writer->before;

	before->nr_rows = 0;
	before->nr_uses = 0;
	if (copy((void **)&before->rows, snap->rows, snap->nr_rows, sizeof(*snap->rows)) ||
	    copy((void **)&before->uses, snap->uses, snap->nr_uses, sizeof(*snap->uses)))
		return out_of_memory(writer);
	before->nr_rows = snap->nr_rows;
	before->nr_uses = snap->nr_uses;
	return 0;
}

int record_writer__snapshot(struct record_writer *writer, const struct snapshot *snap,
			    const struct timespec *wall, uint32_t flags)
{
	bool whole = rows_vanished(&writer->before, snap);

	add_rows(writer, snap, whole);
	add_uses(writer, snap, whole);
	add_misses(writer, snap);
	add_verdicts(writer, &snap->verdicts);
	add_end_of_snapshot(writer, snap, wall, flags | (whole ? RECORD_SNAPSHOT_WHOLE : 0));
	if (record_items__flush(&writer->items))
		return writer->items.err;
	return remember(writer, snap);
}

static bool fits(const struct record_writer *writer)
{
	return writer->items.output->written + writer->items.used + EVENT_BYTES <= writer->limit;
}

/* What waits counts as it is, until it is known how small it packs. Once closed for good: no gaps. */
bool record_writer__has_room(struct record_writer *writer)
{
	if (!writer->is_full && !fits(writer) && !record_items__flush(&writer->items))
		writer->is_full = !fits(writer);
	writer->end.not_written += writer->is_full;
	return !writer->is_full;
}

static void set_clock(struct record_writer *writer, int64_t wall_offset_ns)
{
	const struct record_clock clock = { wall_offset_ns };

	if (writer->has_clock && writer->wall_offset_ns == wall_offset_ns)
		return;
	writer->has_clock = true;
	writer->wall_offset_ns = wall_offset_ns;
	record_items__add_object(&writer->items, RECORD_ITEM_CLOCK, &clock);
}

int record_writer__event(struct record_writer *writer, const struct swapra_event *event,
			 int64_t wall_offset_ns)
{
	set_clock(writer, wall_offset_ns);
	writer->end.events++;
	return record_items__add_object(&writer->items, RECORD_ITEM_EVENT, event);
}

int record_writer__outcome(struct record_writer *writer,
			   const struct swapra_outcome_event *outcome, int64_t wall_offset_ns)
{
	set_clock(writer, wall_offset_ns);
	writer->end.events++;
	return record_items__add_object(&writer->items, RECORD_ITEM_OUTCOME, outcome);
}

int record_writer__finish(struct record_writer *writer)
{
	record_items__add_object(&writer->items, RECORD_ITEM_END, &writer->end);
	return record_items__flush(&writer->items);
}

uint64_t record_writer__not_written(const struct record_writer *writer)
{
	return writer->end.not_written;
}

void record_writer__close(struct record_writer *writer)
{
	if (!writer)
		return;
	known_cgroups__release(&writer->names);
	snapshot__reset(&writer->before);
	record_items__release(&writer->items);
	free(writer);
}
