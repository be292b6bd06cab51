// SPDX-License-Identifier: GPL-2.0-only
/* See blocks.h. Nothing that the file says is believed before it was checked. */
#include "blocks.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "../error.h"

/* zlib packs 1032 bytes into one at most: a block that claims more lies. */
#define RATIO_MAX 1032ULL

static int set_error(struct record_blocks *blocks, const char *what, uint64_t offset)
{
	blocks->error = (struct record_error){
		.what = what, .offset = offset, .has_offset = true,
	};
	return -EBADMSG;
}

int record_blocks__damaged(struct record_blocks *blocks, const char *what)
{
	return set_error(blocks, what, blocks->begin);
}

static int set_cut(struct record_blocks *blocks)
{
	set_error(blocks, "it ends early", blocks->size);
	blocks->error.is_cut = true;
	return -EBADMSG;
}

static int read_bytes(struct record_blocks *blocks, void *to, size_t nr)
{
	if (nr > blocks->size - blocks->offset)
		return set_cut(blocks);
	errno = 0;
	if (fread(to, 1, nr, blocks->file) == nr) {
		blocks->offset += nr;
		return 0;
	}
	if (!ferror(blocks->file))
		return set_cut(blocks); /* it was longer a moment ago */
	blocks->error = (struct record_error){ .err = errno ? errno : EIO };
	return -blocks->error.err;
}

/* The fuzzer gets nowhere if it has to guess checksums. */
static bool is_checksum(uint32_t sum, const uint8_t *bytes, size_t nr)
{
#ifdef FUZZING_BUILD_MODE_UNSAFE_FOR_PRODUCTION
	return true;
#endif
	return sum == crc32(0, bytes, nr);
}

static const char *check_header(const uint8_t *header)
{
	static char newer[80];
	uint32_t version = record_get(header + 8, 4);

	if (memcmp(header, RECORD_MAGIC, RECORD_MAGIC_BYTES))
		return "it is not a record of swapra trace";
	if (record_get(header + 12, 4) != RECORD_BYTE_ORDER)
		return "its byte order is none that this swapra reads";
	if (version != RECORD_VERSION) {
		snprintf(newer, sizeof(newer),
			 "it has version %" PRIu32 " of the format, this swapra reads version %d",
			 version, RECORD_VERSION);
		return newer;
	}
	if (record_get(header + 16, 4) != RECORD_HEADER_BYTES ||
	    !is_checksum(record_get(header + 20, 4), header, 20))
		return "it is damaged";
	return NULL;
}

/* A file that is too short to be one of ours is not one that ends early. */
static int check_short_file(struct record_blocks *blocks, const uint8_t *header)
{
	size_t nr = blocks->size < RECORD_MAGIC_BYTES ? blocks->size : RECORD_MAGIC_BYTES;

	if (!blocks->size)
		return set_error(blocks, "it is empty", 0);
	if (read_bytes(blocks, (void *)header, nr))
		return -EBADMSG;
	if (memcmp(header, RECORD_MAGIC, nr))
		return set_error(blocks, "it is not a record of swapra trace", 0);
	return set_cut(blocks);
}

int record_blocks__begin(struct record_blocks *blocks, FILE *file, uint64_t size)
{
	uint8_t header[RECORD_HEADER_BYTES] = {};
	const char *what;
	int err;

	*blocks = (struct record_blocks){ .file = file, .size = size };
	if (size < sizeof(header))
		return check_short_file(blocks, header);
	err = read_bytes(blocks, header, sizeof(header));
	if (err)
		return err;
	what = check_header(header);
	return what ? set_error(blocks, what, 0) : 0;
}

void record_blocks__release(struct record_blocks *blocks)
{
	free(blocks->stored);
	free(blocks->items);
}

static int unpack(struct record_blocks *blocks, uint32_t flags, size_t stored, size_t raw)
{
	uLongf unpacked = raw;

	if (!(flags & RECORD_BLOCK_PACKED)) {
		uint8_t *swap = blocks->items;

		if (stored != raw)
			return record_blocks__damaged(blocks, "a block's lengths contradict each other");
		blocks->items = blocks->stored;
		blocks->stored = swap;
		return 0;
	}
	if (uncompress(blocks->items, &unpacked, blocks->stored, stored) != Z_OK || unpacked != raw)
		return record_blocks__damaged(blocks, "a block cannot be unpacked");
	return 0;
}

static int allocate(uint8_t **buffer, size_t nr_bytes)
{
	free(*buffer);
	*buffer = malloc(nr_bytes ? nr_bytes : 1);
	return *buffer ? 0 : -ENOMEM;
}

static int read_items(struct record_blocks *blocks, const uint8_t *header)
{
	uint32_t flags = record_get(header + 4, 4);
	size_t stored = record_get(header + 8, 4), raw = record_get(header + 12, 4);
	int err;

	if (flags & RECORD_BLOCK_FLAGS_NEEDED & ~RECORD_BLOCK_PACKED)
		return record_blocks__damaged(blocks, "a newer swapra wrote it, in a way unknown to this one");
	if (stored > RECORD_BLOCK_BYTES_MAX || raw > RECORD_BLOCK_BYTES_MAX ||
	    raw > stored * RATIO_MAX)
		return record_blocks__damaged(blocks, "a block claims to be larger than blocks can be");
	if (stored > blocks->size - blocks->offset)
		return set_cut(blocks);
	if (allocate(&blocks->stored, stored) || allocate(&blocks->items, raw)) {
		blocks->error = (struct record_error){ .err = ENOMEM };
		return -ENOMEM;
	}
	err = read_bytes(blocks, blocks->stored, stored);
	if (err)
		return err;
	if (!is_checksum(record_get(header + 16, 4), blocks->stored, stored))
		return record_blocks__damaged(blocks, "a block is damaged");
	blocks->nr_bytes = raw;
	return unpack(blocks, flags, stored, raw);
}

static int skip(struct record_blocks *blocks, uint32_t nr_bytes)
{
	if (nr_bytes > blocks->size - blocks->offset)
		return set_cut(blocks);
	if (fseeko(blocks->file, nr_bytes, SEEK_CUR)) {
		blocks->error = (struct record_error){ .err = errno };
		return -errno;
	}
	blocks->offset += nr_bytes;
	return 0;
}

int record_blocks__next(struct record_blocks *blocks)
{
	uint8_t header[RECORD_BLOCK_HEADER_BYTES];
	int err;

	for (;;) {
		blocks->begin = blocks->offset;
		if (blocks->offset == blocks->size)
			return 0;
		err = read_bytes(blocks, header, sizeof(header));
		if (err)
			return err;
		if (!is_checksum(record_get(header + 20, 4), header, 20))
			return record_blocks__damaged(blocks, "a block's header is damaged");
		if (record_get(header, 4) == RECORD_BLOCK_ITEMS) {
			err = read_items(blocks, header);
			return err ? err : 1;
		}
		err = skip(blocks, record_get(header + 8, 4));
		if (err)
			return err;
	}
}

void record_error__print(const struct record_error *error, const char *name)
{
	if (!error->what)
		fail(error->err, "record", name, "read");
	else if (error->has_offset && error->offset)
		complain("record '%s': cannot read: %s, at offset %" PRIu64, name, error->what,
			 error->offset);
	else
		complain("record '%s': cannot read: %s", name, error->what);
	if (error->is_cut)
		hint("it was cut, or is being written: everything before that was read");
}
