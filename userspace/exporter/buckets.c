// SPDX-License-Identifier: GPL-2.0-only
/* Bounds of exported buckets; see buckets.h. */
#include "buckets.h"

/* Ends of buckets that hold what is below 2^shift ns, or up to so many pages. */
#define LATENCY(shift) (1 + ((shift) - SWAPRA_LATENCY_MIN_SHIFT) * 4)
#define AGE(shift) (1 + (shift) - SWAPRA_AGE_MIN_SHIFT)
#define PAGES(pages) ((pages) + 1)

_Static_assert(SWAPRA_LATENCY_BUCKETS <= UINT8_MAX, "ends are bytes");

const struct buckets batch_buckets = {
	.scale = &batch_scale,
	.nr = BATCH_BUCKETS,
	.ends = { PAGES(1), PAGES(2), PAGES(4), PAGES(8), PAGES(16), PAGES(SWAPRA_BATCH_MAX),
		  SWAPRA_BATCH_BUCKETS },
	.le = { "1", "2", "4", "8", "16", "32", "+Inf" },
};

/* Powers of two where swap-in from memory and from disks lies, coarser above. */
const struct buckets fault_buckets = {
	.scale = &latency_scale,
	.nr = FAULT_BUCKETS,
	.is_ns = true,
	.ends = { LATENCY(11), LATENCY(12), LATENCY(13), LATENCY(14), LATENCY(15), LATENCY(16),
		  LATENCY(17), LATENCY(18), LATENCY(19), LATENCY(20), LATENCY(21), LATENCY(22),
		  LATENCY(23), LATENCY(26), LATENCY(29), LATENCY(32), SWAPRA_LATENCY_BUCKETS },
	.le = { "2.047e-06", "4.095e-06", "8.191e-06", "1.6383e-05", "3.2767e-05", "6.5535e-05",
		"0.000131071", "0.000262143", "0.000524287", "0.001048575", "0.002097151",
		"0.004194303", "0.008388607", "0.067108863", "0.536870911", "4.294967295", "+Inf" },
};

const struct buckets load_buckets = {
	.scale = &latency_scale,
	.nr = LOAD_BUCKETS,
	.is_ns = true,
	.ends = { LATENCY(10), LATENCY(11), LATENCY(12), LATENCY(13), LATENCY(14), LATENCY(15),
		  LATENCY(16), LATENCY(17), LATENCY(18), LATENCY(19), LATENCY(20), LATENCY(23),
		  SWAPRA_LATENCY_BUCKETS },
	.le = { "1.023e-06", "2.047e-06", "4.095e-06", "8.191e-06", "1.6383e-05", "3.2767e-05",
		"6.5535e-05", "0.000131071", "0.000262143", "0.000524287", "0.001048575",
		"0.008388607", "+Inf" },
};

const struct buckets age_buckets = {
	.scale = &age_scale,
	.nr = AGE_BUCKETS,
	.is_ns = true,
	.ends = { AGE(16), AGE(20), AGE(24), AGE(27), AGE(30), AGE(33), AGE(36), AGE(39), AGE(42),
		  SWAPRA_AGE_BUCKETS },
	.le = { "6.5535e-05", "0.001048575", "0.016777215", "0.134217727", "1.073741823",
		"8.589934591", "68.719476735", "549.755813887", "4398.046511103", "+Inf" },
};

uint64_t buckets__highest(const struct buckets *buckets, size_t bucket)
{
	return buckets->scale->high(buckets->ends[bucket] - 1);
}

void buckets__add(const struct buckets *buckets, const __u64 *counts, uint64_t *into)
{
	size_t from = 0;

	for (size_t bucket = 0; bucket < buckets->nr; bucket++)
		for (; from < buckets->ends[bucket]; from++)
			into[bucket] += counts[from];
}
