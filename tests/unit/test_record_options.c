// SPDX-License-Identifier: GPL-2.0-only
/* The options of `swapra trace` about records: what goes together. */
#include "cmocka_all.h"

#include <errno.h>
#include <string.h>

#include "userspace/cmd/trace_options.h"

#define MAX_WORDS 16

static struct trace_settings settings;

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

static void recording(void **state)
{
	(void)state;
	assert_int_equal(parse("--record f"), 0);
	assert_string_equal(settings.record, "f");
	assert_false(settings.silent);
	assert_int_equal(settings.record_limit, 1 << 30);
	assert_int_equal(settings.interval_ns, 5000000000);
	assert_int_equal(parse("--record - --events --outcomes -d 1 --record-limit 2M"), 0);
	assert_true(settings.silent && settings.events && settings.outcomes);
	assert_int_equal(settings.record_limit, 2 << 20);
	assert_int_equal(settings.interval_ns, 0);
}

static void replaying(void **state)
{
	(void)state;
	assert_int_equal(parse("--replay f -c a --sort cgroup --top 3 --histogram -w"), 0);
	assert_string_equal(settings.replay, "f");
	assert_int_equal(settings.interval_ns, 0);
	assert_int_equal(parse("--replay f --events --outcomes -j"), 0);
}

static void sizes(void **state)
{
	static const struct {
		const char *line;
		uint64_t bytes;
	} good[] = {
		{ "--record f --record-limit 65536", 65536 },
		{ "--record f --record-limit 64k", 65536 },
		{ "--record f --record-limit 3G", 3ULL << 30 },
		{ "--record f --record-limit 1048576G", 1ULL << 50 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
		assert_int_equal(parse(good[i].line), 0);
		assert_true(settings.record_limit == good[i].bytes);
	}
}

static void bad_lines_are_refused(void **state)
{
	static const char *const bad[] = {
		"--record=", "--replay=", "--record", "--replay", "--record-limit 1M",
		"--record f --record-limit 0", "--record f --record-limit 63k",
		"--record f --record-limit 1T", "--record f --record-limit 1MB",
		"--record f --record-limit -1M", "--record f --record-limit k",
		"--record f --record-limit 1048577G", "--record f --record-limit 99999999999999999999G",
		"--record f --record-limit 0x10000", "--record f --record-limit=",
		"--replay f -i 1", "--replay f -n 1", "--replay f -d 1", "--replay f --record g",
		"--replay f --backend kprobe", "--replay f --sample 1", "--replay f --ready-file g",
		"--replay f --ready-fd 1", "--outcomes", "--replay f --outcomes",
		"--events --outcomes -o csv", "--replay f --histogram -o csv",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(parse(bad[i]), -EINVAL);
}

#define TEST(name) cmocka_unit_test_teardown(name, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(recording), TEST(replaying), TEST(sizes), TEST(bad_lines_are_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
