// SPDX-License-Identifier: GPL-2.0-only
/* Printed reports and events, compared with what they must be. */
#include "cmocka_all.h"

#include <string.h>

#include "sample.h"
#include "userspace/render/render.h"
#include "userspace/text.h"

static struct sample_names names = { .names = { "(unknown)", "/", "/a,\"b\"\n" } };
static const struct cgroup_names source = { sample_name, sample_select, &names, sample_path };
static struct probe_misses misses[] = { { "load", "zswap_load", 0 } };
static struct swapra_row rows[2];
static struct snapshot snap = {
	.rows = rows, .nr_rows = 2, .misses = misses, .nr_misses = 1,
};
static struct verdict_policy policies[] = { { 1, "window=16,after" } };
static struct verdict_row verdict_rows[] = {
	{ 2, 1, { .verdicts = 3, .single = 1, .sized = 2, .prefetched = 21, .guarded = 1 } },
};
static struct report report;
static const struct render_options plain, with_histograms = { .histograms = true };

static void build(void)
{
	const struct report_options options = {};

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
	rows[0] = sample_row(1, 0);
	rows[1] = sample_row(2, 3);
	snap.verdicts = (struct verdicts){};
	build();
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	report__release(&report);
	return 0;
}

static void assert_printed(char *text, const char *wanted)
{
	assert_string_equal(text, wanted);
	free(text);
}

static void table(void **state)
{
	(void)state;
	assert_printed(PRINTED(render_table.report(out, &report, &plain)),
		"00:00:00  total 1.50s  backend kprobe\n"
		"                  PAGES--------------- USE------ BATCH--- FAULT------\n"
		"CGROUP     FAULTS ZSWAP DISK ZERO PREF HIT ACCUR MEAN P99   P50   P99\n"
		"/               0     0    0    0    0   -     -    -   -     -     -\n"
		"/a,\"b\"\\x0a      3    24    0    0   21   -     -  8.0   8 106us 106us\n"
		"(total)         3    24    0    0   21   -     -  8.0   8 106us 106us\n"
		"\n");
}

static void attach_policy(void)
{
	snap.verdicts = (struct verdicts){
		.loaded = true, .policies = policies, .nr_policies = 1,
		.rows = verdict_rows, .nr_rows = 1, .total = verdict_rows[0].counts,
	};
	build();
}

static void table_with_policies(void **state)
{
	(void)state;
	attach_policy();
	assert_printed(PRINTED(render_table.report(out, &report, &plain)),
		"00:00:00  total 1.50s  backend kprobe\n"
		"                  PAGES--------------- USE-- BATCH FAULT------ POLICY---------\n"
		"CGROUP     FAULTS ZSWAP DISK ZERO PREF ACCUR  MEAN   P50   P99 NAME\n"
		"/               0     0    0    0    0     -     -     -     - window=16,after\n"
		"/a,\"b\"\\x0a      3    24    0    0   21     -   8.0 106us 106us window=16,after\n"
		"(total)         3    24    0    0   21     -   8.0 106us 106us -\n"
		"\n");
	snap.verdicts.nr_policies = 0; /* loaded, and nothing was ever attached */
	snap.verdicts.total = (struct policy_counts){};
	snap.verdicts.nr_rows = 0;
	build();
	assert_false(report.has_policies);
}

/* Every line but the title, which has no columns, and messages. */
static void assert_lines_fit(char *text)
{
	for (char *line = strtok(text, "\n"); line; line = strtok(NULL, "\n"))
		assert_true(text__width(line) <= 79);
	free(text);
}

static void tables_fit_whatever_they_hold(void **state)
{
	(void)state;
	names.names[2] = "/kubepods.slice/kubepods-burstable.slice/日本語/"
			 "cri-containerd-0123456789abcdef0123456789abcdef.scope";
	for (size_t i = 0; i < sizeof(rows[1].totals) / 8; i++)
		((__u64 *)&rows[1].totals)[i] = 100000000000 + i;
	build();
	assert_lines_fit(PRINTED(render_table.report(out, &report, &plain)));
	/* The widest cells: no percentile below the open bucket. */
	rows[1] = sample_row(2, UINT64_MAX / 1000000000);
	rows[1].totals.load_ns[SWAPRA_LATENCY_BUCKETS - 1] = UINT64_MAX / 100;
	rows[1].totals.fault_ns[SWAPRA_LATENCY_BUCKETS - 1] = UINT64_MAX / 100;
	rows[1].totals.batch_pages[SWAPRA_BATCH_BUCKETS - 1] = UINT64_MAX / 10000;
	build();
	assert_lines_fit(PRINTED(render_table.report(out, &report, &plain)));
	memset(policies[0].name, 'p', sizeof(policies[0].name) - 1);
	verdict_rows[0].counts.verdicts = UINT64_MAX / 10;
	attach_policy();
	assert_lines_fit(PRINTED(render_table.report(out, &report, &plain)));
	strcpy(policies[0].name, "window=16,after");
	verdict_rows[0].counts.verdicts = 3;
	names.names[2] = "/a,\"b\"\n";
}

static void wide_keeps_names(void **state)
{
	const struct render_options wide = { .wide = true };
	char *text = PRINTED(render_table.report(out, &report, &wide));

	(void)state;
	assert_non_null(strstr(text, "BY-OTH FOR-OTH"));
	assert_non_null(strstr(text, " MAX "));
	assert_null(strstr(text, "POLICY"));
	free(text);
	attach_policy();
	text = PRINTED(render_table.report(out, &report, &wide));
	assert_non_null(strstr(text, " ZSWAP LOAD"));
	assert_non_null(strstr(text, " NAME            FROM ASKED KERNEL SINGLE SIZED PREF CLAMP GUARD ERROR "
				     "BACKGR FAILED\n"));
	assert_non_null(strstr(text, " window=16,after    1     3      0      1     2   21     0     1     0 "
				     "     0      0\n"));
	free(text);
}

#define VERDICTS_NONE ",,,,,,,,,,,,"
/* Where nobody looked; ages were none. */
#define USE_NONE ",,,,,,,,,,,0,,,,0,,,,,,,,,,"
#define LOSSES_NONE ",,,,,,,,,,,,,"
#define LOSSES_ZERO ",0,0,0,0,0,0,0,0,0,0,0,0,0"

static void csv(void **state)
{
	char *text = PRINTED(render_csv.begin_reports(out, &plain);
			     render_csv.report(out, &report, &plain));

	(void)state;
	assert_true(!strncmp(text, "type,time,duration_ns,backend,cgroup,id,faults.total,", 53));
	assert_non_null(strstr(text, ",unmatched_cgroups,unmatched_pages,iaa_no_room,iaa_no_queue,"
		"iaa_no_cgroup,iaa_unclosed\n"
		"total,2026-08-01T00:00:00.000000Z,1500000000,kprobe,/,1,0,0,"));
	assert_non_null(strstr(text, "kprobe,\"/a,\"\"b\"\"\n\",2,3,3,0,0,0,0,0,24,24,0,0,3,21,0,0,0,0,"
		"3,21,0,0,0,0,0,0,0,0,0,0,0,8.00,8,8,8,3,100000,106496,106496,24,4300,4608,4608"
		VERDICTS_NONE USE_NONE LOSSES_NONE "\n"));
	assert_non_null(strstr(text, "kprobe,(total),,3,3,"));
	assert_non_null(strstr(text, ",4608,4608" VERDICTS_NONE USE_NONE LOSSES_ZERO "\n"));
	free(text);
	attach_policy();
	text = PRINTED(render_csv.report(out, &report, &plain));
	assert_non_null(strstr(text, "kprobe,/,1,0,"));
	assert_non_null(strstr(text, ",\"window=16,after\",1,0,0,0,0,0,0,0,0,0,0" USE_NONE LOSSES_NONE "\n"));
	assert_non_null(strstr(text, ",\"window=16,after\",1,3,0,1,2,21,0,1,0,0,0" USE_NONE LOSSES_NONE "\n"));
	assert_non_null(strstr(text, ",4608,4608,,,3,0,1,2,21,0,1,0,0,0" USE_NONE LOSSES_ZERO "\n"));
	free(text);
}

#define JSON_EMPTY_ROW \
	"\"faults\":{\"total\":0,\"anon\":0,\"shmem\":0,\"sync\":0,\"swapoff\":0,\"failed\":0}," \
	"\"advice_batches\":0,\"pages\":{\"total\":0,\"zswap\":0,\"disk\":0,\"zero\":0," \
	"\"demand\":0,\"prefetched\":0,\"willneed\":0,\"unbatched\":0,\"by_others\":0," \
	"\"for_others\":0},\"sources\":{" \
	"\"zswap\":{\"demand\":0,\"prefetched\":0,\"willneed\":0,\"unbatched\":0}," \
	"\"disk\":{\"demand\":0,\"prefetched\":0,\"willneed\":0,\"unbatched\":0}," \
	"\"zero\":{\"demand\":0,\"prefetched\":0,\"willneed\":0,\"unbatched\":0}}," \
	"\"load_errors\":0," \
	"\"batch_pages\":{\"mean\":null,\"p50\":null,\"p99\":null,\"max\":null}," \
	"\"fault_ns\":{\"count\":0,\"mean\":null,\"p50\":null,\"p99\":null}," \
	"\"zswap_load_ns\":{\"count\":0,\"mean\":null,\"p50\":null,\"p99\":null}," \
	"\"policy\":{\"name\":null,\"cgroup\":null}," \
	"\"verdicts\":{\"total\":null,\"kernel\":null,\"single\":null,\"sized\":null," \
	"\"prefetched\":null,\"clamped\":null,\"guarded\":null,\"errors\":null," \
	"\"background\":null,\"failed_charges\":null}," JSON_NO_USE

/* A kernel that does not tell what became of prefetched pages. */
#define JSON_NO_USE \
	"\"use\":{\"hits\":null,\"late\":null,\"wasted\":null,\"reclaimed\":null," \
	"\"freed\":null,\"pending\":null,\"untracked\":null,\"accuracy\":null," \
	"\"coverage\":null,\"timeliness\":null}," \
	"\"use_age_ns\":{\"count\":0,\"mean\":null,\"p50\":null,\"p99\":null}," \
	"\"waste_age_ns\":{\"count\":0,\"mean\":null,\"p50\":null,\"p99\":null}," \
	"\"waits\":{\"demand\":null,\"demand_ns\":null,\"late\":null,\"late_ns\":null}," \
	"\"iaa\":{\"device\":null,\"fallback\":null,\"other\":null}"

static void json(void **state)
{
	(void)state;
	rows[1] = sample_row(SWAPRA_CGROUP_OTHER, 1); /* not selected */
	build();
	assert_printed(PRINTED(render_json.report(out, &report, &plain)),
		"{\"type\":\"total\",\"time\":\"2026-08-01T00:00:00.000000Z\","
		"\"duration_ns\":1500000000,\"backend\":\"kprobe\","
		"\"cgroups\":[{\"cgroup\":\"/\",\"id\":1," JSON_EMPTY_ROW "}],"
		"\"total\":{\"cgroup\":\"(total)\",\"id\":null," JSON_EMPTY_ROW "},\"uses\":[],\"iaa\":null,"
		"\"tracking\":{\"places\":0,\"bytes\":0,\"pending\":null,\"phantom_hits\":null,"
		"\"silent_hits\":null},"
		"\"losses\":{\"missed\":[{\"program\":\"load\",\"function\":\"zswap_load\","
		"\"missed\":0}],\"missed_total\":0,\"events_dropped\":0,\"no_task_state\":0,"
		"\"no_cgroup_slot\":0,\"no_use_row\":0,\"untracked\":0,\"unclosed\":0,\"unmatched_cgroups\":0,"
		"\"unmatched_pages\":0,\"iaa_no_room\":0,\"iaa_no_queue\":0,\"iaa_no_cgroup\":0,"
		"\"iaa_unclosed\":0}}\n");
}

static void json_with_policies(void **state)
{
	char *text;

	(void)state;
	attach_policy();
	text = PRINTED(render_json.report(out, &report, &plain));
	assert_non_null(strstr(text, "\"policy\":{\"name\":\"window=16,after\",\"cgroup\":1},"
		"\"verdicts\":{\"total\":3,\"kernel\":0,\"single\":1,\"sized\":2,"
		"\"prefetched\":21,\"clamped\":0,\"guarded\":1,\"errors\":0,\"background\":0,"
		"\"failed_charges\":0}," JSON_NO_USE "}]"));
	assert_non_null(strstr(text, "\"policy\":{\"name\":null,\"cgroup\":null},"
		"\"verdicts\":{\"total\":3,"));
	free(text);
}

static void json_histograms(void **state)
{
	char *text;

	(void)state;
	rows[1].totals.fault_ns[SWAPRA_LATENCY_BUCKETS - 1] = UINT64_MAX;
	rows[1].totals.use_age_ns[swapra_age_bucket(2000000)] = 2;
	rows[1].totals.waste_age_ns[0] = 1;
	rows[1].totals.waste_age_ns[SWAPRA_AGE_BUCKETS - 1] = 4;
	build();
	text = PRINTED(render_json.report(out, &report, &with_histograms));
	assert_non_null(strstr(text, "\"cgroup\":\"/a,\\\"b\\\"\\n\",\"id\":2"));
	assert_non_null(strstr(text, "\"histogram\":{\"batch_pages\":{"
		"\"total\":[{\"from\":8,\"to\":8,\"count\":3}],"
		"\"zswap\":[{\"from\":8,\"to\":8,\"count\":3}],\"disk\":[],\"zero\":[]},"
		"\"fault_ns\":[{\"from\":98304,\"to\":114687,\"count\":3},"
		"{\"from\":8589934592,\"to\":null,\"count\":18446744073709551615}],"
		"\"zswap_load_ns\":[{\"from\":4096,\"to\":5119,\"count\":24}],"
		"\"use_age_ns\":[{\"from\":1048576,\"to\":2097151,\"count\":2}],"
		"\"waste_age_ns\":[{\"from\":0,\"to\":1023,\"count\":1},"
		"{\"from\":4398046511104,\"to\":null,\"count\":4}]}"));
	free(text);
}

static void histogram_bars(void **state)
{
	const struct swapra_row saved = rows[1];

	(void)state;
	memset(&rows[1].totals, 0, sizeof(rows[1].totals));
	rows[1].totals.fault_ns[latency_bucket__index(1100)] = 1;
	rows[1].totals.fault_ns[latency_bucket__index(1900)] = 3;
	rows[1].totals.fault_ns[latency_bucket__index(4096)] = 1;
	build();
	report.nr_rows = 0;
	assert_printed(PRINTED(histograms__print(out, &report)),
		"\n(total): latency of faults\n"
		"            RANGE       COUNT\n"
		" 1.02us - 2.05us            4 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|\n"
		" 2.05us - 4.10us            0 |                                        |\n"
		" 4.10us - 8.19us            1 |@@@@@@@@@@                              |\n");
	rows[1] = saved;
}

/* Ages have a bar for each of their buckets, the open one too. */
static void histogram_bars_of_ages(void **state)
{
	const struct swapra_row saved = rows[1];
	char *text;

	(void)state;
	memset(&rows[1].totals, 0, sizeof(rows[1].totals));
	rows[1].totals.use_age_ns[0] = 1;
	rows[1].totals.use_age_ns[1] = 2;
	rows[1].totals.waste_age_ns[SWAPRA_AGE_BUCKETS - 2] = 4;
	rows[1].totals.waste_age_ns[SWAPRA_AGE_BUCKETS - 1] = 2;
	build();
	report.nr_rows = 0;
	text = PRINTED(histograms__print(out, &report));
	assert_non_null(strstr(text, "\n(total): time from prefetch to first use\n"
		"            RANGE       COUNT\n"
		"    0ns - 1.02us            1 |@@@@@@@@@@@@@@@@@@@@                    |\n"
		" 1.02us - 2.05us            2 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|\n"));
	assert_non_null(strstr(text, "\n(total): time from prefetch to reclaim or free, unused\n"
		"            RANGE       COUNT\n"
		"  2199s - 4398s             4 |@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@|\n"
		"  4398s - ...               2 |@@@@@@@@@@@@@@@@@@@@                    |\n"));
	free(text);
	rows[1] = saved;
}

static const struct swapra_event event = {
	.latency_ns = 123456, .cgroup = 1, .address = 0x7ffff000, .swap_offset = 42,
	.swap_type = 1, .kind = SWAPRA_SHMEM, .pid = 10, .tid = 11, .pages = { 6, 1, 0 },
	.demand_pages = 1, .comm = "my\nproc",
};

static void events(void **state)
{
	const struct event_view view = {
		.event = &event, .cgroup = "/a,b", .time = { 1785542400, 5000 },
	};

	(void)state;
	assert_printed(PRINTED(render_table.begin_events(out, false); render_table.event(out, &view)),
		"TIME                PID COMM            KIND         ADDRESS DEV   OFFSET WIN "
		"ZSW DSK ZER DEM OTH FAILED LATENCY CGROUP\n"
		"00:00:00.000005      10 my\\x0aproc      shmem       7ffff000   1       42   - "
		"  6   1   0   1   0      -   123us /a,b\n");
	assert_printed(PRINTED(render_csv.event(out, &view)),
		"2026-08-01T00:00:00.000005Z,10,11,\"my\nproc\",shmem,2147479552,1,42,,6,1,0,1,0,"
		"false,123456,,,,,,,,,,\"/a,b\",1\n");
	assert_printed(PRINTED(render_json.event(out, &view)),
		"{\"type\":\"event\",\"time\":\"2026-08-01T00:00:00.000005Z\",\"pid\":10,"
		"\"tid\":11,\"comm\":\"my\\nproc\",\"kind\":\"shmem\",\"address\":2147479552,"
		"\"swap_type\":1,\"swap_offset\":42,\"window\":null,\"pages\":{\"zswap\":6,"
		"\"disk\":1,\"zero\":0,\"demand\":1,\"for_others\":0},\"failed\":false,"
		"\"latency_ns\":123456,\"verdict\":{\"asked\":null,\"window\":null,"
		"\"placement\":null,\"clamped\":null,\"guarded\":null,\"error\":null,"
		"\"background\":null,\"hint\":null},\"policy\":{\"cgroup\":null},"
		"\"cgroup\":\"/a,b\",\"id\":1}\n");
}

static void events_with_verdicts(void **state)
{
	const struct swapra_event decided = {
		.latency_ns = 5, .cgroup = 1, .kind = SWAPRA_ANON, .comm = "a", .policy = 77,
		.verdict_asked = 40, .verdict_window = 32, .verdict_placement = 2,
		.verdict_flags = VERDICT_CLAMPED | VERDICT_HINT,
	};
	const struct event_view view = {
		.event = &decided, .cgroup = "/a", .time = { 1785542400, 0 }, .has_verdicts = true,
	};
	const struct event_view undecided = {
		.event = &event, .cgroup = "/a", .time = { 1785542400, 0 }, .has_verdicts = true,
	};

	(void)state;
	assert_printed(PRINTED(render_table.begin_events(out, true); render_table.event(out, &view);
			       render_table.event(out, &undecided)),
		"TIME                PID COMM            KIND         ADDRESS DEV   OFFSET WIN "
		"ZSW DSK ZER DEM OTH FAILED LATENCY ASK GOT CGROUP\n"
		"00:00:00.000000       0 a               anon               -   0        0   - "
		"  0   0   0   0   0      -     5ns  40  32 /a\n"
		"00:00:00.000000      10 my\\x0aproc      shmem       7ffff000   1       42   - "
		"  6   1   0   1   0      -   123us   -   - /a\n");
	assert_printed(PRINTED(render_csv.event(out, &view)),
		"2026-08-01T00:00:00.000000Z,0,0,a,anon,,0,0,,0,0,0,0,0,false,5,"
		"40,32,before,true,false,false,false,true,77,/a,1\n");
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(table),
		TEST(table_with_policies),
		TEST(tables_fit_whatever_they_hold),
		TEST(wide_keeps_names),
		TEST(csv),
		TEST(json),
		TEST(json_with_policies),
		TEST(json_histograms),
		TEST(histogram_bars),
		TEST(histogram_bars_of_ages),
		TEST(events),
		TEST(events_with_verdicts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
