/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From a struct of memory to an item's bytes and back. The file says how its items
 * are made (a layout), so that a reader whose tables differ knows what each number is.
 */
#ifndef SWAPRA_RECORD_LAYOUT_H
#define SWAPRA_RECORD_LAYOUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "fields.h"

/* Room for any layout of this build. */
#define RECORD_LAYOUT_BYTES_MAX 8192

/* Bytes of the item of this struct. */
size_t record_table__item_bytes(const struct record_table *table);
void record_table__encode(const struct record_table *table, const void *object, uint8_t *out);

/* The layout itself, as an item. Returns its bytes. */
size_t record_table__encode_layout(unsigned item, const struct record_table *table,
				   uint8_t out[RECORD_LAYOUT_BYTES_MAX]);

/* Where a number of the file goes; width 0: nowhere, this build does not know it. */
struct record_number {
	uint16_t offset;
	uint8_t width;
	uint8_t file_width;
};

/* How to read items of one type. Zeroed: no layout was seen yet. */
struct record_layout {
	const struct record_table *table;
	struct record_number *numbers;
	size_t nr_numbers;
	size_t item_bytes; /* in the file */
	bool has_unknown;  /* the writer counted what this build does not know */
};

/*
 * Take a layout from the file; type gets the type of item that it is for. Layouts of
 * unknown types are taken for nothing: layout stays as it is. Returns 0, -EBADMSG for
 * nonsense or -ENOMEM.
 */
int record_layout__parse(struct record_layout layouts[RECORD_ITEM_TYPES], const uint8_t *bytes,
			 size_t nr_bytes);
void record_layout__release(struct record_layout *layout);

/* Fill the struct; what the file has not is 0. Returns 0 or -EBADMSG. */
int record_layout__decode(const struct record_layout *layout, const uint8_t *bytes,
			  size_t nr_bytes, void *object);

#endif
