// SPDX-License-Identifier: GPL-2.0-only
/* Bounds of exported buckets; see buckets.h. */
#include "buckets.h"

#include <string.h>

#define BELOW(shift) ((1ULL << (shift)) - 1)

_Static_assert(SWAPRA_BATCH_MAX == 32, "the last bound of batch_buckets");

const struct buckets batch_buckets = {
	.scale = &batch_scale,
	.nr = BATCH_BUCKETS,
	.highest = { 1, 2, 4, 8, 16, 32 },
};

/* Powers of two where swap-in from memory and from disks lies, coarser above. */
const struct buckets fault_buckets = {
	.scale = &latency_scale,
	.nr = FAULT_BUCKETS,
	.is_ns = true,
	.highest = { BELOW(11), BELOW(12), BELOW(13), BELOW(14), BELOW(15), BELOW(16), BELOW(17),
		     BELOW(18), BELOW(19), BELOW(20), BELOW(21), BELOW(22), BELOW(23), BELOW(26),
		     BELOW(29), BELOW(32) },
};

const struct buckets load_buckets = {
	.scale = &latency_scale,
	.nr = LOAD_BUCKETS,
	.is_ns = true,
	.highest = { BELOW(10), BELOW(11), BELOW(12), BELOW(13), BELOW(14), BELOW(15), BELOW(16),
		     BELOW(17), BELOW(18), BELOW(19), BELOW(20), BELOW(23) },
};

const struct buckets age_buckets = {
	.scale = &age_scale,
	.nr = AGE_BUCKETS,
	.is_ns = true,
	.highest = { BELOW(16), BELOW(20), BELOW(24), BELOW(27), BELOW(30), BELOW(33), BELOW(36),
		     BELOW(39), BELOW(42) },
};

void buckets__fold(const struct buckets *buckets, const __u64 *counts, uint64_t *into)
{
	size_t bucket = 0;

	memset(into, 0, buckets->nr * sizeof(*into));
	for (size_t i = 0; i < buckets->scale->nr_buckets; i++) {
		while (bucket < buckets->nr - 1 && buckets->scale->high(i) > buckets->highest[bucket])
			bucket++;
		into[bucket] += counts[i];
	}
}
