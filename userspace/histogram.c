// SPDX-License-Identifier: GPL-2.0-only
/* Bucket bounds and percentiles; see histogram.h. */
#include "histogram.h"

#define BUCKETS_PER_OCTAVE 4

static uint64_t batch_bucket__low(size_t bucket)
{
	return bucket;
}

static uint64_t batch_bucket__high(size_t bucket)
{
	return bucket > SWAPRA_BATCH_MAX ? BUCKET_OPEN : bucket;
}

/* Bucket 0 lies below the first octave; 1.. count quarters of octaves from there. */
uint64_t latency_bucket__low(size_t bucket)
{
	size_t quarter = bucket - 1;
	unsigned shift;

	if (!bucket)
		return 0;
	shift = SWAPRA_LATENCY_MIN_SHIFT + quarter / BUCKETS_PER_OCTAVE;
	return (BUCKETS_PER_OCTAVE + quarter % BUCKETS_PER_OCTAVE) * (1ULL << shift) /
	       BUCKETS_PER_OCTAVE;
}

uint64_t latency_bucket__high(size_t bucket)
{
	if (bucket >= SWAPRA_LATENCY_BUCKETS - 1)
		return BUCKET_OPEN;
	return latency_bucket__low(bucket + 1) - 1;
}

size_t latency_bucket__index(uint64_t ns)
{
	unsigned octave;

	if (ns >> SWAPRA_LATENCY_MAX_SHIFT)
		return SWAPRA_LATENCY_BUCKETS - 1;
	if (!(ns >> SWAPRA_LATENCY_MIN_SHIFT))
		return 0;
	octave = 63 - __builtin_clzll(ns);
	return 1 + (octave - SWAPRA_LATENCY_MIN_SHIFT) * BUCKETS_PER_OCTAVE +
	       (ns >> (octave - 2)) % BUCKETS_PER_OCTAVE;
}

static uint64_t age_bucket__low(size_t bucket)
{
	return bucket ? 1ULL << (SWAPRA_AGE_MIN_SHIFT + bucket - 1) : 0;
}

static uint64_t age_bucket__high(size_t bucket)
{
	return bucket >= SWAPRA_AGE_BUCKETS - 1 ? BUCKET_OPEN : age_bucket__low(bucket + 1) - 1;
}

const struct scale batch_scale = {
	.nr_buckets = SWAPRA_BATCH_BUCKETS,
	.low = batch_bucket__low,
	.high = batch_bucket__high,
};

const struct scale latency_scale = {
	.nr_buckets = SWAPRA_LATENCY_BUCKETS,
	.low = latency_bucket__low,
	.high = latency_bucket__high,
};

const struct scale age_scale = {
	.nr_buckets = SWAPRA_AGE_BUCKETS,
	.low = age_bucket__low,
	.high = age_bucket__high,
};

struct histogram totals__histogram(const struct swapra_totals *totals, enum histogram_id id)
{
	struct histogram histogram = { .scale = &batch_scale };

	switch (id) {
	case HISTOGRAM_FAULT:
		histogram.scale = &latency_scale;
		histogram.counts = totals->fault_ns;
		break;
	case HISTOGRAM_LOAD:
		histogram.scale = &latency_scale;
		histogram.counts = totals->load_ns;
		break;
	case HISTOGRAM_USE_AGE:
		histogram.scale = &age_scale;
		histogram.counts = totals->use_age_ns;
		break;
	case HISTOGRAM_WASTE_AGE:
		histogram.scale = &age_scale;
		histogram.counts = totals->waste_age_ns;
		break;
	case HISTOGRAM_BATCH_ZSWAP:
	case HISTOGRAM_BATCH_DISK:
	case HISTOGRAM_BATCH_ZERO:
		histogram.counts = totals->batch_source_pages[id - HISTOGRAM_BATCH_ZSWAP];
		break;
	default:
		histogram.counts = totals->batch_pages;
	}
	return histogram;
}

uint64_t histogram__count(const struct histogram *histogram)
{
	uint64_t count = 0;

	for (size_t i = 0; i < histogram->scale->nr_buckets; i++)
		count += histogram->counts[i];
	return count;
}

static struct estimate estimate_bucket(const struct scale *scale, size_t bucket)
{
	uint64_t low = scale->low(bucket), high = scale->high(bucket);

	if (high == BUCKET_OPEN)
		return (struct estimate){ .open = true, .value = low };
	return (struct estimate){ .value = low + (high - low + 1) / 2 };
}

/* ceil(count * percent / 100) without overflow. */
static uint64_t nearest_rank(uint64_t count, unsigned percent)
{
	return count / 100 * percent + (count % 100 * percent + 99) / 100;
}

struct estimate histogram__percentile(const struct histogram *histogram, unsigned percent)
{
	uint64_t rank = nearest_rank(histogram__count(histogram), percent);
	uint64_t seen = 0;

	for (size_t i = 0; i < histogram->scale->nr_buckets; i++) {
		seen += histogram->counts[i];
		if (rank && seen >= rank)
			return estimate_bucket(histogram->scale, i);
	}
	return (struct estimate){ .empty = true };
}

uint64_t histogram__weighted_sum(const struct histogram *histogram)
{
	uint64_t sum = 0;

	for (size_t i = 0; i < histogram->scale->nr_buckets; i++)
		if (histogram->counts[i])
			sum += histogram->counts[i] *
			       estimate_bucket(histogram->scale, i).value;
	return sum;
}
