// SPDX-License-Identifier: GPL-2.0-only
/* The command line of `swapra trace`. */
#include "cmocka_all.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "userspace/cmd/trace_options.h"
#include "userspace/options.h"

#define MAX_WORDS 32

static struct trace_settings settings;

/* Parse a line of words; settings are released by the teardown. */
static int parse(const char *line)
{
	static char words[256];
	char *argv[MAX_WORDS] = { "trace" }, *rest = words;
	int argc = 1;

	trace_settings__release(&settings);
	snprintf(words, sizeof(words), "%s", line);
	while (*line && argc < MAX_WORDS - 1 && (argv[argc] = strsep(&rest, " ")))
		argc++;
	argv[argc] = NULL;
	return trace_settings__parse(&settings, argc, argv);
}

static int teardown(void **state)
{
	(void)state;
	trace_settings__release(&settings);
	settings.cgroups = NULL;
	return 0;
}

static void defaults(void **state)
{
	(void)state;
	assert_int_equal(parse(""), 0);
	assert_int_equal(settings.interval_ns, 5000000000);
	assert_int_equal(settings.duration_ns, 0);
	assert_int_equal(settings.nr_cgroups, 0);
	assert_string_equal(settings.report.sort->key, "pages.total");
	assert_string_equal(settings.renderer->name, "table");
	assert_string_equal(settings.render.view->name, "pages");
	assert_int_equal(settings.track_bytes, 0);
	assert_int_equal(settings.ready_fd, -1);
}

static void duration_alone_means_totals_alone(void **state)
{
	(void)state;
	assert_int_equal(parse("-d 2.5"), 0);
	assert_int_equal(settings.duration_ns, 2500000000);
	assert_int_equal(settings.interval_ns, 0);
	assert_int_equal(parse("-d 10 -n 2"), 0);
	assert_int_equal(settings.interval_ns, 5000000000);
	assert_int_equal(parse("--events"), 0);
	assert_int_equal(settings.interval_ns, 0);
}

static void all_options(void **state)
{
	(void)state;
	assert_int_equal(parse("-c a -c /b -i0.1 --count=3 --sort cgroup --top 7 --histogram "
			       "--wide -o json --backend fentry --ready-file f"), 0);
	assert_int_equal(settings.nr_cgroups, 2);
	assert_string_equal(settings.cgroups[1], "/b");
	assert_int_equal(settings.interval_ns, 100000000);
	assert_int_equal(settings.nr_intervals, 3);
	assert_null(settings.report.sort);
	assert_int_equal(settings.report.top, 7);
	assert_true(settings.render.histograms && settings.render.wide);
	assert_ptr_equal(settings.renderer, &render_json);
	assert_int_equal(settings.backend, BACKEND_FENTRY);
	assert_string_equal(settings.ready_file, "f");
}

static void views_sort_their_own_lines(void **state)
{
	(void)state;
	assert_int_equal(parse("--view use"), 0);
	assert_string_equal(settings.report.sort->key, "pages.total");
	assert_false(settings.report.lines == LINE_SETTING || settings.render.view->wants_verdicts);
	assert_int_equal(parse("--view policy"), 0);
	assert_true(settings.report.lines == LINE_SETTING && settings.render.view->wants_verdicts);
	assert_null(settings.report.sort);
	assert_int_equal(parse("--sort use.accuracy --view policy"), 0);
	assert_string_equal(settings.report.sort->key, "use.accuracy");
	assert_int_equal(parse("--sort window --view policy --top 3"), 0);
	assert_string_equal(settings.report.sort->key, "window");
	assert_int_equal(parse("--view iaa --top 2"), 0);
	assert_true(settings.report.lines == LINE_QUEUE && settings.report.top == 2);
	assert_int_equal(parse("--view iaa --replay x"), 0);
	assert_int_equal(parse("--view policy --view pages"), 0);
	assert_false(settings.report.lines == LINE_SETTING);
}

static void sizes(void **state)
{
	static const struct {
		const char *line;
		uint64_t bytes;
	} good[] = {
		{ "--track-memory 65536", 65536 }, { "--track-memory 64k", 65536 },
		{ "--track-memory=1M", 1 << 20 }, { "--track-memory 16G", 16ULL << 30 },
		{ "--track-memory 100000", 100000 }, { "--track-memory 17179869184", 16ULL << 30 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_int_equal(parse(good[i].line), 0);
		assert_int_equal(settings.track_bytes, good[i].bytes);
	}
}

static void bad_lines_are_refused(void **state)
{
	static const char *const bad[] = {
		"-i 0", "-i 0.05", "-i 86401", "-i nan", "-i -1", "-i 1s", "-i", "-n 0", "-n -1",
		"-n 1.5", "-n 99999999999999999999", "-d inf", "-d 99999999999999999999",
		"--sort x", "--sort batch_pages", "--top 0", "-o xml", "-o", "--backend x",
		"--ready-fd -1", "--ready-fd 999999", "--ready-file=", "--cgroup=", "--wide=1",
		"--unknown", "-x", "stray", "--histogram -o csv", "--events -i 1", "--events -n 1",
		"--view", "--view x", "--view=", "--view Pages", "--sort window",
		"--view use --sort placement", "--view policy --sort pages",
		"--view policy --sort zswap_load_ns.p50", "--track-memory", "--track-memory 00",
		"--track-memory 65535", "--track-memory 63k", "--track-memory 17G",
		"--track-memory 17179869185", "--track-memory 1T", "--track-memory 1KB",
		"--track-memory 1K", "--track-memory M", "--track-memory 1.5M", "--track-memory -1M",
		"--track-memory 18446744073709551615G", "--track-memory 1M1", "--track-memory=",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(parse(bad[i]), -EINVAL);
}

static void help_is_no_error(void **state)
{
	(void)state;
	assert_int_equal(parse("--help"), OPTIONS_HELP);
	assert_int_equal(parse("-i 1 -h --unknown"), OPTIONS_HELP);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(defaults, teardown),
		cmocka_unit_test_teardown(duration_alone_means_totals_alone, teardown),
		cmocka_unit_test_teardown(all_options, teardown),
		cmocka_unit_test_teardown(views_sort_their_own_lines, teardown),
		cmocka_unit_test_teardown(sizes, teardown),
		cmocka_unit_test_teardown(bad_lines_are_refused, teardown),
		cmocka_unit_test_teardown(help_is_no_error, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
