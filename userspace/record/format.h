/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a record looks like as bytes; docs/record-format.md explains it. All numbers
 * are little-endian and written one by one: no struct of memory is the format.
 */
#ifndef SWAPRA_RECORD_FORMAT_H
#define SWAPRA_RECORD_FORMAT_H

#include <stdint.h>

/* The file begins with magic, version, byte order mark, bytes of this header, its CRC-32. */
#define RECORD_MAGIC "\x89SWAPRA\n"
#define RECORD_MAGIC_BYTES 8
#define RECORD_VERSION 1
#define RECORD_BYTE_ORDER 0x01020304U
#define RECORD_HEADER_BYTES 24

/*
 * Blocks follow: type, flags, bytes stored, bytes unpacked, CRC-32 of what is stored,
 * CRC-32 of these five numbers; then what is stored.
 */
#define RECORD_BLOCK_HEADER_BYTES 24
#define RECORD_BLOCK_BYTES_MAX (1U << 20) /* of both numbers */

enum record_block_type {
	RECORD_BLOCK_ITEMS = 1, /* others are skipped */
};

/* A reader may ignore flags from bit 16 on. It refuses a block with others that it does not know. */
enum record_block_flags {
	RECORD_BLOCK_PACKED = 1 << 0, /* by zlib */
	RECORD_BLOCK_FLAGS_NEEDED = 0xffff,
};

/* A block of items is made of: type (2 bytes), zero (2), bytes that follow (4), these bytes. */
#define RECORD_ITEM_HEADER_BYTES 8

/* Append-only. Others are skipped. */
enum record_item_type {
	RECORD_ITEM_INFO = 1,      /* a text "key=value" */
	RECORD_ITEM_LAYOUT = 2,    /* how items of one type are made; comes before the first one */
	RECORD_ITEM_NAME = 3,      /* of a cgroup, from now on */
	RECORD_ITEM_DEVICE = 4,    /* of swap */
	RECORD_ITEM_ROW = 5,       /* these seven: parts of the snapshot that the next SNAPSHOT closes */
	RECORD_ITEM_USE = 6,
	RECORD_ITEM_MISSES = 7,
	RECORD_ITEM_POLICY = 8,
	RECORD_ITEM_VERDICTS = 9,
	RECORD_ITEM_SNAPSHOT = 10,
	RECORD_ITEM_CLOCK = 11,    /* wall clock of the events from now on */
	RECORD_ITEM_EVENT = 12,
	RECORD_ITEM_OUTCOME = 13,
	RECORD_ITEM_END = 14,      /* the writer was not interrupted */
	RECORD_ITEM_IAA_QUEUE = 15, /* these three: parts of a snapshot, too, where IAA was asked for */
	RECORD_ITEM_IAA_PAGES = 16,
	RECORD_ITEM_IAA = 17,
	RECORD_ITEM_TYPES = 18,
};

enum record_snapshot_flags {
	RECORD_SNAPSHOT_START = 1 << 0,    /* the first one: the time, and verdicts before it */
	RECORD_SNAPSHOT_INTERVAL = 1 << 1, /* an interval ended */
	RECORD_SNAPSHOT_WHOLE = 1 << 2,    /* rows that it does not bring are gone; else they stay as they were */
};

/* Of a field in a layout. */
enum record_field_flags {
	RECORD_FIELD_OPEN = 1 << 0, /* the last index of the last dimension stands for all beyond it, too */
};

static inline void record_put(uint8_t *out, uint64_t number, unsigned bytes)
{
	for (unsigned i = 0; i < bytes; i++)
		out[i] = number >> 8 * i;
}

static inline uint64_t record_get(const uint8_t *in, unsigned bytes)
{
	uint64_t number = 0;

	for (unsigned i = 0; i < bytes; i++)
		number |= (uint64_t)in[i] << 8 * i;
	return number;
}

#endif
