/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What prefetched pages were good for: rows of the use table as plain memory, and
 * the figures that columns, JSON, advice and metrics all derive from them.
 */
#ifndef SWAPRA_USEFULNESS_H
#define SWAPRA_USEFULNESS_H

#include <stddef.h>
#include <stdint.h>

#include "../bpf/swapra.h"

/* One row of a snapshot or delta. */
struct use_row {
	struct swapra_use_key key;
	struct swapra_use use;
	/*
	 * Pages tracked without an outcome, at the end of the time that the row is about:
	 * a state, no difference. Below 0 for a moment where an outcome came before its
	 * page was counted; for people that is 0.
	 */
	int64_t pending;
};

/* The table of prefetched pages. */
struct use_tracking {
	uint64_t places;  /* prefetched pages it can hold at most; 0: usefulness is not told */
	uint64_t bytes;   /* of kernel memory that it takes */
	uint64_t pending; /* pages it held when it was read, counted one by one */
};

/* Order of rows: cgroup, policy, window, placement. As strcmp(). */
int use_key__compare(const struct swapra_use_key *a, const struct swapra_use_key *b);

void use__add(struct swapra_use *into, const struct swapra_use *from);
void use__subtract(struct swapra_use *from, const struct swapra_use *what);

/* Pages: prefetched = hits + wasted + untracked + pending. */
uint64_t use__prefetched(const struct swapra_use *use);
uint64_t use__hits(const struct swapra_use *use);      /* late ones included */
uint64_t use__late(const struct swapra_use *use);
uint64_t use__wasted(const struct swapra_use *use);    /* reclaimed or freed */
uint64_t use__untracked(const struct swapra_use *use); /* or tracked, but their outcome was missed */
int64_t use__pending(const struct swapra_use *use);    /* of counts since the start only */

/* Ratios from 0 to 1; NaN where nothing can be said yet. */
double use__accuracy(const struct swapra_use *use);   /* hits of hits and wasted */
double use__coverage(const struct swapra_use *use);   /* hits of hits and demand reads */
double use__timeliness(const struct swapra_use *use); /* hits that nobody had to wait for */

/* hit, late, reclaimed, freed; "?" for a value this build does not know. */
const char *outcome__name(unsigned outcome);

#endif
