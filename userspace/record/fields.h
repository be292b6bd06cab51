/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The members of everything that a record holds in numbers: one table for each type
 * of item. Writer, reader and the layouts in the file are made from them.
 */
#ifndef SWAPRA_RECORD_FIELDS_H
#define SWAPRA_RECORD_FIELDS_H

#include <stddef.h>
#include <stdint.h>

#include "../snapshot.h"
#include "../swap_device.h"
#include "format.h"

/* A number or an array of numbers. Names and the meaning of an index never change. */
struct record_field {
	const char *name;
	uint16_t offset;
	uint8_t width;  /* bytes of one number: 1, 2, 4 or 8 */
	uint8_t flags;  /* enum record_field_flags */
	uint16_t outer; /* [outer][inner] numbers; 1 for what is no array */
	uint16_t inner;
};

struct record_table {
	const struct record_field *fields;
	size_t nr_fields;
	size_t bytes; /* of the struct in memory */
};

/* NULL for types of items that are not made of fields. */
const struct record_table *record_table__find(unsigned item);

/* What a snapshot has once. */
struct record_snapshot {
	uint64_t time_ns; /* CLOCK_MONOTONIC */
	int64_t wall_s;
	uint64_t wall_ns;
	uint32_t flags; /* enum record_snapshot_flags */
	uint32_t nr_rows, nr_uses, nr_misses, nr_policies, nr_verdicts; /* that the snapshot has */
	struct swapra_losses losses;
	struct use_tracking tracking;
	struct swapra_kernel_hits kernel_hits;
	uint8_t module_loaded;
	uint64_t module_load;
	struct policy_counts verdicts;
};

/* What a snapshot has once about IAA. Without this item nobody asked. */
struct record_iaa {
	uint8_t attached;
	uint64_t since_ns;
	uint32_t nr_queues, nr_pages; /* that the snapshot has */
	struct swapra_iaa_calls calls[SWAPRA_IAA_CALLS];
	struct swapra_iaa_losses losses;
};

#define RECORD_FUNCTION_LEN 64

struct record_misses {
	char program[RECORD_FUNCTION_LEN];
	char function[RECORD_FUNCTION_LEN];
	uint64_t missed;
};

/* One line of /proc/swaps; nr lines with the same time are all of it. None: one with nr 0. */
struct record_device {
	uint64_t time_ns;
	uint32_t index;
	uint32_t nr;
	struct swap_device device;
};

struct record_clock {
	int64_t wall_offset_ns; /* wall clock minus CLOCK_MONOTONIC */
};

struct record_end {
	uint64_t events;      /* that are in the record, outcomes included */
	uint64_t not_written; /* that are not: it had reached its limit */
};

#endif
