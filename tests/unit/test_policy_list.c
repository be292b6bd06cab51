// SPDX-License-Identifier: GPL-2.0-only
/* `swapra policy list`: which policy applies where, as table and as JSON. */
#include "cmocka_all.h"

#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "userspace/policy/list.h"
#include "userspace/render/policy.h"

static const char *const paths[] = {
	[1] = "/", [2] = "/a", [3] = "/a/b", [4] = "/ab", [5] = "/a/b/c", [6] = NULL,
	[7] = "/z", [8] = "/a/b/d\x1b", [9] = "/kubepods.slice/kubepods-burstable.slice",
	[10] = "/kubepods.slice/kubepods-burstable.slice/kubepods-burstable-pod1234.slice",
};

static const char *path_of(void *context, uint64_t id)
{
	(void)context;
	return paths[id];
}

static const char *name_of(void *context, uint64_t id)
{
	(void)context;
	return paths[id] ?: "(removed:6)";
}

static const struct policy_names names = { NULL, name_of, path_of };

#define HEAD "swapra version=0.2.0 abi=1\n"
#define HOOK "hook function=swapin_readahead mode=redirect errno=0\n"

static const char sample[] =
	HEAD HOOK
	"hook function=swap_cluster_readahead mode=none errno=16\n"
	"zswap state=readable\n"
	"total verdicts=12345689 kernel=1 single=12345678 sized=10 prefetched=70 clamped=3 "
	"guarded=2 errors=1 background=0 failed_charges=4\n"
	"policy cgroup=2 name=window=16,after link=9\n"
	"policy cgroup=5 name=off link=0\n"
	"cgroup id=3 policy=2 verdicts=11 kernel=1 single=0 sized=10 prefetched=70 clamped=3 "
	"guarded=2 errors=1 background=0 failed_charges=4 unused=6\n"
	"cgroup id=4 policy=1 verdicts=0\n"
	"cgroup id=5 policy=2 verdicts=12345678 single=12345678\n"
	"cgroup id=6 policy=2 verdicts=0\n"
	"cgroup id=8 policy=5 verdicts=0\n";

static struct policy_status status;
static struct policy_list list;

static void build(const char *text, const uint64_t *selected, size_t nr)
{
	policy_list__release(&list);
	policy_status__release(&status);
	assert_int_equal(policy_status__parse(&status, text), 0);
	assert_int_equal(policy_list__build(&list, &status, &names, selected, nr), 0);
}

static int teardown(void **state)
{
	(void)state;
	policy_list__release(&list);
	policy_status__release(&status);
	memset(&list, 0, sizeof(list));
	return 0;
}

static char *table(bool wide)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	assert_int_equal(policy_table__print(out, &list, wide), 0);
	fclose(out);
	return text;
}

static void expect_row(size_t i, const char *name, const char *policy, const char *from)
{
	assert_true(i < list.nr);
	assert_string_equal(list.rows[i].name, name);
	if (!policy) {
		assert_null(list.rows[i].policy);
		return;
	}
	assert_string_equal(list.rows[i].policy, policy);
	assert_string_equal(list.rows[i].from_name, from);
}

/* What the module saw last, and what applies by now, can differ. */
static void nearest_policy_wins(void **state)
{
	(void)state;
	build(sample, NULL, 0);
	assert_int_equal(list.nr, 6);
	expect_row(0, "(removed:6)", "window=16,after", "/a");
	expect_row(1, "/a", "window=16,after", "/a");
	expect_row(2, "/a/b", "window=16,after", "/a");
	expect_row(3, "/a/b/c", "off", "/a/b/c");
	expect_row(4, "/a/b/d\x1b", "window=16,after", "/a");
	expect_row(5, "/ab", NULL, NULL);
	assert_true(policy_row__is_own(&list.rows[1]));
	assert_false(policy_row__is_own(&list.rows[2]));
}

static void selected_cgroups_are_always_shown(void **state)
{
	static const uint64_t some[] = { 3, 7 };

	(void)state;
	build(sample, some, 2);
	assert_int_equal(list.nr, 4);
	expect_row(0, "/a/b", "window=16,after", "/a");
	expect_row(1, "/a/b/c", "off", "/a/b/c");
	expect_row(3, "/z", NULL, NULL);
	build(HEAD "policy cgroup=1 name=kernel link=3\n", &some[1], 1);
	assert_int_equal(list.nr, 1);
	expect_row(0, "/z", "kernel", "/");
}

static void table_says_it_all(void **state)
{
	char *text;

	(void)state;
	build(sample, NULL, 0);
	text = table(false);
	assert_string_equal(text,
		"                                 VERDICTS------------- OF THESE---------\n"
		"CGROUP      POLICY          FROM KERNEL   SINGLE SIZED CLAMP GUARD ERROR\n"
		"(removed:6) window=16,after /a        0        0     0     0     0     0\n"
		"/a          window=16,after -         0        0     0     0     0     0\n"
		"/a/b        window=16,after /a        1        0    10     3     2     1\n"
		"/a/b/c      off             -         0 12345678     0     0     0     0\n"
		"/a/b/d\\x1b  window=16,after /a        0        0     0     0     0     0\n"
		"/ab         -               -         0        0     0     0     0     0\n"
		"hook swap_cluster_readahead: none: EBUSY (Device or resource busy)\n");
	free(text);
}

/* Columns as a terminal counts them: the ellipsis is one of three bytes. */
static size_t columns(const char *text)
{
	size_t nr = 0;

	for (; *text; text++)
		nr += (*text & 0xc0) != 0x80;
	return nr;
}

static void table_is_narrow_unless_wide(void **state)
{
	char *text, *line, *rest;
	size_t widest = 0;

	(void)state;
	build(HEAD "policy cgroup=9 name=a-name-of-thirty-one-characters link=1\n"
	      "cgroup id=10 policy=9 verdicts=1 kernel=1 single=18446744073709551615 "
	      "sized=1 clamped=18446744073709551615 guarded=1234567\n", NULL, 0);
	assert_int_equal(list.nr, 2);
	text = rest = table(false);
	assert_non_null(strstr(text, "…"));
	while ((line = strsep(&rest, "\n")))
		widest = columns(line) > widest ? columns(line) : widest;
	assert_int_equal(widest, 79);
	free(text);
	text = table(true);
	assert_non_null(strstr(text, " a-name-of-thirty-one-characters "));
	assert_non_null(strstr(text, " 18446744073709551615 "));
	assert_non_null(strstr(text, "PREFETCHED"));
	free(text);
}

static void hooks_are_shown_when_not_in_place(void **state)
{
	char *text;

	(void)state;
	build(HEAD HOOK "hook function=f mode=none errno=0\n", NULL, 0);
	text = table(false);
	assert_string_equal(text, "No cgroup has a policy.\n");
	free(text);
	build(HEAD "policy cgroup=1 name=off link=1\nhook function=f mode=none errno=16\n"
	      "hook function=g mode=hint errno=16\n", NULL, 0);
	text = table(false);
	assert_non_null(strstr(text, "hook f: none: EBUSY"));
	assert_non_null(strstr(text, "hook g: hint: a livepatch"));
	free(text);
}

static json_object *member(json_object *object, const char *key)
{
	json_object *found = NULL;

	assert_true(json_object_object_get_ex(object, key, &found));
	return found;
}

static void json_has_everything(void **state)
{
	json_object *object, *rows, *row;
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	(void)state;
	build(sample, NULL, 0);
	assert_int_equal(policy_json__print(out, &list), 0);
	fclose(out);
	assert_ptr_equal(strchr(text, '\n'), text + size - 1);
	object = json_tokener_parse(text);
	rows = member(object, "cgroups");
	assert_int_equal(json_object_array_length(rows), 6);
	row = json_object_array_get_idx(rows, 2);
	assert_string_equal(json_object_get_string(member(row, "cgroup")), "/a/b");
	assert_string_equal(json_object_get_string(member(row, "from")), "/a");
	assert_int_equal(json_object_get_int(member(row, "link")), 9);
	assert_int_equal(json_object_get_int(member(row, "prefetched")), 70);
	assert_int_equal(json_object_get_int(member(row, "unused")), 6);
	assert_false(json_object_get_boolean(member(row, "own")));
	row = json_object_array_get_idx(rows, 5);
	assert_null(member(row, "policy"));
	assert_null(member(row, "from_id"));
	assert_int_equal(json_object_get_int(member(member(object, "total"), "failed_charges")), 4);
	assert_int_equal(json_object_get_int(member(member(object, "module"), "abi")), 1);
	assert_string_equal(json_object_get_string(member(
		json_object_array_get_idx(member(object, "hooks"), 1), "error")), "EBUSY");
	json_object_put(object);
	free(text);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(nearest_policy_wins, teardown),
		cmocka_unit_test_teardown(selected_cgroups_are_always_shown, teardown),
		cmocka_unit_test_teardown(table_says_it_all, teardown),
		cmocka_unit_test_teardown(table_is_narrow_unless_wide, teardown),
		cmocka_unit_test_teardown(hooks_are_shown_when_not_in_place, teardown),
		cmocka_unit_test_teardown(json_has_everything, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
