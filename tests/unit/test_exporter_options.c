// SPDX-License-Identifier: GPL-2.0-only
/* The command line of `swapra exporter`, its options file, and the user it may become. */
#include "cmocka_all.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "userspace/cmd/exporter_options.h"
#include "userspace/exporter/user.h"

#define MAX_WORDS 48

static struct exporter_settings settings;

static int parse(const char *line)
{
	static char words[512];
	char *argv[MAX_WORDS] = { "exporter" }, *rest = words;
	int argc = 1;

	exporter_settings__release(&settings);
	snprintf(words, sizeof(words), "%s", line);
	while (*line && argc < MAX_WORDS - 1 && (argv[argc] = strsep(&rest, " ")))
		argc++;
	argv[argc] = NULL;
	return exporter_settings__parse(&settings, argc, argv);
}

static int teardown(void **state)
{
	(void)state;
	exporter_settings__release(&settings);
	settings = (struct exporter_settings){};
	return 0;
}

static void defaults(void **state)
{
	(void)state;
	assert_int_equal(parse(""), 0);
	assert_int_equal(settings.nr_addresses, 0);
	assert_string_equal(settings.telemetry_path, "/metrics");
	assert_int_equal(settings.max_connections, 64);
	assert_int_equal(settings.selection.max_cgroups, 1000);
	assert_int_equal(settings.selection.depth, 0);
	assert_int_equal(settings.trace.sample, 8);
	assert_false(settings.iaa);
	assert_null(settings.user);
}

static void all_options(void **state)
{
	(void)state;
	assert_int_equal(parse("--web.listen-address :1 --web.listen-address unix:/a "
			       "--web.telemetry-path /a/b --web.max-connections 9 --cgroup.allow /a/* "
			       "--cgroup.allow /b --cgroup.deny /a/c --cgroup.depth 3 --max-cgroups 7 "
			       "--max-histograms 0 --backend kprobe --sample 1 --track-memory 1M --iaa "
			       "--user u --options-file f --ready-file r"), 0);
	assert_int_equal(settings.nr_addresses, 2);
	assert_string_equal(settings.addresses[1], "unix:/a");
	assert_int_equal(settings.selection.nr_allow, 2);
	assert_string_equal(settings.selection.allow[1], "/b");
	assert_int_equal(settings.selection.nr_deny, 1);
	assert_int_equal(settings.selection.depth, 3);
	assert_int_equal(settings.selection.max_cgroups, 7);
	assert_int_equal(settings.selection.max_histograms, 0);
	assert_int_equal(settings.trace.backend, BACKEND_KPROBE);
	assert_int_equal(settings.trace.track_bytes, 1 << 20);
	assert_true(settings.iaa);
}

static void wrong_values(void **state)
{
	static const char *const wrong[] = {
		"--web.listen-address 9719", "--web.listen-address :1 --web.listen-address :1", "--web.telemetry-path metrics", "--web.telemetry-path /a?b",
		"--web.telemetry-path /<b>", "--web.telemetry-path //x", "--web.telemetry-path /-/healthy",
		"--web.max-connections 1", "--web.max-connections 5000", "--cgroup.depth 0",
		"--cgroup.depth 65", "--max-cgroups -1", "--max-cgroups 100001", "--max-cgroups x",
		"--max-histograms 1e3", "--backend x", "--sample 3", "--no-such-option", "stray",
		"--cgroup.allow= ", "--user= ", "--options-file= ",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		if (parse(wrong[i]) != -EINVAL)
			fail_msg("'%s' was taken", wrong[i]);
}

/* The file's text on top of the command line that was parsed last. */
static int load(struct exporter_selection *selection, const char *text)
{
	char name[] = "/tmp/swapra-options-XXXXXX";
	int fd = mkstemp(name), err;

	assert_int_equal(write(fd, text, strlen(text)), strlen(text));
	close(fd);
	err = exporter_selection__load(selection, &settings.selection, name);
	unlink(name);
	return err;
}

static void file_adds_to_the_command_line(void **state)
{
	struct exporter_selection selection;

	(void)state;
	assert_int_equal(parse("--cgroup.allow /a --max-cgroups 5 --cgroup.depth 2"), 0);
	assert_int_equal(load(&selection, "# a comment\n\nmax-cgroups = 6\n  cgroup.allow = /b/*\n"
					  "cgroup.allow=/c d\ncgroup.deny : /x\n"), 0);
	assert_int_equal(selection.max_cgroups, 6);
	assert_int_equal(selection.depth, 2);
	assert_int_equal(selection.nr_allow, 3);
	assert_string_equal(selection.allow[0], "/a");
	assert_string_equal(selection.allow[1], "/b/*");
	assert_string_equal(selection.allow[2], "/c d");
	assert_int_equal(selection.nr_deny, 1);
	exporter_selection__release(&selection);
	assert_int_equal(settings.selection.nr_allow, 1);
}

static void wrong_files(void **state)
{
	static const char *const wrong[] = {
		"max-cgroups = x\n", "no-such-option = 1\n", "user = root\n", "[section]\nmax-cgroups = 1\n",
		"nonsense\n", "cgroup.depth = 99\n", "cgroup.allow =\n",
	};
	struct exporter_selection selection;
	char line[400];

	(void)state;
	assert_int_equal(parse(""), 0);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		if (load(&selection, wrong[i]) != -EINVAL)
			fail_msg("'%s' was taken", wrong[i]);
		exporter_selection__release(&selection);
	}
	snprintf(line, sizeof(line), "cgroup.allow = /%0300d\n", 0);
	assert_int_equal(load(&selection, line), -EINVAL);
	exporter_selection__release(&selection);
	assert_int_equal(exporter_selection__load(&selection, &settings.selection, "/no/such"), -ENOENT);
	exporter_selection__release(&selection);
}

static FILE *file_of(const char *text)
{
	return fmemopen((char *)text, strlen(text), "r");
}

static void users(void **state)
{
	FILE *passwd = file_of("root:x:0:0::/:/bin/sh\nswapra:x:970:971::/:/bin/false\n");
	FILE *group = file_of("root:x:0:\nadm:x:4:root,swapra\nswapra:x:971:swapra\n");
	struct user user;

	(void)state;
	assert_int_equal(user__read(&user, "swapra", passwd, group), 0);
	assert_int_equal(user.uid, 970);
	assert_int_equal(user.gid, 971);
	assert_int_equal(user.nr_groups, 1);
	assert_int_equal(user.groups[0], 4);
	rewind(passwd);
	assert_int_equal(user__read(&user, "swap", passwd, group), -ENOENT);
	fclose(passwd);
	fclose(group);
	assert_int_equal(user__find(&user, "1000:1001"), 0);
	assert_int_equal(user.uid, 1000);
	assert_int_equal(user.gid, 1001);
	assert_int_equal(user__find(&user, "4294967295:1"), -ENOENT);
	assert_int_equal(user__find(&user, "1000:"), -ENOENT);
	assert_int_equal(user__find(&user, "1000"), -ENOENT);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(defaults, teardown),
		cmocka_unit_test_teardown(all_options, teardown),
		cmocka_unit_test_teardown(wrong_values, teardown),
		cmocka_unit_test_teardown(file_adds_to_the_command_line, teardown),
		cmocka_unit_test_teardown(wrong_files, teardown),
		cmocka_unit_test(users),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
