// SPDX-License-Identifier: GPL-2.0-only
/* Sums and ratios of what became of prefetched pages, and the buckets of their ages. */
#include "cmocka_all.h"

#include <math.h>

#include "userspace/histogram.h"
#include "userspace/usefulness.h"

static const struct swapra_use some = {
	.demand = 30, .tracked = 100, .untracked = 7, .unseen = 2, .outcomes = { 50, 10, 5, 15 },
	.faults = 40, .timed = 4, .timed_pages = 32, .timed_pages_sq = 256, .timed_ns = 400,
	.timed_pages_ns = 3200,
};

static void every_page_is_one_of_these(void **state)
{
	(void)state;
	assert_int_equal(use__prefetched(&some), 107);
	assert_int_equal(use__hits(&some), 60);
	assert_int_equal(use__late(&some), 10);
	assert_int_equal(use__wasted(&some), 20);
	assert_int_equal(use__untracked(&some), 9);
	assert_int_equal(use__pending(&some), 18);
	assert_int_equal(use__prefetched(&some), use__hits(&some) + use__wasted(&some) +
			 use__untracked(&some) + use__pending(&some));
}

/* An outcome may be counted before its page is. */
static void pending_may_be_negative(void **state)
{
	const struct swapra_use early = { .tracked = 1, .outcomes = { 3 } };

	(void)state;
	assert_int_equal(use__pending(&early), -2);
}

static void ratios(void **state)
{
	const struct swapra_use wasted = { .outcomes = { 0, 0, 1, 0 } };
	const struct swapra_use late = { .outcomes = { 0, 3, 0, 0 } };
	static const struct swapra_use nothing, demand = { .demand = 1 };

	(void)state;
	assert_float_equal(use__accuracy(&some), 0.75, 1e-12);
	assert_float_equal(use__coverage(&some), 60.0 / 90, 1e-12);
	assert_float_equal(use__timeliness(&some), 50.0 / 60, 1e-12);
	assert_float_equal(use__accuracy(&wasted), 0, 1e-12);
	assert_float_equal(use__accuracy(&late), 1, 1e-12);
	assert_float_equal(use__timeliness(&late), 0, 1e-12);
	assert_float_equal(use__coverage(&demand), 0, 1e-12);
	assert_true(isnan(use__accuracy(&nothing)) && isnan(use__coverage(&nothing)));
	assert_true(isnan(use__timeliness(&nothing)) && isnan(use__timeliness(&wasted)));
	assert_true(isnan(use__coverage(&wasted)));
}

static void addition_has_no_gaps(void **state)
{
	struct swapra_use sum = some;

	(void)state;
	use__add(&sum, &some);
	for (size_t i = 0; i < sizeof(sum) / sizeof(__u64); i++)
		assert_int_equal(((__u64 *)&sum)[i], 2 * ((const __u64 *)&some)[i]);
	use__subtract(&sum, &some);
	assert_memory_equal(&sum, &some, sizeof(sum));
}

static void keys_are_ordered(void **state)
{
	static const struct swapra_use_key ascending[] = {
		{ 0, 9, 9, 9 }, { 1, 0, 9, 9 }, { 1, 1, 2, 0 }, { 1, 1, 2, 1 }, { 1, 1, 16, 0 },
		{ 1, 1ULL << 40, 0, 0 }, { SWAPRA_CGROUP_OTHER, 0, 0, 0 },
	};
	size_t nr = sizeof(ascending) / sizeof(ascending[0]);

	(void)state;
	for (size_t i = 0; i < nr; i++)
		for (size_t j = 0; j < nr; j++)
			assert_int_equal(use_key__compare(&ascending[i], &ascending[j]),
					 (i > j) - (i < j));
}

static void outcomes_have_names(void **state)
{
	(void)state;
	assert_string_equal(outcome__name(SWAPRA_HIT), "hit");
	assert_string_equal(outcome__name(SWAPRA_LATE), "late");
	assert_string_equal(outcome__name(SWAPRA_RECLAIMED), "reclaimed");
	assert_string_equal(outcome__name(SWAPRA_FREED), "freed");
	assert_string_equal(outcome__name(SWAPRA_OUTCOMES), "?");
}

/* Bucket by bucket from below: nothing in common with the halving of the BPF side. */
static size_t naive_bucket(uint64_t ns)
{
	size_t bucket = 0;

	for (uint64_t end = 1024; bucket < SWAPRA_AGE_BUCKETS - 1 && ns >= end; end *= 2)
		bucket++;
	return bucket;
}

static void age_buckets_agree_with_the_naive_ones(void **state)
{
	(void)state;
	for (unsigned shift = 0; shift < 64; shift++)
		for (int64_t off = -3; off <= 3; off++) {
			uint64_t ns = (1ULL << shift) + off;

			assert_int_equal(swapra_age_bucket(ns), naive_bucket(ns));
			assert_int_equal(swapra_age_bucket(ns | ns >> 1), naive_bucket(ns | ns >> 1));
		}
	assert_int_equal(swapra_age_bucket(0), 0);
	assert_int_equal(swapra_age_bucket(UINT64_MAX), SWAPRA_AGE_BUCKETS - 1);
}

static void age_scale_is_that_of_the_buckets(void **state)
{
	(void)state;
	assert_int_equal(age_scale.nr_buckets, SWAPRA_AGE_BUCKETS);
	for (size_t i = 0; i < SWAPRA_AGE_BUCKETS; i++) {
		assert_int_equal(swapra_age_bucket(age_scale.low(i)), i);
		assert_int_equal(swapra_age_bucket(age_scale.high(i)), i);
		if (i)
			assert_int_equal(age_scale.low(i), age_scale.high(i - 1) + 1);
	}
	assert_true(age_scale.high(SWAPRA_AGE_BUCKETS - 1) == BUCKET_OPEN);
}

static void ages_are_estimated_by_the_middle(void **state)
{
	static struct swapra_totals totals;
	struct histogram used = totals__histogram(&totals, HISTOGRAM_USE_AGE);
	struct histogram wasted = totals__histogram(&totals, HISTOGRAM_WASTE_AGE);

	(void)state;
	totals.use_age_ns[swapra_age_bucket(5000)] = 3; /* 4096..8191 */
	assert_int_equal(histogram__percentile(&used, 50).value, 6144);
	assert_int_equal(histogram__count(&used), 3);
	assert_true(histogram__percentile(&wasted, 50).empty);
	totals.waste_age_ns[SWAPRA_AGE_BUCKETS - 1] = 1;
	assert_true(histogram__percentile(&wasted, 50).open);
	assert_int_equal(histogram__percentile(&wasted, 50).value, 1ULL << 42);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_page_is_one_of_these),
		cmocka_unit_test(pending_may_be_negative),
		cmocka_unit_test(ratios),
		cmocka_unit_test(addition_has_no_gaps),
		cmocka_unit_test(keys_are_ordered),
		cmocka_unit_test(outcomes_have_names),
		cmocka_unit_test(age_buckets_agree_with_the_naive_ones),
		cmocka_unit_test(age_scale_is_that_of_the_buckets),
		cmocka_unit_test(ages_are_estimated_by_the_middle),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
