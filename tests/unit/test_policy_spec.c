// SPDX-License-Identifier: GPL-2.0-only
/* What the user calls a policy. */
#include "cmocka_all.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "userspace/policy/spec.h"

static struct policy_spec spec;
static struct policy_error why;

static int teardown(void **state)
{
	(void)state;
	policy_spec__release(&spec);
	return 0;
}

static int parse(const char *text)
{
	policy_spec__release(&spec);
	return policy_spec__parse(&spec, text, &why);
}

static void expect_window(const char *text, const char *name, uint64_t window, uint64_t placement)
{
	assert_int_equal(parse(text), 0);
	assert_string_equal(spec.shipped, "window");
	assert_string_equal(spec.name, name);
	assert_int_equal(spec.nr_settings, 2);
	assert_string_equal(spec.settings[0].name, "window");
	assert_int_equal(spec.settings[0].magnitude, window);
	assert_string_equal(spec.settings[1].name, "placement");
	assert_int_equal(spec.settings[1].magnitude, placement);
}

static void shipped_policies(void **state)
{
	static const char *const names[] = { "off", "kernel", "iaa" };

	(void)state;
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(parse(names[i]), 0);
		assert_string_equal(spec.shipped, names[i]);
		assert_string_equal(spec.name, names[i]);
		assert_int_equal(spec.nr_settings, 0);
		assert_null(spec.file);
	}
	expect_window("window=16,after", "window=16,after", 16, SWAPRA_AFTER);
	expect_window("window=1,before", "window=1,before", 1, SWAPRA_BEFORE);
	expect_window("window=32", "window=32", 32, SWAPRA_AROUND);
	expect_window("window=32,around", "window=32", 32, SWAPRA_AROUND);
}

static void files_with_settings(void **state)
{
	(void)state;
	assert_int_equal(parse("/a,b/mine.bpf.o,limit=4,low=-9223372036854775808,mask=0xFf"), 0);
	assert_null(spec.shipped);
	assert_string_equal(spec.file, "/a,b/mine.bpf.o");
	assert_string_equal(spec.name, "");
	assert_int_equal(spec.nr_settings, 3);
	assert_string_equal(spec.settings[0].name, "limit");
	assert_int_equal(spec.settings[0].magnitude, 4);
	assert_true(spec.settings[1].negative);
	assert_true(spec.settings[1].magnitude == 1ULL << 63);
	assert_int_equal(spec.settings[2].magnitude, 255);
	assert_int_equal(parse("off.o"), 0);
	assert_string_equal(spec.file, "off.o");
	assert_int_equal(parse("a=1.o"), 0);
	assert_string_equal(spec.file, "a=1.o");
}

static void what_is_wrong_is_named(void **state)
{
	static const char *const bad[][2] = {
		{ "", "''" }, { "Off", "'Off'" }, { "off,1", "'off,1'" }, { "adaptive", "'adaptive'" },
		{ "window", "1 to 32" }, { "window=", "''" }, { "window=0", "'0'" },
		{ "window=33", "'33'" }, { "window=-1", "'-1'" }, { "window=8 ", "'8 '" },
		{ "window=99999999999999999999999", "1 to 32" }, { "window=8,", "placement ''" },
		{ "window=8,After", "'After'" }, { "window=8,after,x", "'after,x'" },
		{ ".o", "'.o'" }, { "x.o,", "setting ''" }, { "x.o,a", "'a'" }, { "x.o,=1", "'=1'" },
		{ "x.o,a=", "'a='" }, { "x.o,a=1x", "'a=1x'" }, { "x.o,a=0x", "'a=0x'" },
		{ "x.o,a=--1", "'a=--1'" }, { "x.o,a=1,a=2", "'a' is given twice" },
		{ "x.o,a=18446744073709551616", "not an integer" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(parse(bad[i][0]), -EINVAL);
		if (!strstr(why.text, bad[i][1]))
			fail_msg("%s: '%s' lacks %s", bad[i][0], why.text, bad[i][1]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(shipped_policies, teardown),
		cmocka_unit_test_teardown(files_with_settings, teardown),
		cmocka_unit_test_teardown(what_is_wrong_is_named, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
