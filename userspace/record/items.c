// SPDX-License-Identifier: GPL-2.0-only
/* See items.h. */
#include "items.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>

#include "../error.h"
#include "layout.h"

#define BLOCK_BYTES (128U << 10)

int record_items__fail(struct record_items *items, int err)
{
	if (!items->err)
		items->err = err;
	return items->err;
}

static int write_header(struct record_output *output)
{
	uint8_t header[RECORD_HEADER_BYTES];

	memcpy(header, RECORD_MAGIC, RECORD_MAGIC_BYTES);
	record_put(header + 8, RECORD_VERSION, 4);
	record_put(header + 12, RECORD_BYTE_ORDER, 4);
	record_put(header + 16, RECORD_HEADER_BYTES, 4);
	record_put(header + 20, crc32(0, header, 20), 4);
	return record_output__write(output, header, sizeof(header));
}

int record_items__begin(struct record_items *items, struct record_output *output)
{
	*items = (struct record_items){
		.output = output,
		.block = malloc(BLOCK_BYTES),
		.packed = malloc(RECORD_BLOCK_HEADER_BYTES + compressBound(BLOCK_BYTES)),
	};
	if (!items->block || !items->packed)
		return fail(ENOMEM, "record", output->name, "write");
	return write_header(output);
}

/* Returns the bytes to store: packed, or as they are where packing does not help. */
static size_t pack(struct record_items *items, uint32_t *flags)
{
	uint8_t *to = items->packed + RECORD_BLOCK_HEADER_BYTES;
	uLongf bytes = compressBound(BLOCK_BYTES);

	*flags = RECORD_BLOCK_PACKED;
	if (!items->plain && compress2(to, &bytes, items->block, items->used,
					Z_BEST_SPEED) == Z_OK && bytes < items->used)
		return bytes;
	*flags = 0;
	memcpy(to, items->block, items->used);
	return items->used;
}

/* One write for header and contents. */
int record_items__flush(struct record_items *items)
{
	uint8_t *header = items->packed;
	uint32_t flags;
	size_t bytes;
	int err;

	if (items->err || !items->used)
		return items->err;
	bytes = pack(items, &flags);
	record_put(header, RECORD_BLOCK_ITEMS, 4);
	record_put(header + 4, flags, 4);
	record_put(header + 8, bytes, 4);
	record_put(header + 12, items->used, 4);
	record_put(header + 16, crc32(0, header + RECORD_BLOCK_HEADER_BYTES, bytes), 4);
	record_put(header + 20, crc32(0, header, 20), 4);
	items->used = 0;
	err = record_output__write(items->output, header, RECORD_BLOCK_HEADER_BYTES + bytes);
	return err ? record_items__fail(items, err) : 0;
}

/* Room in the block for an item; NULL after an error. */
uint8_t *record_items__add(struct record_items *items, unsigned type, size_t nr_bytes)
{
	uint8_t *item;

	if (items->used + RECORD_ITEM_HEADER_BYTES + nr_bytes > BLOCK_BYTES && record_items__flush(items))
		return NULL;
	if (items->err)
		return NULL;
	item = items->block + items->used;
	record_put(item, type, 2);
	record_put(item + 2, 0, 2);
	record_put(item + 4, nr_bytes, 4);
	items->used += RECORD_ITEM_HEADER_BYTES + nr_bytes;
	return item + RECORD_ITEM_HEADER_BYTES;
}

int record_items__add_bytes(struct record_items *items, unsigned type, const void *bytes, size_t nr)
{
	uint8_t *item = record_items__add(items, type, nr);

	if (item)
		memcpy(item, bytes, nr);
	return items->err;
}

static int add_layout(struct record_items *items, unsigned type,
		      const struct record_table *table)
{
	uint8_t layout[RECORD_LAYOUT_BYTES_MAX];

	if (items->has_layout[type])
		return 0;
	items->has_layout[type] = true;
	return record_items__add_bytes(items, RECORD_ITEM_LAYOUT, layout,
			 record_table__encode_layout(type, table, layout));
}

int record_items__add_object(struct record_items *items, unsigned type, const void *object)
{
	const struct record_table *table = record_table__find(type);
	uint8_t *item;

	add_layout(items, type, table);
	item = record_items__add(items, type, record_table__item_bytes(table));
	if (item)
		record_table__encode(table, object, item);
	return items->err;
}

void record_items__release(struct record_items *items)
{
	free(items->block);
	free(items->packed);
}
