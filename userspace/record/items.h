/* SPDX-License-Identifier: GPL-2.0-only */
/* Items on their way to the file: gathered in one block of bounded size, then packed. */
#ifndef SWAPRA_RECORD_ITEMS_H
#define SWAPRA_RECORD_ITEMS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "format.h"
#include "output.h"

struct record_items {
	struct record_output *output;
	int err;         /* the first one: nothing is written after it */
	bool plain;      /* not packed, for tests */
	uint8_t *block;
	size_t used;     /* of block */
	uint8_t *packed; /* a block's header and what packing may need */
	bool has_layout[RECORD_ITEM_TYPES];
};

/* Write the file's header. Returns 0 or -errno, printed. Release in any case. */
int record_items__begin(struct record_items *items, struct record_output *output);

/* Add one, and its layout before the first of its type. These return items->err. */
int record_items__add_object(struct record_items *items, unsigned type, const void *object);
int record_items__add_bytes(struct record_items *items, unsigned type, const void *bytes,
			    size_t nr_bytes);

/* Room for an item's bytes; NULL after an error. */
uint8_t *record_items__add(struct record_items *items, unsigned type, size_t nr_bytes);

/* Write the block, with one write. */
int record_items__flush(struct record_items *items);

/* For what happens outside: keeps the first error and returns it. */
int record_items__fail(struct record_items *items, int err);

void record_items__release(struct record_items *items);

#endif
