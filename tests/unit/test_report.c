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
		TEST(columns_are_found_by_key),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
