/* SPDX-License-Identifier: GPL-2.0-only */
/* The blocks of a record's file, checked and unpacked, one after the other. */
#ifndef SWAPRA_RECORD_BLOCKS_H
#define SWAPRA_RECORD_BLOCKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "format.h"

/* What is wrong with a file. */
struct record_error {
	const char *what; /* "it is damaged", ...; NULL: see err */
	int err;          /* positive errno of a system call */
	uint64_t offset;  /* of the block, in the file */
	bool is_cut;      /* all there is, is well: more should follow */
	bool has_offset;
};

struct record_blocks {
	FILE *file;
	uint64_t size;   /* of the file when it was opened */
	uint64_t offset; /* of what comes next */
	uint64_t begin;  /* of the block that items are from */
	uint8_t *stored; /* as in the file */
	uint8_t *items;
	size_t nr_bytes; /* of items */
	struct record_error error;
};

/*
 * Check the file's header. file is the caller's; it holds size bytes. Returns 0 or
 * -errno with error set. Release in any case.
 */
int record_blocks__begin(struct record_blocks *blocks, FILE *file, uint64_t size);

/* The next block of items. Returns 1, 0 at the end of the file, or -errno with error set. */
int record_blocks__next(struct record_blocks *blocks);

void record_blocks__release(struct record_blocks *blocks);

/* Note what is wrong in the current block. Returns -EBADMSG. */
int record_blocks__damaged(struct record_blocks *blocks, const char *what);

/* Print it: "swapra: record 'NAME': cannot read: ...". */
void record_error__print(const struct record_error *error, const char *name);

#endif
