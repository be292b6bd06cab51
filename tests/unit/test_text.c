// SPDX-License-Identifier: GPL-2.0-only
/* Durations, times, cells and names as text. */
#include "cmocka_all.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "userspace/duration.h"
#include "userspace/text.h"
#include "userspace/value.h"

static void durations_are_parsed_exactly(void **state)
{
	uint64_t ns;

	(void)state;
	assert_int_equal(duration__parse("5", &ns), 0);
	assert_int_equal(ns, 5000000000);
	assert_int_equal(duration__parse("0.1", &ns), 0);
	assert_int_equal(ns, 100000000);
	assert_int_equal(duration__parse(".25", &ns), 0);
	assert_int_equal(ns, 250000000);
	assert_int_equal(duration__parse("1.0000000019", &ns), 0);
	assert_int_equal(ns, 1000000001);
}

static void bad_durations_are_refused(void **state)
{
	static const char *const bad[] = {
		"", " ", ".", "5.", "-1", "+1", " 1", "1 ", "1s", "1e3", "0x10", "nan", "inf",
		"1,5", "1.5.5",
	};
	uint64_t ns;

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		assert_int_equal(duration__parse(bad[i], &ns), -EINVAL);
	assert_int_equal(duration__parse("99999999999", &ns), -ERANGE);
	assert_int_equal(duration__parse("99999999999999999999999", &ns), -ERANGE);
}

static void durations_have_three_digits(void **state)
{
	static const struct {
		uint64_t ns;
		const char *text;
	} cases[] = {
		{ 0, "0ns" }, { 999, "999ns" }, { 1000, "1.00us" }, { 9994, "9.99us" },
		{ 9995, "10.0us" }, { 99949, "99.9us" }, { 99950, "100us" },
		{ 999499, "999us" }, { 999500, "1.00ms" }, { 1500000000, "1.50s" },
		{ 1234000000000, "1234s" }, { UINT64_MAX, "18446744074s" },
	};
	char text[DURATION_TEXT];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		duration__format(text, cases[i].ns);
		assert_string_equal(text, cases[i].text);
	}
}

static void times_are_utc(void **state)
{
	struct timespec time = { 1785542400, 1999 };
	char text[TIME_TEXT];

	(void)state;
	time__format_utc(text, &time);
	assert_string_equal(text, "2026-08-01T00:00:00.000001Z");
}

static void assert_cell(struct value value, unsigned digits, const char *people,
			const char *machines)
{
	char text[VALUE_TEXT_SIZE];

	assert_string_equal(value__format(text, &value, digits), people);
	assert_string_equal(value__plain(text, &value), machines);
}

static void cells_for_people_and_machines(void **state)
{
	struct value huge = { .type = VALUE_COUNT, .integer = UINT64_MAX };

	(void)state;
	assert_cell((struct value){ .type = VALUE_NONE }, 0, "-", "");
	assert_cell(huge, 0, "18446744073709551615", "18446744073709551615");
	assert_cell(huge, 5, "18.4E", "18446744073709551615");
	assert_cell((struct value){ .type = VALUE_COUNT, .integer = 99999 }, 5, "99999", "99999");
	assert_cell((struct value){ .type = VALUE_COUNT, .integer = 100000 }, 5, "100k", "100000");
	assert_cell((struct value){ .type = VALUE_COUNT, .integer = 999999 }, 5, "1.00M", "999999");
	assert_cell((struct value){ VALUE_COUNT, true, { 33 } }, 0, "33+", "33");
	assert_cell((struct value){ VALUE_DURATION, true, { 1ULL << 33 } }, 0, ">8.59s",
		    "8589934592");
	assert_cell((struct value){ .type = VALUE_REAL, .real = 3.456 }, 0, "3.5", "3.46");
}

static void assert_escaped(const char *name, enum text_escape what, const char *wanted)
{
	char *escaped = text__escape(name, what);

	assert_string_equal(escaped, wanted);
	free(escaped);
}

static void names_are_made_safe(void **state)
{
	(void)state;
	assert_escaped("/a\nb\x1b[2J\x7f", ESCAPE_CONTROL, "/a\\x0ab\\x1b[2J\\x7f");
	assert_escaped("/a\nb", ESCAPE_INVALID, "/a\nb");
	assert_escaped("/\xff\xc3", ESCAPE_INVALID, "/\\xff\\xc3");
	assert_escaped("/\xc0\xaf/\xed\xa0\x80", ESCAPE_INVALID, "/\\xc0\\xaf/\\xed\\xa0\\x80");
	assert_escaped("/größe/日本", ESCAPE_CONTROL, "/größe/日本");
	assert_escaped("/\xe2\x80\xae" "b", ESCAPE_CONTROL, "/\\xe2\\x80\\xaeb");
}

static void long_names_keep_their_end(void **state)
{
	char out[64];

	(void)state;
	assert_int_equal(text__width("/größe"), 6);
	assert_int_equal(text__width("日本"), 4);
	text__fit(out, sizeof(out), "/short", 6);
	assert_string_equal(out, "/short");
	text__fit(out, sizeof(out), "/a/long/name", 6);
	assert_string_equal(out, "…/name");
	text__fit(out, sizeof(out), "/日本日本", 4);
	assert_string_equal(out, "…本");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(durations_are_parsed_exactly),
		cmocka_unit_test(bad_durations_are_refused),
		cmocka_unit_test(durations_have_three_digits),
		cmocka_unit_test(times_are_utc),
		cmocka_unit_test(cells_for_people_and_machines),
		cmocka_unit_test(names_are_made_safe),
		cmocka_unit_test(long_names_keep_their_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
