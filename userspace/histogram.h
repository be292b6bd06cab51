/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reading the histograms of a row: which there are, what range a bucket covers,
 * what percentile the counts give. The geometry itself is in bpf/swapra.h.
 */
#ifndef SWAPRA_HISTOGRAM_H
#define SWAPRA_HISTOGRAM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../bpf/swapra.h"

/* What the last bucket ends at: it is open. */
#define BUCKET_OPEN UINT64_MAX

/*
 * Batch sizes (pages) are counted one by one, latencies (ns) four buckets an octave,
 * ages of prefetched pages (ns) one an octave.
 */
struct scale {
	size_t nr_buckets;
	uint64_t (*low)(size_t bucket);  /* smallest value of the bucket */
	uint64_t (*high)(size_t bucket); /* largest one, or BUCKET_OPEN */
};

extern const struct scale batch_scale;
extern const struct scale latency_scale;
extern const struct scale age_scale;

uint64_t latency_bucket__low(size_t bucket);
uint64_t latency_bucket__high(size_t bucket);

/* The bucket of a latency: what the BPF side computes, as reference for it and for tests. */
size_t latency_bucket__index(uint64_t ns);

/* One histogram of one row: scale and counts. */
struct histogram {
	const struct scale *scale;
	const __u64 *counts;
};

enum histogram_id {
	HISTOGRAM_BATCH,       /* pages of all sources in a batch */
	HISTOGRAM_BATCH_ZSWAP, /* pages of one source in a batch; order of enum swapra_source */
	HISTOGRAM_BATCH_DISK,
	HISTOGRAM_BATCH_ZERO,
	HISTOGRAM_FAULT,       /* latency of faults */
	HISTOGRAM_LOAD,        /* latency of zswap_load() */
	HISTOGRAM_USE_AGE,     /* of prefetched pages when first used */
	HISTOGRAM_WASTE_AGE,   /* of prefetched pages when reclaimed or freed unused */
	NR_HISTOGRAMS,
};

struct histogram totals__histogram(const struct swapra_totals *totals, enum histogram_id id);

/* Number of values counted. */
uint64_t histogram__count(const struct histogram *histogram);

/*
 * What a histogram can say about one value: the middle of its bucket, or, when
 * open, "this or more".
 */
struct estimate {
	bool empty; /* no values: there is no such figure */
	bool open;
	uint64_t value;
};

/* The percentile by nearest rank, 0 < percent <= 100. 100 is the highest bucket: the maximum. */
struct estimate histogram__percentile(const struct histogram *histogram, unsigned percent);

/* Sum of value * count; exact as long as every bucket but empty ones holds a single value. */
uint64_t histogram__weighted_sum(const struct histogram *histogram);

#endif
