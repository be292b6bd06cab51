// SPDX-License-Identifier: GPL-2.0-only
/* Choosing, sorting and summing of rows; the text of losses. */
#include "cmocka_all.h"

#include <string.h>

#include "sample.h"
#include "userspace/losses.h"
#include "userspace/totals.h"

static struct sample_names names = {
	.names = { "(unknown)", "/", "/b", "/a", "/c" },
};

static const struct cgroup_names source = { sample_name, sample_select, &names, sample_path };

static struct swapra_row rows[4];
static struct snapshot snap = { .rows = rows, .nr_rows = 4 };
static struct report report;

static int setup(void **state)
{
	(void)state;
	for (unsigned i = 0; i < 4; i++)
		rows[i] = sample_row(i + 1, 10 * (i + 1));
	memset(names.selections, 0, sizeof(names.selections));
	report = (struct report){ .type = REPORT_INTERVAL, .backend = "kprobe" };
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	report__release(&report);
	return 0;
}

static void build(const char *sort, size_t top)
{
	struct report_options options = { .sort = sort ? column__find(sort) : NULL, .top = top };

	assert_int_equal(report__build(&report, &snap, &source, &options), 0);
}

static void sorts_largest_first(void **state)
{
	(void)state;
	build("pages", 0);
	assert_int_equal(report.nr_rows, 4);
	assert_string_equal(report.rows[0].name, "/c");
	assert_string_equal(report.rows[3].name, "/");
}

static void names_decide_between_equals(void **state)
{
	(void)state;
	build("fault_ns.p99", 0);
	assert_string_equal(report.rows[0].name, "/");
	assert_string_equal(report.rows[1].name, "/a");
	assert_string_equal(report.rows[3].name, "/c");
}

static void top_folds_the_rest(void **state)
{
	(void)state;
	build("pages", 1);
	assert_int_equal(report.nr_rows, 2);
	assert_string_equal(report.rows[1].name, "(rest)");
	assert_false(report.rows[1].has_id);
	assert_int_equal(totals__faults(&report.rows[1].totals), 60);
	assert_int_equal(totals__faults(&report.total.totals), 100);
}

static void top_as_large_as_needed_folds_nothing(void **state)
{
	(void)state;
	build(NULL, 4);
	assert_int_equal(report.nr_rows, 4);
	assert_string_equal(report.rows[3].name, "/c");
}

static void intervals_leave_out_unchanged_rows(void **state)
{
	(void)state;
	rows[1] = (struct swapra_row){ .cgroup = 2 };
	build("pages", 0);
	assert_int_equal(report.nr_rows, 3);
	report__release(&report);
	report.type = REPORT_TOTAL;
	build("pages", 0);
	assert_int_equal(report.nr_rows, 4);
}

static void selection_counts_what_it_cannot_judge(void **state)
{
	(void)state;
	names.selections[1] = NOT_SELECTED;
	names.selections[2] = NOT_KNOWN;
	build("pages", 0);
	assert_int_equal(report.nr_rows, 2);
	assert_int_equal(totals__faults(&report.total.totals), 70);
	assert_int_equal(report.unmatched.cgroups, 1);
	assert_int_equal(report.unmatched.pages, 160);
}

static void losses_say_by_how_much(void **state)
{
	struct probe_misses misses[] = {
		{ "in", "swap_read_folio", 4 }, { "out", "swap_read_folio", 3 },
		{ "load", "zswap_load", 0 }, { "batch", "swapin_readahead", 2 },
	};
	struct probe_misses outcomes[] = {
		{ "delete", "__swap_cache_del_folio", 6 }, { "found", "swap_update_readahead", 2 },
		{ "wait", "__folio_lock_or_retry", 3 }, { "batch", "swapin_readahead", 1 },
	};
	struct probe_misses verdict = { "verdict", "swapra_verdict", 5 };
	char *text;

	(void)state;
	snap.misses = misses;
	snap.nr_misses = 4;
	snap.losses.unclosed = 1;
	build("pages", 0);
	text = PRINTED(losses__print(out, &report));
	assert_string_equal(text,
		"missed: 9 probe runs skipped by the kernel (swap_read_folio 7, swapin_readahead 2): "
		"counts may be short by up to 7 pages and 2 batches\n"
		"unclosed: 1 batches whose end was not seen: their latency is not counted\n");
	free(text);
	snap.misses = outcomes;
	snap.nr_misses = 4;
	snap.losses.unclosed = 0;
	text = PRINTED(losses__print(out, &report));
	assert_string_equal(text,
		"missed: 12 probe runs skipped by the kernel (__swap_cache_del_folio 6, "
		"swap_update_readahead 2, __folio_lock_or_retry 3, swapin_readahead 1): counts may be "
		"short by up to 1 batches, and up to 8 prefetched pages may have the wrong outcome, "
		"and up to 3 waits are not counted\n");
	free(text);
	snap.nr_misses = 1;
	text = PRINTED(losses__print(out, &report));
	assert_string_equal(text,
		"missed: 6 probe runs skipped by the kernel (__swap_cache_del_folio 6): up to 6 "
		"prefetched pages may have the wrong outcome\n");
	free(text);
	snap.misses = &verdict;
	snap.nr_misses = 1;
	snap.losses.unclosed = 0;
	text = PRINTED(losses__print(out, &report));
	assert_string_equal(text, "missed: 5 probe runs skipped by the kernel (swapra_verdict 5): "
			    "up to 5 events lack their verdict\n");
	free(text);
	snap.misses = NULL;
	snap.nr_misses = 0;
	text = PRINTED(losses__print(out, &report));
	assert_string_equal(text, "");
	free(text);
}

static struct use_row uses[] = {
	{ { 1, 0, 0, 0 }, { .tracked = 8, .outcomes = { 5 } }, 3 },
	{ { 2, 0, 0, 0 }, { .tracked = 4, .outcomes = { 1, 0, 3 } }, 0 },
	{ { 2, 2, 8, 0 }, { .tracked = 4, .outcomes = { 3 } }, 1 },
	{ { 3, 0, 0, 0 }, { .tracked = 1, .outcomes = { 2 } }, -1 },
	{ { 4, 0, 0, 0 }, {}, 6 },
};

static void build_uses(const char *sort, size_t top)
{
	struct report_options options = {
		.sort = sort ? column__find(sort) : NULL, .top = top, .lines = LINE_SETTING,
	};

	snap.uses = uses;
	snap.nr_uses = 5;
	snap.tracking.places = 1;
	assert_int_equal(report__build(&report, &snap, &source, &options), 0);
	snap.uses = NULL;
	snap.nr_uses = 0;
	snap.tracking.places = 0;
}

/* As "/a 3:0 2" for a line of use. */
static void expect_use(size_t i, const char *name, uint64_t policy, uint64_t tracked)
{
	assert_string_equal(report.uses[i].name, name);
	assert_int_equal(report.uses[i].row.key.policy, policy);
	assert_int_equal(report.uses[i].row.use.tracked, tracked);
}

static void uses_are_sorted_by_name_and_setting(void **state)
{
	(void)state;
	report.type = REPORT_TOTAL;
	build_uses(NULL, 0);
	assert_int_equal(report.nr_uses, 5);
	expect_use(0, "/", 0, 8);
	expect_use(1, "/a", 0, 1); /* the name, not the id */
	expect_use(2, "/b", 0, 4);
	expect_use(3, "/b", 2, 4);
	expect_use(4, "/c", 0, 0);
	assert_null(report.uses[2].policy);
	assert_string_equal(report.uses[3].policy, "(detached)"); /* no module says otherwise */
	assert_string_equal(report.uses[3].policy_name, "/b");
	assert_string_equal(report.rows[0].name, "/"); /* rows: by name */
	assert_int_equal(report.nr_rows, 4);
}

static void uses_are_sorted_by_column_and_cut(void **state)
{
	(void)state;
	report.type = REPORT_TOTAL;
	build_uses("use.accuracy", 2);
	assert_int_equal(report.nr_rows, 4);
	assert_int_equal(report.nr_uses, 3);
	expect_use(0, "/", 0, 8);  /* 100 %, as the two after it */
	expect_use(1, "/a", 0, 1);
	expect_use(2, "(rest)", 0, 8);
	assert_true(report.uses[2].is_sum);
	assert_false(report.uses[2].has_id);
	assert_int_equal(report.uses[2].row.pending, 7);
	assert_int_equal(use__hits(&report.uses[2].row.use), 4);
	assert_int_equal(report.total.use.tracked, 17);
}

/* What is pending is a state: a cgroup in which nothing happened still has its own. */
static void intervals_keep_what_is_pending(void **state)
{
	(void)state;
	rows[3] = (struct swapra_row){ .cgroup = 4 };
	build_uses(NULL, 0);
	assert_int_equal(report.nr_rows, 3);
	assert_int_equal(report.nr_uses, 4);
	assert_int_equal(report.total.pending, 9);
	names.selections[4] = NOT_SELECTED;
	report__release(&report);
	build_uses(NULL, 0);
	assert_int_equal(report.total.pending, 3);
	names.selections[4] = NOT_KNOWN;
	report__release(&report);
	build_uses(NULL, 0);
	assert_int_equal(report.total.pending, 3);
	assert_int_equal(report.unmatched.cgroups, 0); /* nothing was read by or for it */
}

static void uses_of_unselected_cgroups_are_left_out(void **state)
{
	(void)state;
	report.type = REPORT_TOTAL;
	names.selections[2] = NOT_SELECTED;
	build_uses(NULL, 0);
	assert_int_equal(report.nr_uses, 3);
	expect_use(1, "/a", 0, 1);
	expect_use(2, "/c", 0, 0);
	assert_int_equal(report.total.use.tracked, 9);
	assert_int_equal(report.total.pending, 8);
}

/* A cgroup may have nothing but an outcome: no page read, no fault. */
static void an_outcome_alone_is_a_row(void **state)
{
	struct use_row outcome = { { 5, 0, 0, 0 }, { .outcomes = { 0, 0, 0, 1 } }, 0 };

	(void)state;
	names.names[5] = "/z";
	snap.uses = &outcome;
	snap.nr_uses = 1;
	snap.tracking.places = 1;
	build("pages", 0);
	assert_int_equal(report.nr_rows, 5);
	assert_string_equal(report.rows[4].name, "/z");
	assert_int_equal(use__wasted(&report.rows[4].use), 1);
	assert_int_equal(report.nr_uses, 1);
	snap.uses = NULL;
	snap.nr_uses = 0;
	snap.tracking.places = 0;
}

static void columns_are_found_by_key(void **state)
{
	(void)state;
	assert_string_equal(column__find("pages")->key, "pages.total");
	assert_string_equal(column__find("pages.zswap")->key, "pages.zswap");
	assert_string_equal(column__find("load_errors")->key, "load_errors");
	assert_null(column__find("page"));
	assert_null(column__find("batch_pages"));
	assert_null(column__find(""));
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(sorts_largest_first),
		TEST(names_decide_between_equals),
		TEST(top_folds_the_rest),
		TEST(top_as_large_as_needed_folds_nothing),
		TEST(intervals_leave_out_unchanged_rows),
		TEST(selection_counts_what_it_cannot_judge),
		TEST(losses_say_by_how_much),
		TEST(uses_are_sorted_by_name_and_setting),
		TEST(uses_are_sorted_by_column_and_cut),
		TEST(intervals_keep_what_is_pending),
		TEST(uses_of_unselected_cgroups_are_left_out),
		TEST(an_outcome_alone_is_a_row),
		TEST(columns_are_found_by_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
