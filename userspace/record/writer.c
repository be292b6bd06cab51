// SPDX-License-Identifier: GPL-2.0-only
/* See writer.h. */
#include "writer.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../error.h"
#include "writer_state.h"

#define EVENT_BYTES 128 /* and a little more, of an event or outcome that waits */
#define NAME_BYTES_MAX 16384 /* of an item: two paths, and more than PATH_MAX each */

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

int record_writer__out_of_memory(struct record_writer *writer)
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
		return record_writer__out_of_memory(writer);
	length = asprintf(&text, "%s=%s", key, value);
	free(value);
	if (length < 0)
		return record_writer__out_of_memory(writer);
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
		return record_writer__out_of_memory(writer);
	return add_name(writer, cgroup, path, label);
}

int record_writer__device(struct record_writer *writer, const struct record_device *device)
{
	return record_items__add_object(&writer->items, RECORD_ITEM_DEVICE, device);
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
