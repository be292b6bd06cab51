/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside of the reader: what it knows so far, and how one item changes that. */
#ifndef SWAPRA_RECORD_TAKE_H
#define SWAPRA_RECORD_TAKE_H

#include "layout.h"
#include "parts.h"
#include "reader.h"

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

/*
 * Take an item, whose type is set. Returns 1 when it is to be handed out and was completed
 * for that, 0 when not, or -errno.
 */
int record_reader__take(struct record_reader *reader, struct record_item *item,
			const uint8_t *bytes, size_t nr_bytes);

#endif
