/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The BPF side's tables of prefetched pages: how large they are made, and reading
 * them. Only the session uses this.
 */
#ifndef SWAPRA_USE_TABLES_H
#define SWAPRA_USE_TABLES_H

#include <stddef.h>
#include <stdint.h>

#include "session.h"

struct bpf_map;

/* Places in a line of the table, and its bytes: struct use_line of the BPF side. */
#define USE_LINE_PLACES 4
#define USE_LINE_BYTES 64

/* Smallest and largest table, in lines. */
#define USE_LINES_MIN 1024U
#define USE_LINES_MAX (1U << 28)

/*
 * Lines for that much memory in bytes, a power of two; 0 bytes: as many as the machine
 * needs. That is a place for every slot of swap or every page of memory, whichever is
 * less, but no more than 64 MiB. With no swap in use yet, memory decides.
 */
uint32_t use_tables__lines(uint64_t bytes, const char *root);

struct use_tables {
	const uint64_t *lines; /* NULL: not mapped */
	size_t nr_lines;
	const struct swapra_use_row *rows;
	size_t nr_rows;
};

/* Map both for reading, after load. Returns 0 or -errno. */
int use_tables__map(struct use_tables *tables, const struct bpf_map *lines,
		    const struct bpf_map *rows);
void use_tables__unmap(struct use_tables *tables);

/* All but what is pending. */
void use_tables__tell_size(const struct use_tables *tables, struct use_tracking *tracking);

/* Hand on the rows as they lie there, and are written to: nr_used are in use. */
void use_tables__each(const struct use_tables *tables, uint32_t nr_used, use_fn fn,
		      void *context);

/* Fill uses and tracking of the snapshot; nr_used rows are in use. Returns 0 or -ENOMEM. */
int use_tables__read(struct snapshot *snap, const struct use_tables *tables, uint32_t nr_used);

#endif
