/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A snapshot: everything the BPF programs had counted at one moment, as plain
 * memory. The session fills it; what follows (delta, percentiles, rendering)
 * is pure code that needs neither root nor a kernel.
 */
#ifndef SWAPRA_SNAPSHOT_H
#define SWAPRA_SNAPSHOT_H

#include <stddef.h>
#include <stdint.h>

#include "../bpf/swapra.h"
#include "iaa.h"
#include "usefulness.h"
#include "verdicts.h"

/* Runs of one BPF program that the kernel skipped (recursion_misses, nmissed). */
struct probe_misses {
	const char *program;  /* static storage of the session */
	const char *function; /* the kernel function it is attached to */
	uint64_t missed;
};

struct snapshot {
	uint64_t time_ns; /* CLOCK_MONOTONIC */
	struct swapra_row *rows; /* sorted by cgroup id, ids unique */
	size_t nr_rows;
	struct swapra_losses losses;
	struct probe_misses *misses; /* one entry per attached program, same order in every snapshot of a session */
	size_t nr_misses;
	struct verdicts verdicts; /* of policies, as the module counts them */
	struct use_row *uses;     /* sorted by key, keys unique */
	size_t nr_uses;
	struct use_tracking tracking; /* in a delta, that of the newer snapshot */
	struct swapra_kernel_hits kernel_hits;
	struct iaa_counts iaa;
};

/* Release what the snapshot owns and leave it empty. Accepts an empty one. */
void snapshot__reset(struct snapshot *snap);

/*
 * delta = newer - older, row by row; a row absent from older counts from 0, one
 * absent from newer is left out. Rows without any change stay, so that a cgroup
 * keeps its line. delta's time_ns is the time between the two. The start of a
 * session is a good `older`: empty but for the time and the verdicts before it.
 * Returns 0, or -ENOMEM. The caller resets delta.
 */
int snapshot__delta(struct snapshot *delta, const struct snapshot *newer,
		    const struct snapshot *older);

/* Add all rows of the snapshot into one. */
void snapshot__sum(const struct snapshot *snap, struct swapra_totals *sum);

/* into += from, counter by counter. */
void totals__add(struct swapra_totals *into, const struct swapra_totals *from);

/* Sum of misses of all programs. */
uint64_t snapshot__missed(const struct snapshot *snap);

#endif
