/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Histograms as they are exported: fewer buckets than are counted, each the sum of
 * whole counted ones, so that no count is estimated.
 */
#ifndef SWAPRA_EXPORTER_BUCKETS_H
#define SWAPRA_EXPORTER_BUCKETS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../histogram.h"

/* The open bucket included. */
#define BATCH_BUCKETS 7
#define FAULT_BUCKETS 17
#define LOAD_BUCKETS 13
#define AGE_BUCKETS 10
#define BUCKETS_MAX 17
#define BUCKET_LE_BYTES 32 /* longer than any le */

/* An exported histogram in memory: counts of each bucket, then the sum of values. */
#define EXPORTED_HISTOGRAM(nr) \
	struct { \
		uint64_t buckets[nr]; \
		uint64_t sum; \
	}

struct buckets {
	const struct scale *scale; /* that of what is counted */
	size_t nr;                 /* the open one included */
	bool is_ns;                /* else a number of pages */
	/* Which counted buckets are in each: those before its end, from the end of the last on. */
	uint8_t ends[BUCKETS_MAX];
	/* Their highest values as Go prints them, which is what Prometheus holds bounds equal by. */
	const char *le[BUCKETS_MAX];
};

extern const struct buckets batch_buckets;
extern const struct buckets fault_buckets;
extern const struct buckets load_buckets;
extern const struct buckets age_buckets;

/*
 * The largest value of a bucket, BUCKET_OPEN of the last. Latencies are whole nanoseconds
 * below a power of two, so it is 2^k - 1: le means "or equal".
 */
uint64_t buckets__highest(const struct buckets *buckets, size_t bucket);

/* Add the counts of a histogram of that scale to into[0 .. nr - 1]. */
void buckets__add(const struct buckets *buckets, const __u64 *counts, uint64_t *into);

#endif
