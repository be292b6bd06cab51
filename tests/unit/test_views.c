// SPDX-License-Identifier: GPL-2.0-only
/* The views of a report: their columns, what became of prefetched pages, and settings. */
#include "cmocka_all.h"

#include <string.h>

#include "sample.h"
#include "userspace/render/render.h"
#include "userspace/text.h"
#include "userspace/view.h"

#define HEAD "total,2026-08-01T00:00:00.000000Z,1500000000,kprobe,"

static struct sample_names names = { .names = { "(unknown)", "/", "/db", "/batch" } };
static const struct cgroup_names source = { sample_name, NULL, &names, sample_path };
static struct probe_misses misses[] = { { "wait_entry", "__folio_lock_or_retry", 0 } };
static struct swapra_row rows[2];
static struct use_row uses[4];
static struct verdict_policy policies[] = { { 3, "window=8,after" } };
static struct snapshot snap;
static struct report report;

static void build_by(const char *view, const char *sort, size_t top)
{
	const struct report_options options = {
		.sort = sort ? column__find(sort) : NULL, .top = top,
		.lines = view__find(view)->lines,
	};

	report__release(&report);
	report = (struct report){
		.type = REPORT_TOTAL, .backend = "kprobe", .duration_ns = 1500000000,
		.time = { 1785542400, 0 },
	};
	assert_int_equal(report__build(&report, &snap, &source, &options), 0);
}

static int setup(void **state)
{
	(void)state;
	setenv("TZ", "UTC", 1);
	strcpy(policies[0].name, "window=8,after");
	names.names[2] = "/db";
	names.names[3] = "/batch";
	rows[0] = sample_row(2, 2);
	rows[1] = sample_row(3, 3);
	rows[0].totals.use_age_ns[swapra_age_bucket(5000)] = 1;
	rows[0].totals.use_age_ns_sum = 5000;
	rows[1].totals.waits[SWAPRA_WAIT_LATE] = 2;
	rows[1].totals.wait_ns[SWAPRA_WAIT_LATE] = 3000;
	uses[0] = (struct use_row){ { 2, 0, 0, 0 }, {
		.demand = 2, .tracked = 14, .outcomes = { 1, 0, 9, 0 }, .faults = 2, .timed = 0,
	}, 4 };
	uses[1] = (struct use_row){ { 3, 0, 0, 0 }, {
		.demand = 1, .tracked = 5, .untracked = 2, .outcomes = { 3, 1, 0, 1 }, .faults = 1,
		.timed = 1, .timed_pages = 8, .timed_pages_sq = 64, .timed_ns = 100000,
		.timed_pages_ns = 800000,
	}, 0 };
	uses[3] = (struct use_row){ { 3, 3, 8, 1 }, {
		.demand = 1, .tracked = 7, .outcomes = { 7, 0, 0, 0 }, .faults = 1, .timed = 1,
		.timed_pages = 8, .timed_pages_sq = 64, .timed_ns = 90000, .timed_pages_ns = 720000,
	}, -2 };
	uses[2] = (struct use_row){ { 3, 2, 16, 2 }, { .demand = 1, .tracked = 7, .unseen = 1,
		.outcomes = { 2, 0, 0, 2 }, .faults = 1 }, 2 };
	snap = (struct snapshot){
		.rows = rows, .nr_rows = 2, .misses = misses, .nr_misses = 1, .uses = uses,
		.nr_uses = 4, .tracking = { .places = 4096, .bytes = 65536, .pending = 4 },
		.verdicts = { .loaded = true, .policies = policies, .nr_policies = 1 },
	};
	build_by("pages", "pages", 0);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	report__release(&report);
	return 0;
}

static char *table(const char *view, bool wide)
{
	const struct render_options options = { .wide = wide, .view = view__find(view) };

	return PRINTED(render_table.report(out, &report, &options));
}

static void assert_printed(char *text, const char *wanted)
{
	assert_string_equal(text, wanted);
	free(text);
}

static void assert_has(char *text, const char *wanted)
{
	if (!strstr(text, wanted))
		fail_msg("no '%s' in:\n%s", wanted, text);
}

static void views_name_columns_of_their_lines(void **state)
{
	(void)state;
	for (size_t i = 0; i < nr_views; i++) {
		const struct column *sort = views[i].sort ? column__find(views[i].sort) : NULL;

		assert_ptr_equal(view__find(views[i].name), &views[i]);
		assert_true(!views[i].sort || (sort && column__is_of(sort, views[i].lines)));
		for (size_t j = 0; j < views[i].nr_columns; j++) {
			const struct view_column *from = &views[i].columns[j];
			const struct column *column = column__find(from->key);

			if (!column || !column__is_of(column, views[i].lines))
				fail_msg("%s: %s", views[i].name, from->key);
			assert_non_null(from->header ?: column->header);
			assert_non_null(from->group ?: column->group);
			for (size_t k = 0; k < j; k++)
				assert_string_not_equal(from->key, views[i].columns[k].key);
		}
	}
	assert_null(view__find("x"));
	assert_null(view__find(""));
}

static void columns_have_one_key_each(void **state)
{
	(void)state;
	for (size_t i = 0; i < nr_columns; i++) {
		assert_ptr_equal(column__find(columns[i].key), &columns[i]);
		assert_true(column__is_of(&columns[i], LINE_CGROUP) ||
			    column__is_of(&columns[i], LINE_SETTING) ||
			    column__is_of(&columns[i], LINE_QUEUE));
	}
	assert_true(column__is_of(column__find("use.hits"), LINE_CGROUP));
	assert_true(column__is_of(column__find("use.hits"), LINE_SETTING));
	assert_false(column__is_of(column__find("window"), LINE_CGROUP));
	assert_false(column__is_of(column__find("pages"), LINE_SETTING));
}

/* Getters must not read what a line has not got. */
static void every_cell_of_every_line(void **state)
{
	static const enum line_kind kinds[] = { LINE_CGROUP, LINE_SETTING };
	char text[VALUE_TEXT_SIZE];

	(void)state;
	build_by("policy", NULL, 1);
	for (size_t kind = 0; kind < 2; kind++)
		for (size_t i = 0; i < report__nr_lines(&report, kinds[kind]); i++)
			for (size_t j = 0; j < nr_columns; j++) {
				struct line line = report__line(&report, kinds[kind], i);
				struct value value;

				if (!column__is_of(&columns[j], kinds[kind]))
					continue;
				value = columns[j].get(&columns[j], &line);
				assert_non_null(value__format(text, &value, 5));
				assert_non_null(value__plain(text, &value));
			}
}

static void use(void **state)
{
	(void)state;
	assert_printed(table("use", false),
		"00:00:00  total 1.50s  backend kprobe\n"
		"             USED---- WASTED----      RATIO------------- AGE P50------\n"
		"CGROUP  PREF HIT LATE RECL FREED PEND ACCUR COVER TIMELY   USED WASTED\n"
		"/batch    21  13    1    0     3    0   81%   81%    92%      -      -\n"
		"/db       14   1    0    9     0    4   10%   33%   100% 6.14us      -\n"
		"(total)   35  14    1    9     3    4   54%   74%    93% 6.14us      -\n"
		"untracked: 3 prefetched pages whose use is not known: --track-memory gives them more room\n"
		"\n");
}

static void kernel_hits_are_a_note_of_use(void **state)
{
	char *text;

	(void)state;
	snap.kernel_hits = (struct swapra_kernel_hits){ .phantom = 5 };
	text = table("use", true);
	assert_has(text, "kernel's swap_ra_hit: 5 phantom, 0 silent (whole machine)\n");
	assert_has(text, " WAITS--------------");
	assert_has(text, " UNTRACKED ");
	free(text);
	text = table("pages", true);
	assert_null(strstr(text, "swap_ra_hit"));
	assert_has(text, " USE------------- ");
	free(text);
}

static void pages_say_whether_it_was_worth_it(void **state)
{
	char *text = table("pages", false);

	(void)state;
	assert_has(text, " PREF ACCUR  MEAN ");
	assert_has(text, "   21   81%   8.0 ");
	free(text);
	snap.verdicts = (struct verdicts){};
	build_by("pages", "pages", 0);
	text = table("pages", false);
	assert_has(text, " PREF HIT ACCUR MEAN P99 ");
	assert_has(text, "   21  13   81%  8.0   8 ");
	free(text);
}

static void policy(void **state)
{
	(void)state;
	build_by("policy", NULL, 0);
	assert_printed(table("policy", false),
		"00:00:00  total 1.50s  backend kprobe\n"
		"        POLICY-------- SETTING---        FAULT- PAGES---------      RATIO------\n"
		"CGROUP  NOW            WIN PLACE  FAULTS   MEAN PREF HIT WASTE PEND ACCUR COVER\n"
		"/batch  -                - -           1  100us    7   4     1    0   80%   80%\n"
		"/batch  (detached)      16 before      1      -    7   2     2    2   50%   67%\n"
		"/batch  window=8,after   8 after       1 90.0us    7   7     0    0  100%   88%\n"
		"/db     -                - -           2      -   14   1     9    4   10%   33%\n"
		"(total) -                - -           5  100us   35  14    12    4   54%   74%\n"
		"untracked: 3 prefetched pages whose use is not known: --track-memory gives them more room\n"
		"\n");
}

static void wide_policy_tells_where_it_is_attached(void **state)
{
	char *text;

	(void)state;
	build_by("policy", NULL, 0);
	text = table("policy", true);
	assert_has(text, "CGROUP  FROM NOW            WIN PLACE  FAULTS TIMED   MEAN DEMAND PREF HIT LATE "
			 "WASTE RECL FREED PEND UNTRACKED ACCUR COVER TIMELY\n");
	assert_has(text, "/batch     2 (detached)      16 before      1     0      -      1    7   2    0 "
			 "    2    0     2    2         1   50%   67%   100%\n");
	free(text);
}

static void policy_cut_to_one(void **state)
{
	char *text;

	(void)state;
	build_by("policy", "use.accuracy", 1);
	text = table("policy", false);
	assert_has(text, "/batch  window=8,after   8 after      1 90.0us    7   7     0    0  100%   88%\n"
			 "(rest)  -                - -          4  100us   28   7    12    6   37%   64%\n"
			 "(total) -   ");
	free(text);
}

/* Nobody looked: a dash is no zero. */
static void kernels_without_outcomes(void **state)
{
	char *text;

	(void)state;
	snap.nr_uses = 0;
	snap.nr_misses = 0;
	snap.tracking = (struct use_tracking){};
	build_by("pages", "pages", 0);
	text = table("pages", false);
	assert_has(text, "   21     -   8.0 ");
	free(text);
	text = table("use", true);
	assert_has(text, "/batch       3   21   -    -   -    -     -    -         -     -     -      -");
	assert_has(text, "      -    -    -    -\n");
	assert_null(strstr(text, "untracked:"));
	free(text);
	assert_printed(table("policy", false),
		"00:00:00  total 1.50s  backend kprobe\n"
		"        POLICY SETTING--        FAULT PAGES---------      RATIO------\n"
		"CGROUP  NOW    WIN PLACE FAULTS  MEAN PREF HIT WASTE PEND ACCUR COVER\n"
		"(total) -        - -          5 100us   35   -     -    -     -     -\n"
		"\n");
}

static void assert_lines_fit(char *text)
{
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
		if (text__width(line) > 79 && strncmp(line, "untracked:", 10) &&
		    strncmp(line, "kernel's", 8) && strncmp(line, "missed:", 7))
			fail_msg("%zu columns: %s", text__width(line), line);
	free(text);
}

/* Counts that must be shortened, ages and latencies as wide as they get, names that are cut. */
static void make_widest(void)
{
	static const struct swapra_use most = {
		.demand = 1e18, .tracked = 8e18, .untracked = 1e18, .unseen = 1e18,
		.outcomes = { 1e18, 1e18, 1e18, 1e18 }, .faults = 1e18, .timed = 1e6,
		.timed_ns = 1e18,
	};

	for (size_t i = 0; i < 2; i++) {
		for (size_t j = 0; j < sizeof(rows[i].totals) / 8; j++)
			((__u64 *)&rows[i].totals)[j] = 100000000000 + j;
		memset(rows[i].totals.use_age_ns, 0, sizeof(rows[i].totals.use_age_ns));
		memset(rows[i].totals.waste_age_ns, 0, sizeof(rows[i].totals.waste_age_ns));
		rows[i].totals.use_age_ns[SWAPRA_AGE_BUCKETS - 1] = 1;
		rows[i].totals.waste_age_ns[SWAPRA_AGE_BUCKETS - 1] = 1;
	}
	for (size_t i = 0; i < 4; i++) {
		uses[i].use = most;
		uses[i].pending = 3e18;
	}
	uses[2].key.window = 32;
	uses[3].key.placement = 0;
	memset(policies[0].name, 'p', sizeof(policies[0].name) - 1);
	names.names[2] = "/system.slice/日本語/postgresql@15-main.service";
	names.names[3] = "/kubepods.slice/kubepods-burstable.slice/"
			 "cri-containerd-0123456789abcdef0123456789abcdef.scope";
}

static void every_view_fits(void **state)
{
	(void)state;
	for (size_t i = 0; i < nr_views; i++) {
		build_by(views[i].name, NULL, 0);
		assert_lines_fit(table(views[i].name, false));
	}
	make_widest();
	for (size_t i = 0; i < nr_views; i++) {
		build_by(views[i].name, NULL, 0);
		assert_lines_fit(table(views[i].name, false));
		snap.verdicts.nr_policies = 0;
		build_by(views[i].name, NULL, 0);
		assert_lines_fit(table(views[i].name, false));
		snap.verdicts.nr_policies = 1;
	}
}

static void json_of_settings(void **state)
{
	const struct render_options plain = {};
	char *text = PRINTED(render_json.report(out, &report, &plain));

	(void)state;
	assert_has(text, "],\"total\":{");
	assert_has(text, "\"uses\":[{\"cgroup\":\"/batch\",\"id\":3,\"faults\":{\"total\":1},"
		"\"pages\":{\"demand\":1,\"prefetched\":7},\"fault_ns\":{\"count\":1,\"mean\":100000},"
		"\"policy\":null,\"use\":{\"hits\":4,\"late\":1,\"wasted\":1,\"reclaimed\":0,"
		"\"freed\":1,\"pending\":0,\"untracked\":2,\"accuracy\":0.8000,\"coverage\":0.8000,"
		"\"timeliness\":0.7500,\"tracked\":5,\"unseen\":0},\"window\":0,\"placement\":null,"
		"\"timed\":{\"pages\":8,\"pages_squared\":64,\"ns\":100000,\"pages_ns\":800000}},");
	assert_has(text, "\"policy\":{\"name\":\"(detached)\",\"cgroup\":2,\"path\":\"/db\"},\"use\":{");
	assert_has(text, "\"window\":16,\"placement\":\"before\"");
	assert_has(text, "\"policy\":{\"name\":\"window=8,after\",\"cgroup\":3,\"path\":\"/batch\"},");
	/* Nothing pending yet, as far as people are concerned. */
	assert_has(text, "\"use\":{\"hits\":7,\"late\":0,\"wasted\":0,\"reclaimed\":0,\"freed\":0,"
		"\"pending\":0,\"untracked\":0,\"accuracy\":1.0000,\"coverage\":0.8750,");
	assert_has(text, "\"tracking\":{\"places\":4096,\"bytes\":65536,\"pending\":4,"
		"\"phantom_hits\":0,\"silent_hits\":0}");
	assert_has(text, "\"waits\":{\"demand\":0,\"demand_ns\":0,\"late\":2,\"late_ns\":3000}");
	free(text);
}

static void json_has_no_ratio_of_nothing(void **state)
{
	const struct render_options plain = {};
	char *text;

	(void)state;
	uses[0].use = (struct swapra_use){ .faults = 1 };
	build_by("policy", NULL, 0);
	text = PRINTED(render_json.report(out, &report, &plain));
	assert_has(text, "\"accuracy\":null,\"coverage\":null,\"timeliness\":null,\"tracked\":0,");
	free(text);
}

static void csv_of_settings(void **state)
{
	const struct render_options options = { .view = view__find("policy") };

	(void)state;
	uses[2].use = (struct swapra_use){};
	build_by("policy", NULL, 0);
	assert_printed(PRINTED(render_csv.begin_reports(out, &options);
			       render_csv.report(out, &report, &options)),
		"type,time,duration_ns,backend,cgroup,id,faults.total,pages.demand,pages.prefetched,"
		"fault_ns.count,fault_ns.mean,policy.name,policy.cgroup,use.hits,use.late,use.wasted,"
		"use.reclaimed,use.freed,use.pending,use.untracked,use.accuracy,use.coverage,"
		"use.timeliness,policy.path,window,placement,use.tracked,use.unseen,timed.pages,"
		"timed.pages_squared,timed.ns,timed.pages_ns,missed_total,events_dropped,"
		"no_task_state,no_cgroup_slot,no_use_row,untracked,unclosed,unmatched_cgroups,"
		"unmatched_pages,iaa_no_room,iaa_no_queue,iaa_no_cgroup,iaa_unclosed\n"
		HEAD "/batch,3,1,1,7,1,100000,,,4,1,1,0,1,0,2,0.8000,0.8000,0.7500,,0,,5,0,8,64,"
		"100000,800000,,,,,,,,,,,,,\n"
		HEAD "/batch,3,0,0,0,0,,(detached),2,0,0,0,0,0,2,0,,,,/db,16,before,0,0,0,0,0,0,"
		",,,,,,,,,,,,\n"
		HEAD "/batch,3,1,1,7,1,90000,\"window=8,after\",3,7,0,0,0,0,0,0,1.0000,0.8750,1.0000,"
		"/batch,8,after,7,0,8,64,90000,720000,,,,,,,,,,,,,\n"
		HEAD "/db,2,2,2,14,0,,,,1,0,9,9,0,4,0,0.1000,0.3333,1.0000,,0,,14,0,0,0,0,0,,,,,,,,,,,,,\n"
		HEAD "(total),,5,5,35,5,100000,,,12,1,10,9,1,4,2,0.5455,0.7500,0.9167,,,,26,0,16,128,"
		"190000,1520000,0,0,0,0,0,2,0,0,0,0,0,0,0\n");
}

static void people_see_no_rounded_extremes(void **state)
{
	static const struct {
		double ratio;
		const char *people, *machines;
	} ratios[] = {
		{ 0, "0%", "0.0000" }, { 0.0001, "<1%", "0.0001" }, { 0.009, "<1%", "0.0090" },
		{ 0.01, "1%", "0.0100" }, { 0.5, "50%", "0.5000" }, { 0.99, "99%", "0.9900" },
		{ 0.9999, "99%", "0.9999" }, { 1, "100%", "1.0000" },
	};
	char text[VALUE_TEXT_SIZE];

	(void)state;
	for (size_t i = 0; i < sizeof(ratios) / sizeof(ratios[0]); i++) {
		const struct value value = { .type = VALUE_RATIO, .real = ratios[i].ratio };

		assert_string_equal(value__format(text, &value, 0), ratios[i].people);
		assert_string_equal(value__plain(text, &value), ratios[i].machines);
	}
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(views_name_columns_of_their_lines),
		TEST(columns_have_one_key_each),
		TEST(every_cell_of_every_line),
		TEST(use),
		TEST(kernel_hits_are_a_note_of_use),
		TEST(pages_say_whether_it_was_worth_it),
		TEST(policy),
		TEST(wide_policy_tells_where_it_is_attached),
		TEST(policy_cut_to_one),
		TEST(kernels_without_outcomes),
		TEST(every_view_fits),
		TEST(json_of_settings),
		TEST(json_has_no_ratio_of_nothing),
		TEST(csv_of_settings),
		TEST(people_see_no_rounded_extremes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
