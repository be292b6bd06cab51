// SPDX-License-Identifier: GPL-2.0-only
/* See reader.h. */
#include "reader.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../error.h"
#include "take.h"

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
			err = record_reader__take(reader, item, bytes, nr_bytes);
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
