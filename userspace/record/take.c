// SPDX-License-Identifier: GPL-2.0-only
/* Items of each type, as the reader meets them; see take.h. */
#include "take.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../duration.h"

/* Times that can be printed: until the year 2200, more or less. */
#define WALL_S_MAX (1LL << 33)
#define WALL_NS_MAX ((int64_t)(WALL_S_MAX * NSEC_PER_SEC / 2))

static int take_info(struct record_reader *reader, const uint8_t *bytes, size_t nr_bytes)
{
	char *text, *value;
	int err;

	if (reader->start_item.snapshot)
		return -EBADMSG; /* what was handed out must not change */
	text = strndup((const char *)bytes, nr_bytes);
	if (!text)
		return -ENOMEM;
	value = strchr(text, '=');
	if (value)
		*value++ = 0;
	if (!value)
		err = -EBADMSG;
	else if (!strcmp(text, "selected"))
		err = record_names__select(&reader->names, value);
	else
		err = record_info__take(&reader->info, text, value);
	free(text);
	return err;
}

/* So many bytes, the zero at the end included; none is no text, and well. */
static int check_text(const uint8_t *text, size_t nr_bytes)
{
	return nr_bytes && (text[nr_bytes - 1] || memchr(text, 0, nr_bytes - 1)) ? -EBADMSG : 0;
}

static int take_name(struct record_reader *reader, const uint8_t *bytes, size_t nr_bytes)
{
	const uint8_t *path, *label;
	size_t path_bytes, label_bytes;

	if (nr_bytes < 16)
		return -EBADMSG;
	path_bytes = record_get(bytes + 8, 4);
	label_bytes = record_get(bytes + 12, 4);
	path = bytes + 16;
	label = path + path_bytes;
	if (path_bytes > nr_bytes - 16 || label_bytes != nr_bytes - 16 - path_bytes ||
	    !(path_bytes + label_bytes) || check_text(path, path_bytes) ||
	    check_text(label, label_bytes))
		return -EBADMSG;
	return record_names__set(&reader->names, record_get(bytes, 8),
				 path_bytes ? (const char *)path : NULL,
				 label_bytes ? (const char *)label : NULL);
}

/* A first snapshot has nothing before it, and only that one. */
static int take_snapshot(struct record_reader *reader, struct record_item *item)
{
	const struct record_snapshot *last = &reader->last;
	bool is_start = last->flags & RECORD_SNAPSHOT_START;
	int err;

	if (is_start == !!reader->start_item.snapshot || last->wall_s < 0 ||
	    last->wall_s > WALL_S_MAX || last->wall_ns >= NSEC_PER_SEC)
		return -EBADMSG;
	err = record_parts__close(&reader->parts, last, &reader->snap);
	if (err)
		return err;
	item->snapshot = &reader->snap;
	item->wall = (struct timespec){ last->wall_s, last->wall_ns };
	item->flags = last->flags;
	return 0;
}

static bool is_printable_time(uint64_t time_ns, int64_t offset_ns)
{
	return time_ns <= (uint64_t)WALL_NS_MAX && offset_ns >= -WALL_NS_MAX &&
	       offset_ns <= WALL_NS_MAX && (int64_t)time_ns + offset_ns >= 0;
}

static int take_event(struct record_reader *reader, struct record_item *item)
{
	item->wall_offset_ns = reader->clock.wall_offset_ns;
	item->event = &reader->event;
	reader->event.comm[SWAPRA_COMM_LEN - 1] = 0;
	return is_printable_time(reader->event.time_ns, item->wall_offset_ns) ? 0 : -EBADMSG;
}

static int take_outcome(struct record_reader *reader, struct record_item *item)
{
	item->wall_offset_ns = reader->clock.wall_offset_ns;
	item->outcome = &reader->outcome;
	reader->outcome.comm[SWAPRA_COMM_LEN - 1] = 0;
	return is_printable_time(reader->outcome.time_ns, item->wall_offset_ns) ? 0 : -EBADMSG;
}

/* A bool is one byte that is 0 or 1: anything else is undefined. */
static void settle_bool(bool *flag)
{
	uint8_t byte;

	memcpy(&byte, flag, 1);
	*flag = byte;
}

static int take_device(struct record_reader *reader, struct record_item *item)
{
	struct swap_device *device = &reader->device.device;

	device->path[sizeof(device->path) - 1] = 0;
	device->disk[sizeof(device->disk) - 1] = 0;
	settle_bool(&device->is_file);
	settle_bool(&device->synchronous);
	item->device = &reader->device;
	return 0;
}

static int take_end(struct record_reader *reader, struct record_item *item)
{
	reader->ended = true;
	item->end = &reader->end;
	return 0;
}

/* Items that are handed out, decoded to where reader->event and the like are. */
static int hand_out(struct record_reader *reader, struct record_item *item, const uint8_t *bytes,
		    size_t nr_bytes)
{
	int err = record_layout__decode(&reader->layouts[item->type], bytes, nr_bytes, &reader->last);

	if (err || reader->ended)
		return -EBADMSG;
	switch (item->type) {
	case RECORD_ITEM_SNAPSHOT:
		err = take_snapshot(reader, item);
		break;
	case RECORD_ITEM_EVENT:
		err = take_event(reader, item);
		break;
	case RECORD_ITEM_OUTCOME:
		err = take_outcome(reader, item);
		break;
	case RECORD_ITEM_DEVICE:
		err = take_device(reader, item);
		break;
	default:
		err = take_end(reader, item);
	}
	return err ? err : 1;
}

int record_reader__take(struct record_reader *reader, struct record_item *item,
			const uint8_t *bytes, size_t nr_bytes)
{
	switch (item->type) {
	case RECORD_ITEM_INFO:
		return take_info(reader, bytes, nr_bytes);
	case RECORD_ITEM_LAYOUT:
		return record_layout__parse(reader->layouts, bytes, nr_bytes);
	case RECORD_ITEM_NAME:
		return take_name(reader, bytes, nr_bytes);
	case RECORD_ITEM_ROW:
	case RECORD_ITEM_USE:
	case RECORD_ITEM_MISSES:
	case RECORD_ITEM_POLICY:
	case RECORD_ITEM_VERDICTS:
	case RECORD_ITEM_IAA_QUEUE:
	case RECORD_ITEM_IAA_PAGES:
	case RECORD_ITEM_IAA:
		return record_parts__add(&reader->parts, item->type, &reader->layouts[item->type],
					 bytes, nr_bytes);
	case RECORD_ITEM_CLOCK:
		return record_layout__decode(&reader->layouts[item->type], bytes, nr_bytes,
					     &reader->clock);
	case RECORD_ITEM_SNAPSHOT:
	case RECORD_ITEM_EVENT:
	case RECORD_ITEM_OUTCOME:
	case RECORD_ITEM_DEVICE:
	case RECORD_ITEM_END:
		return hand_out(reader, item, bytes, nr_bytes);
	default:
		return 0;
	}
}
