// SPDX-License-Identifier: GPL-2.0-only
/* See reader.h. */
#include "reader.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../duration.h"
#include "../error.h"
#include "layout.h"
#include "parts.h"

/* Times that can be printed: until the year 2200, more or less. */
#define WALL_S_MAX (1LL << 33)
#define WALL_NS_MAX ((int64_t)(WALL_S_MAX * NSEC_PER_SEC / 2))

struct record_reader {
	FILE *file; /* NULL: the caller's */
	struct record_blocks blocks;
	size_t at;  /* in the block's items */
	struct record_layout layouts[RECORD_ITEM_TYPES];
	struct record_info info;
	struct record_names names;
	struct record_parts parts;
	struct snapshot snap;    /* the last one that was complete */
	struct snapshot start;   /* the first one */
	struct record_item start_item;
	struct record_clock clock;
	bool ended;
	union { /* what the last item was decoded to */
		struct record_snapshot last;
		struct record_device device;
		struct record_end end;
		struct swapra_event event;
		struct swapra_outcome_event outcome;
	};
};

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

/* Returns 1 when it is to be handed out, 0 when not, or -errno. */
static int take(struct record_reader *reader, struct record_item *item, const uint8_t *bytes,
		size_t nr_bytes)
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

/* The block has another item. Returns 1, 0 if it has none, or -EBADMSG. */
static int next_in_block(struct record_reader *reader, struct record_item *item,
			 const uint8_t **bytes, size_t *nr_bytes)
{
	size_t left = reader->blocks.nr_bytes - reader->at;
	const uint8_t *header;

	if (!left)
		return 0;
	header = reader->blocks.items + reader->at;
	if (left < RECORD_ITEM_HEADER_BYTES ||
	    record_get(header + 4, 4) > left - RECORD_ITEM_HEADER_BYTES)
		return -EBADMSG;
	*item = (struct record_item){ .type = record_get(header, 2) };
	*bytes = header + RECORD_ITEM_HEADER_BYTES;
	*nr_bytes = record_get(header + 4, 4);
	reader->at += RECORD_ITEM_HEADER_BYTES + *nr_bytes;
	return 1;
}

/* To the block's next item that is handed out. Returns 1, 0 if it has none, or -errno. */
static int read_item(struct record_reader *reader, struct record_item *item)
{
	const uint8_t *bytes;
	size_t nr_bytes;
	int err;

	do {
		err = next_in_block(reader, item, &bytes, &nr_bytes);
		if (err > 0)
			err = take(reader, item, bytes, nr_bytes);
		else if (!err)
			return 0;
	} while (!err);
	if (err == -EBADMSG)
		record_blocks__damaged(&reader->blocks, "a block makes no sense");
	else if (err == -ENOMEM)
		reader->blocks.error = (struct record_error){ .err = ENOMEM };
	return err;
}

int record_reader__next(struct record_reader *reader, struct record_item *item)
{
	int err;

	for (;;) {
		err = read_item(reader, item);
		if (err)
			return err;
		err = record_blocks__next(&reader->blocks);
		if (err < 0)
			return err;
		reader->at = 0;
		if (err)
			continue;
		reader->blocks.nr_bytes = 0;
		if (reader->ended)
			return 0;
		record_blocks__damaged(&reader->blocks, "it ends early");
		reader->blocks.error.is_cut = true;
		return -EBADMSG;
	}
}

/* The start is kept: what follows changes the reader's own. */
static int keep_start(struct record_reader *reader, const struct record_item *item)
{
	static const struct snapshot nothing;
	int err = snapshot__delta(&reader->start, item->snapshot, &nothing);

	reader->start_item = *item;
	reader->start_item.snapshot = &reader->start;
	return err;
}

/* To the first snapshot, before which nothing can be told. */
static int read_start(struct record_reader *reader)
{
	struct record_item item;
	int err;

	do {
		err = record_reader__next(reader, &item);
		if (err < 0)
			return err;
		if (!err || (item.type != RECORD_ITEM_SNAPSHOT && item.type != RECORD_ITEM_DEVICE))
			return record_blocks__damaged(&reader->blocks, "it has no beginning");
	} while (item.type != RECORD_ITEM_SNAPSHOT);
	record_info__complete(&reader->info);
	reader->names.mount = reader->info.mount;
	return keep_start(reader, &item);
}

int record_reader__begin(struct record_reader **out, FILE *file, uint64_t size)
{
	struct record_reader *reader = calloc(1, sizeof(*reader));
	int err;

	*out = reader;
	if (!reader)
		return -ENOMEM;
	err = record_blocks__begin(&reader->blocks, file, size);
	return err ? err : read_start(reader);
}

/* Only a regular file has an end that is known before it is read. */
static FILE *open_file(const char *path, uint64_t *size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY), err = 0;
	struct stat st;
	FILE *file = NULL;

	if (fd < 0 || fstat(fd, &st)) {
		err = fail(errno, "record", path, "open");
	} else if (S_ISDIR(st.st_mode)) {
		err = fail(EISDIR, "record", path, "read");
	} else if (!S_ISREG(st.st_mode)) {
		complain("record '%s': cannot read: it is not a regular file", path);
		err = -EINVAL;
	} else {
		*size = st.st_size;
		file = fdopen(fd, "r");
		if (!file)
			err = fail(errno, "record", path, "open");
	}
	if (!file && fd >= 0)
		close(fd);
	errno = -err;
	return file;
}

struct record_reader *record_reader__open(const char *path)
{
	struct record_reader *reader = NULL;
	uint64_t size;
	FILE *file = open_file(path, &size);
	int err;

	if (!file)
		return NULL;
	err = record_reader__begin(&reader, file, size);
	if (reader)
		reader->file = file;
	if (!err)
		return reader;
	if (reader && (reader->blocks.error.what || reader->blocks.error.err))
		record_error__print(&reader->blocks.error, path);
	else
		fail(-err, "record", path, "read");
	if (!reader)
		fclose(file);
	record_reader__close(reader);
	errno = -err;
	return NULL;
}

void record_reader__close(struct record_reader *reader)
{
	if (!reader)
		return;
	if (reader->file)
		fclose(reader->file);
	for (unsigned i = 0; i < RECORD_ITEM_TYPES; i++)
		record_layout__release(&reader->layouts[i]);
	record_info__release(&reader->info);
	record_names__release(&reader->names);
	record_parts__release(&reader->parts);
	snapshot__reset(&reader->snap);
	snapshot__reset(&reader->start);
	record_blocks__release(&reader->blocks);
	free(reader);
}

const struct record_info *record_reader__info(const struct record_reader *reader)
{
	return &reader->info;
}

const struct record_item *record_reader__start(const struct record_reader *reader)
{
	return &reader->start_item;
}

struct record_names *record_reader__names(struct record_reader *reader)
{
	return &reader->names;
}

const struct record_error *record_reader__error(const struct record_reader *reader)
{
	return &reader->blocks.error;
}

bool record_reader__has_unknown(const struct record_reader *reader)
{
	for (unsigned i = 0; i < RECORD_ITEM_TYPES; i++)
		if (reader->layouts[i].has_unknown)
			return true;
	return false;
}
