/* SPDX-License-Identifier: GPL-2.0-only */
/* The parts of a snapshot as a record brings them, until the item that closes it. */
#ifndef SWAPRA_RECORD_PARTS_H
#define SWAPRA_RECORD_PARTS_H

#include "arrays.h"
#include "fields.h"
#include "layout.h"
#include "vector.h"

/* Zeroed: empty. */
struct record_parts {
	struct vector arrays[NR_RECORD_ARRAYS];
	struct vector misses;    /* of struct record_misses */
	struct vector functions; /* of char *: names that snapshots point to, until release */
	struct record_iaa iaa;
	bool has_iaa;
};

/* Take a part, of any item that is none of its own. Returns 0, -EBADMSG or -ENOMEM. */
int record_parts__add(struct record_parts *parts, unsigned item,
		      const struct record_layout *layout, const uint8_t *bytes, size_t nr_bytes);

/*
 * Close the snapshot: snap, the one before it, becomes the new one, and the parts are
 * empty again. Returns 0, -EBADMSG if it contradicts itself or the one before, or -ENOMEM.
 */
int record_parts__close(struct record_parts *parts, const struct record_snapshot *last,
			struct snapshot *snap);

void record_parts__release(struct record_parts *parts);

#endif
