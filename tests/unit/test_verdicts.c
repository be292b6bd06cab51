// SPDX-License-Identifier: GPL-2.0-only
/* What policies decided: read, subtracted, and given to the rows of reports. */
#include "tree.h"

#include "sample.h"

#define STATUS(total, rows) \
	"swapra version=0.2.0 abi=1\n" \
	"total verdicts=" total "\n" \
	"policy cgroup=2 name=off link=1\n" \
	"policy cgroup=3 name=window link=2\n" rows

static struct sample_names names;
static struct verdicts older, newer, delta;
static struct report report;

/* Ids 5 to 7 are gone, or were never to be seen. */
static const char *path(void *context, uint64_t cgroup)
{
	return cgroup < 5 ? sample_name(context, cgroup) : NULL;
}

static struct cgroup_names source = { sample_name, NULL, &names, path };

static int setup(void **state)
{
	(void)state;
	names = (struct sample_names){
		.names = { "(unknown)", "/", "/a", "/a/b", "/c", "/gone", "/late", "/lost" },
	};
	source.select = NULL;
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	report__release(&report);
	verdicts__release(&older);
	verdicts__release(&newer);
	verdicts__release(&delta);
	return 0;
}

static void take(struct verdicts *verdicts, const char *text, uint64_t load)
{
	struct policy_status status;

	assert_int_equal(policy_status__parse(&status, text), 0);
	assert_int_equal(verdicts__take(verdicts, &status, load), 0);
	policy_status__release(&status);
}

static void subtract(const char *before, uint64_t load_before, const char *after, uint64_t load)
{
	take(&older, before, load_before);
	take(&newer, after, load);
	assert_int_equal(verdicts__delta(&delta, &newer, &older), 0);
}

static void delta_pairs_rows(void **state)
{
	(void)state;
	subtract(STATUS("12", "cgroup id=2 policy=2 verdicts=10 single=10 prefetched=7\n"
			      "cgroup id=5 policy=0 verdicts=2\n"), 9,
		 STATUS("21", "cgroup id=4 policy=0 verdicts=3\n"
			      "cgroup id=2 policy=2 verdicts=14 single=12 sized=2 prefetched=9\n"), 9);
	assert_int_equal(delta.nr_rows, 2);
	assert_int_equal(verdicts__row(&delta, 2)->counts.verdicts, 4);
	assert_int_equal(verdicts__row(&delta, 2)->counts.single, 2);
	assert_int_equal(verdicts__row(&delta, 2)->counts.sized, 2);
	assert_int_equal(verdicts__row(&delta, 2)->counts.prefetched, 2);
	assert_int_equal(verdicts__row(&delta, 4)->counts.verdicts, 3);
	assert_null(verdicts__row(&delta, 5));
	assert_int_equal(delta.total.verdicts, 9);
	assert_int_equal(delta.removed.verdicts, 2); /* what 5 did before it was removed */
	assert_string_equal(verdicts__policy(&delta, 3)->name, "window");
}

static void a_module_loaded_anew_counts_from_zero(void **state)
{
	static const char before[] = STATUS("12", "cgroup id=2 policy=2 verdicts=12\n");
	static const char fewer[] = STATUS("7", "cgroup id=2 policy=2 verdicts=7\n");
	static const char more[] = STATUS("20", "cgroup id=2 policy=2 verdicts=20\n");

	(void)state;
	subtract(before, 0, fewer, 0); /* no sysfs: counters that go back tell it */
	assert_int_equal(delta.total.verdicts, 7);
	assert_int_equal(verdicts__row(&delta, 2)->counts.verdicts, 7);
	assert_int_equal(delta.removed.verdicts, 0);
	teardown(state);
	subtract(before, 9, more, 10);
	assert_int_equal(delta.total.verdicts, 20);
	teardown(state);
	subtract(before, 9, more, 9);
	assert_int_equal(delta.total.verdicts, 8);
}

static void a_module_may_come_and_go(void **state)
{
	(void)state;
	take(&newer, STATUS("5", "cgroup id=2 policy=2 verdicts=5\n"), 9);
	assert_int_equal(verdicts__delta(&delta, &newer, &older), 0);
	assert_true(delta.loaded && verdicts__any(&delta));
	assert_int_equal(delta.total.verdicts, 5);
	verdicts__release(&delta);
	assert_int_equal(verdicts__delta(&delta, &older, &newer), 0);
	assert_false(delta.loaded || verdicts__any(&delta));
}

static void state_is_read_below_a_root(void **state)
{
	assert_int_equal(verdicts__read(&newer, *state), 0);
	assert_false(newer.loaded);
	tree_write(*state, "/proc/swapra", STATUS("5", "cgroup id=2 policy=2 verdicts=5\n"));
	tree_write(*state, "/sys/module/swapra/version", "0.2.0\n");
	assert_int_equal(verdicts__read(&newer, *state), 0);
	assert_true(newer.loaded && newer.load);
	assert_int_equal(newer.nr_policies, 2);
	verdicts__release(&newer);
	tree_write(*state, "/proc/swapra", "something else\n");
	assert_int_equal(verdicts__read(&newer, *state), -EBADMSG);
	verdicts__release(&newer);
}

/* A report over rows of cgroups 1 to n. */
static void build(unsigned n, enum report_type type)
{
	static struct swapra_row rows[7];
	static struct snapshot snap;
	const struct report_options options = {};

	for (unsigned i = 0; i < n; i++)
		rows[i] = sample_row(i + 1, 10);
	snap = (struct snapshot){ .rows = rows, .nr_rows = n, .verdicts = newer };
	snap.verdicts.removed = newer.total;
	for (size_t i = 0; i < newer.nr_rows; i++)
		snap.verdicts.removed.verdicts -= newer.rows[i].counts.verdicts;
	report__release(&report);
	report = (struct report){ .type = type };
	assert_int_equal(report__build(&report, &snap, &source, &options), 0);
}

static const struct report_row *row(const char *name)
{
	for (size_t i = 0; i < report.nr_rows; i++)
		if (!strcmp(report.rows[i].name, name))
			return &report.rows[i];
	fail_msg("no row %s", name);
	return NULL;
}

static void expect_policy(const char *name, const char *policy, uint64_t cgroup)
{
	const struct row_policy *found = &row(name)->policy;

	if (policy)
		assert_string_equal(found->name, policy);
	else
		assert_null(found->name);
	assert_int_equal(found->cgroup, cgroup);
}

static void rows_know_their_policy(void **state)
{
	(void)state;
	/* 3 has its own below that of 2; the module lists neither 2 nor 4. */
	take(&newer, STATUS("5", "cgroup id=3 policy=3 verdicts=5\n"), 9);
	build(4, REPORT_TOTAL);
	expect_policy("/", NULL, 0);
	expect_policy("/a", "off", 2);
	expect_policy("/a/b", "window", 3);
	expect_policy("/c", NULL, 0);
	assert_true(row("/c")->policy.is_counted);
	assert_int_equal(row("/a/b")->policy.counts.verdicts, 5);
	assert_int_equal(report.total.policy.counts.verdicts, 5);
	assert_null(report.total.policy.name);
	names.names[4] = "/a/c"; /* inherits */
	build(4, REPORT_TOTAL);
	expect_policy("/a/c", "off", 2);
}

static void removed_cgroups_are_not_guessed(void **state)
{
	(void)state;
	take(&newer, STATUS("5", "cgroup id=3 policy=3 verdicts=5\n"), 9);
	build(5, REPORT_TOTAL);
	assert_true(row("/gone")->policy.is_counted); /* all verdicts are accounted for */
	assert_int_equal(row("/gone")->policy.counts.verdicts, 0);
	verdicts__release(&newer);
	take(&newer, STATUS("6", "cgroup id=3 policy=3 verdicts=5\n"), 9);
	build(5, REPORT_TOTAL);
	assert_false(row("/gone")->policy.is_counted);
	assert_true(row("/a")->policy.is_counted);
	assert_true(report.total.policy.is_counted); /* the module's own total */
	assert_int_equal(report.total.policy.counts.verdicts, 6);
}

static void totals_of_a_selection_are_sums(void **state)
{
	(void)state;
	source.select = sample_select;
	take(&newer, STATUS("9", "cgroup id=3 policy=3 verdicts=5\ncgroup id=4 policy=0 verdicts=1\n"), 9);
	names.selections[4] = NOT_SELECTED;
	build(4, REPORT_TOTAL);
	assert_true(report.total.policy.is_counted);
	assert_int_equal(report.total.policy.counts.verdicts, 5);
	names.selections[5] = NOT_KNOWN;
	build(5, REPORT_TOTAL);
	assert_false(report.total.policy.is_counted);
}

static void verdicts_alone_make_a_row(void **state)
{
	(void)state;
	take(&newer, STATUS("5", "cgroup id=3 policy=3 verdicts=5\ncgroup id=4 policy=0 verdicts=0\n"), 9);
	build(1, REPORT_INTERVAL);
	assert_int_equal(report.nr_rows, 2);
	assert_int_equal(row("/a/b")->policy.counts.verdicts, 5);
}

static void without_a_module_nothing_is_known(void **state)
{
	(void)state;
	build(2, REPORT_TOTAL);
	assert_false(report.has_policies);
	assert_false(row("/a")->policy.is_counted);
	assert_false(report.total.policy.is_counted);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(delta_pairs_rows),
		TEST(a_module_loaded_anew_counts_from_zero),
		TEST(a_module_may_come_and_go),
		TREE_TEST(state_is_read_below_a_root),
		TEST(rows_know_their_policy),
		TEST(removed_cgroups_are_not_guessed),
		TEST(totals_of_a_selection_are_sums),
		TEST(verdicts_alone_make_a_row),
		TEST(without_a_module_nothing_is_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
