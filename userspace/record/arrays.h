/* SPDX-License-Identifier: GPL-2.0-only */
/* The arrays of a snapshot that a record holds: one row for each, for writer and reader. */
#ifndef SWAPRA_RECORD_ARRAYS_H
#define SWAPRA_RECORD_ARRAYS_H

#include <stdbool.h>
#include <stddef.h>

#include "../snapshot.h"
#include "format.h"

enum record_array_id {
	RECORD_ROWS,
	RECORD_USES,
	RECORD_POLICIES,
	RECORD_VERDICTS,
	RECORD_IAA_QUEUES,
	RECORD_IAA_PAGES,
	NR_RECORD_ARRAYS,
};

struct record_array {
	enum record_item_type item; /* one for each member */
	bool stays;       /* members that are not brought are as in the snapshot before */
	size_t size;      /* of a member */
	size_t max;       /* more than any session has: a record may claim what it likes */
	size_t array, nr; /* where a snapshot has them */
	int (*compare)(const void *, const void *); /* by the key; they ascend, and it is unique */
};

extern const struct record_array record_arrays[NR_RECORD_ARRAYS];

/* NULL: items of this type are no members. */
const struct record_array *record_array__find(unsigned item);

void **record_array__members(const struct record_array *array, struct snapshot *snap);
size_t *record_array__nr(const struct record_array *array, struct snapshot *snap);

/* The same of one that is only read. */
const char *record_array__first(const struct record_array *array, const struct snapshot *snap);
size_t record_array__count(const struct record_array *array, const struct snapshot *snap);

#endif
