// SPDX-License-Identifier: GPL-2.0-only
/* Bucket geometry and percentiles. */
#include "cmocka_all.h"

#include "userspace/histogram.h"

static void latency_buckets_have_no_gap(void **state)
{
	(void)state;
	assert_int_equal(latency_bucket__low(0), 0);
	assert_int_equal(latency_bucket__high(0), 127);
	for (size_t i = 1; i < SWAPRA_LATENCY_BUCKETS; i++)
		assert_int_equal(latency_bucket__low(i), latency_bucket__high(i - 1) + 1);
	assert_int_equal(latency_bucket__low(SWAPRA_LATENCY_BUCKETS - 1), 1ULL << 33);
	assert_true(latency_bucket__high(SWAPRA_LATENCY_BUCKETS - 1) == BUCKET_OPEN);
}

static void latency_index_agrees_with_bounds(void **state)
{
	(void)state;
	for (size_t i = 0; i < SWAPRA_LATENCY_BUCKETS; i++) {
		assert_int_equal(latency_bucket__index(latency_bucket__low(i)), i);
		assert_int_equal(latency_bucket__index(latency_bucket__high(i)), i);
	}
	assert_int_equal(latency_bucket__index(160), 2);
	assert_int_equal(latency_bucket__index(255), 4);
	assert_int_equal(latency_bucket__index(256), 5);
}

static void batch_buckets_are_single_counts(void **state)
{
	(void)state;
	for (size_t i = 0; i <= SWAPRA_BATCH_MAX; i++) {
		assert_int_equal(batch_scale.low(i), i);
		assert_int_equal(batch_scale.high(i), i);
	}
	assert_int_equal(batch_scale.low(SWAPRA_BATCH_MAX + 1), 33);
	assert_true(batch_scale.high(SWAPRA_BATCH_MAX + 1) == BUCKET_OPEN);
}

static struct swapra_totals totals;

static struct histogram fresh(enum histogram_id id)
{
	totals = (struct swapra_totals){};
	return totals__histogram(&totals, id);
}

static void empty_has_no_percentile(void **state)
{
	struct histogram histogram = fresh(HISTOGRAM_FAULT);

	(void)state;
	assert_true(histogram__percentile(&histogram, 50).empty);
	assert_true(histogram__percentile(&histogram, 100).empty);
	assert_int_equal(histogram__weighted_sum(&histogram), 0);
}

static void one_value_is_every_percentile(void **state)
{
	struct histogram histogram = fresh(HISTOGRAM_FAULT);

	(void)state;
	totals.fault_ns[1] = 1; /* 128..159 */
	for (unsigned percent = 1; percent <= 100; percent++) {
		struct estimate estimate = histogram__percentile(&histogram, percent);

		assert_false(estimate.empty || estimate.open);
		assert_int_equal(estimate.value, 144);
	}
}

static void rank_is_the_nearest(void **state)
{
	struct histogram histogram = fresh(HISTOGRAM_BATCH);

	(void)state;
	totals.batch_pages[1] = 99;
	totals.batch_pages[8] = 1;
	assert_int_equal(histogram__percentile(&histogram, 50).value, 1);
	assert_int_equal(histogram__percentile(&histogram, 99).value, 1);
	assert_int_equal(histogram__percentile(&histogram, 100).value, 8);
	totals.batch_pages[8] = 2;
	assert_int_equal(histogram__percentile(&histogram, 99).value, 8);
	assert_int_equal(histogram__weighted_sum(&histogram), 115);
}

static void last_bucket_is_open(void **state)
{
	struct histogram batch = fresh(HISTOGRAM_BATCH);
	struct histogram load = totals__histogram(&totals, HISTOGRAM_LOAD);

	(void)state;
	totals.batch_pages[SWAPRA_BATCH_BUCKETS - 1] = 1;
	totals.load_ns[SWAPRA_LATENCY_BUCKETS - 1] = 1;
	assert_true(histogram__percentile(&batch, 50).open);
	assert_int_equal(histogram__percentile(&batch, 50).value, 33);
	assert_true(histogram__percentile(&load, 50).open);
	assert_int_equal(histogram__percentile(&load, 50).value, 1ULL << 33);
}

static void huge_counts_do_not_overflow(void **state)
{
	struct histogram histogram = fresh(HISTOGRAM_BATCH);

	(void)state;
	totals.batch_pages[1] = UINT64_MAX / 2;
	totals.batch_pages[2] = UINT64_MAX / 2;
	assert_int_equal(histogram__percentile(&histogram, 50).value, 1);
	assert_int_equal(histogram__percentile(&histogram, 99).value, 2);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(latency_buckets_have_no_gap),
		cmocka_unit_test(latency_index_agrees_with_bounds),
		cmocka_unit_test(batch_buckets_are_single_counts),
		cmocka_unit_test(empty_has_no_percentile),
		cmocka_unit_test(one_value_is_every_percentile),
		cmocka_unit_test(rank_is_the_nearest),
		cmocka_unit_test(last_bucket_is_open),
		cmocka_unit_test(huge_counts_do_not_overflow),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
