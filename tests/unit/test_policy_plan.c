// SPDX-License-Identifier: GPL-2.0-only
/* The file of `swapra policy apply`, and what it would change. */
#include "cmocka_all.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "userspace/policy/diff.h"
#include "userspace/policy/plan.h"

#define LONG_NAME "kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod0123456789abcdef.slice" \
	"/cri-containerd-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.scope" \
	"/cri-containerd-0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef.scope"

static struct policy_plan plan;
static struct policy_error why;
static int line;

static int teardown(void **state)
{
	(void)state;
	policy_plan__release(&plan);
	return 0;
}

static int read_bytes(const char *text, size_t size)
{
	FILE *file = size ? fmemopen((void *)text, size, "r") : fopen("/dev/null", "r");
	int err;

	policy_plan__release(&plan);
	assert_non_null(file);
	line = 0;
	err = policy_plan__read(&plan, file, "/etc", &line, &why);
	fclose(file);
	return err;
}

static int read_plan(const char *text)
{
	return read_bytes(text, strlen(text));
}

static void expect_entry(size_t i, const char *cgroup, const char *policy, int at)
{
	assert_true(i < plan.nr);
	assert_string_equal(plan.entries[i].cgroup, cgroup);
	assert_string_equal(plan.entries[i].policy, policy);
	assert_int_equal(plan.entries[i].line, at);
}

static void sections_are_cgroups(void **state)
{
	(void)state;
	assert_int_equal(read_plan("\xef\xbb\xbf# comment\n"
				   "[db.slice]\npolicy = off\n\n"
				   "  [/batch.slice/] ; two blanks\n  policy=window=16,after ; ordered\n"
				   "[/]\r\npolicy: mine.bpf.o,limit=4\r\n"
				   "[" LONG_NAME "]\npolicy = /x.o"), 0);
	assert_int_equal(plan.nr, 4);
	expect_entry(0, "db.slice", "off", 2);
	expect_entry(1, "/batch.slice", "window=16,after", 5);
	expect_entry(2, "/", "mine.bpf.o,limit=4", 7);
	expect_entry(3, LONG_NAME, "/x.o", 9);
	assert_string_equal(plan.entries[1].spec.name, "window=16,after");
	assert_string_equal(plan.entries[2].spec.file, "/etc/mine.bpf.o");
	assert_string_equal(plan.entries[3].spec.file, "/x.o");
	assert_int_equal(read_plan(""), 0);
	assert_int_equal(plan.nr, 0);
}

static void errors_have_a_line(void **state)
{
	static const struct {
		const char *text;
		int line;
		const char *why;
	} bad[] = {
		{ "policy = off\n", 1, "before the first" },
		{ "[a]\nPolicy = off\n", 2, "'Policy'" },
		{ "[a]\npolicy = off\ncolor = blue\n", 3, "'color'" },
		{ "[a]\npolicy = off\npolicy = kernel\n", 3, "second policy" },
		{ "[a]\npolicy = off\n [/a/]\npolicy = off\n", 3, "line 1" },
		{ "[/]\npolicy = off\n[//]\npolicy = off\n", 3, "line 1" },
		{ "[a]\n\n[b]\npolicy = off\n", 1, "[a] has no policy" },
		{ "[a]\npolicy = window=40\n", 2, "'40'" },
		{ "[a]\npolicy =\n", 2, "no value" },
		{ "[a]\npolicy\n", 2, "neither" },
		{ "[a]\ngarbage\n[b]\ncolor = blue\n", 2, "neither" },
		{ "[a\npolicy = off\n", 1, "not [CGROUP]" },
		{ "[a] b\npolicy = off\n", 1, "not [CGROUP]" },
		{ "[]\npolicy = off\n", 1, "empty" },
		{ "[a]\npolicy = /" LONG_NAME "/x.o\n", 2, "longer than" },
		{ "\177ELF\n", 1, "neither" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		why.text[0] = '\0';
		assert_int_equal(read_plan(bad[i].text), -EINVAL);
		if (line != bad[i].line || !strstr(why.text, bad[i].why))
			fail_msg("%s: line %d: '%s' lacks %s", bad[i].text, line, why.text,
				 bad[i].why);
	}
	assert_int_equal(read_bytes("[a]\npol\0icy = off\n", 18), -EINVAL);
	assert_int_equal(line, 2);
}

static void long_comments_are_no_error(void **state)
{
	(void)state;
	assert_int_equal(read_plan("# " LONG_NAME LONG_NAME "\n[a]\npolicy = off\n"), 0);
	assert_int_equal(plan.nr, 1);
}

static const struct policy_present present[] = {
	{ 10, "/same", "off" },
	{ 11, "/other", "window=4" },
	{ 12, "/old", "kernel" },
	{ 13, "/file", "mine" },
};

static char *print(bool keep, bool done)
{
	static const uint64_t ids[] = { 10, 11, 13, 20 };
	struct policy_diff diff;
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	assert_int_equal(read_plan("[same]\npolicy=off\n[other]\npolicy=window=8\n"
				   "[file]\npolicy=mine.o,a=1\n[new]\npolicy=iaa\n"), 0);
	for (size_t i = 0; i < plan.nr; i++) {
		plan.entries[i].id = ids[i];
		plan.entries[i].path = i < 2 ? present[i].path : i == 2 ? "/file" : "/new";
	}
	assert_int_equal(policy_diff__build(&diff, &plan, present, 4, keep), 0);
	policy_diff__print(out, &diff, done);
	policy_diff__release(&diff);
	fclose(out);
	return text;
}

static void differences_are_by_path(void **state)
{
	char *text = print(false, false);

	(void)state;
	assert_string_equal(text,
			    "replace    /file  mine -> mine.o,a=1\n"
			    "add        /new  iaa\n"
			    "clear      /old  kernel\n"
			    "replace    /other  window=4 -> window=8\n"
			    "unchanged  /same  off\n");
	free(text);
	text = print(true, true);
	assert_string_equal(text,
			    "replaced   /file  mine -> mine.o,a=1\n"
			    "added      /new  iaa\n"
			    "replaced   /other  window=4 -> window=8\n"
			    "unchanged  /same  off\n");
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(sections_are_cgroups, teardown),
		cmocka_unit_test_teardown(errors_have_a_line, teardown),
		cmocka_unit_test_teardown(long_comments_are_no_error, teardown),
		cmocka_unit_test_teardown(differences_are_by_path, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
