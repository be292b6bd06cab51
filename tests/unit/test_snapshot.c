// SPDX-License-Identifier: GPL-2.0-only
/* Differences and sums of snapshots. */
#include "cmocka_all.h"

#include "sample.h"
#include "userspace/totals.h"

static void delta_pairs_rows_by_id(void **state)
{
	struct swapra_row old_rows[] = { sample_row(2, 10), sample_row(3, 5), sample_row(9, 1) };
	struct swapra_row new_rows[] = { sample_row(1, 4), sample_row(2, 30), sample_row(9, 1) };
	struct probe_misses old_misses[] = { { "a", "f", 3 } }, new_misses[] = { { "a", "f", 8 } };
	struct snapshot older = {
		.time_ns = 100, .rows = old_rows, .nr_rows = 3, .losses = { .unclosed = 1, .no_use_row = 2 },
		.misses = old_misses, .nr_misses = 1,
	};
	struct snapshot newer = {
		.time_ns = 350, .rows = new_rows, .nr_rows = 3, .losses = { .unclosed = 3, .no_use_row = 7 },
		.misses = new_misses, .nr_misses = 1,
	};
	struct snapshot delta;

	(void)state;
	assert_int_equal(snapshot__delta(&delta, &newer, &older), 0);
	assert_int_equal(delta.time_ns, 250);
	assert_int_equal(delta.nr_rows, 3); /* 3 is gone, 1 is new, 9 did not change */
	assert_int_equal(totals__faults(&delta.rows[0].totals), 4);
	assert_int_equal(totals__faults(&delta.rows[1].totals), 20);
	assert_int_equal(totals__pages(&delta.rows[1].totals), 160);
	assert_true(totals__is_zero(&delta.rows[2].totals));
	assert_int_equal(delta.losses.unclosed, 2);
	assert_int_equal(delta.losses.no_use_row, 5);
	assert_int_equal(snapshot__missed(&delta), 5);
	snapshot__reset(&delta);
	assert_null(delta.rows);
}

static void delta_from_a_bare_start(void **state)
{
	struct swapra_row rows[] = { sample_row(1, 4) };
	struct probe_misses misses[] = { { "a", "f", 8 } };
	struct snapshot start = { .time_ns = 7 };
	struct snapshot newer = {
		.time_ns = 10, .rows = rows, .nr_rows = 1, .misses = misses, .nr_misses = 1,
	}, delta;

	(void)state;
	assert_int_equal(snapshot__delta(&delta, &newer, &start), 0);
	assert_int_equal(delta.time_ns, 3);
	assert_int_equal(totals__faults(&delta.rows[0].totals), 4);
	assert_int_equal(snapshot__missed(&delta), 8);
	snapshot__reset(&delta);
	assert_int_equal(snapshot__delta(&delta, &start, &start), 0);
	assert_int_equal(delta.nr_rows, 0);
	snapshot__reset(&delta);
}

/* Counters are subtracted, what is pending is a state. */
static void delta_of_uses(void **state)
{
	struct use_row old_uses[] = {
		{ { 1, 0, 0, 0 }, { .tracked = 10, .outcomes = { 3 } }, 7 },
		{ { 1, 5, 8, 1 }, { .tracked = 4 }, 4 },
		{ { 4, 0, 0, 0 }, { .tracked = 1 }, 1 },
	};
	struct use_row new_uses[] = {
		{ { 1, 0, 0, 0 }, { .tracked = 12, .outcomes = { 12 } }, 0 },
		{ { 1, 5, 4, 1 }, { .tracked = 6, .faults = 2 }, 6 },
		{ { 1, 5, 8, 1 }, { .tracked = 4 }, 4 },
		{ { 2, 0, 0, 0 }, { .tracked = 1, .outcomes = { 2 } }, -1 },
	};
	struct snapshot older = {
		.time_ns = 1, .uses = old_uses, .nr_uses = 3, .tracking = { 8, 128, 12 },
		.kernel_hits = { 5, 1 },
	};
	struct snapshot newer = {
		.time_ns = 3, .uses = new_uses, .nr_uses = 4, .tracking = { 8, 128, 9 },
		.kernel_hits = { 7, 4 },
	};
	struct snapshot delta;

	(void)state;
	assert_int_equal(snapshot__delta(&delta, &newer, &older), 0);
	assert_int_equal(delta.nr_uses, 4);
	assert_int_equal(delta.uses[0].use.tracked, 2);
	assert_int_equal(delta.uses[0].use.outcomes[SWAPRA_HIT], 9);
	assert_int_equal(delta.uses[0].pending, 0);
	assert_int_equal(delta.uses[1].use.tracked, 6); /* new */
	assert_int_equal(delta.uses[2].use.tracked, 0);
	assert_int_equal(delta.uses[2].pending, 4);
	assert_int_equal(delta.uses[3].pending, -1);
	assert_int_equal(delta.tracking.pending, 9);
	assert_int_equal(delta.kernel_hits.phantom, 2);
	assert_int_equal(delta.kernel_hits.silent, 3);
	assert_int_equal(new_uses[0].use.tracked, 12);
	snapshot__reset(&delta);
}

static void sum_adds_every_counter(void **state)
{
	struct swapra_row rows[] = { sample_row(1, 4), sample_row(2, 3) };
	struct snapshot snap = { .rows = rows, .nr_rows = 2 };
	struct swapra_totals sum, seven = sample_row(0, 7).totals;

	(void)state;
	snapshot__sum(&snap, &sum);
	assert_memory_equal(&sum, &seven, sizeof(sum));
}

static void faults_leave_out_advice(void **state)
{
	struct swapra_totals totals = { .batches = { 1, 2, 3, 4, 100 }, .failed = { 1, 0, 0, 0, 9 } };

	(void)state;
	assert_int_equal(totals__faults(&totals), 10);
	assert_int_equal(totals__failed_faults(&totals), 1);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(delta_pairs_rows_by_id),
		cmocka_unit_test(delta_from_a_bare_start),
		cmocka_unit_test(delta_of_uses),
		cmocka_unit_test(sum_adds_every_counter),
		cmocka_unit_test(faults_leave_out_advice),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
