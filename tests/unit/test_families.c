// SPDX-License-Identifier: GPL-2.0-only
/* The table of metric families, and the document made from it. */
#include "cmocka_all.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exporter/families.h"

/* Every name as Prometheus wants it, once. */
static void test_names(void **state)
{
	(void)state;
	for (size_t i = 0; i < nr_families; i++) {
		const char *name = families[i].name;

		assert_ptr_equal(strstr(name, "swapra_"), name);
		for (const char *c = name; *c; c++)
			assert_true(islower(*c) || isdigit(*c) || *c == '_');
		for (size_t j = 0; j < i; j++)
			assert_string_not_equal(families[j].name, name);
	}
}

static bool ends_with(const char *text, const char *end)
{
	return strlen(text) >= strlen(end) && !strcmp(text + strlen(text) - strlen(end), end);
}

/* What the writer adds must not stand there already, and a unit ends the name. */
static void test_suffixes(void **state)
{
	static const char *const reserved[] = { "_total", "_info", "_bucket", "_sum", "_count",
						"_created" };

	(void)state;
	for (size_t i = 0; i < nr_families; i++) {
		for (size_t j = 0; j < sizeof(reserved) / sizeof(reserved[0]); j++)
			assert_false(ends_with(families[i].name, reserved[j]));
		if (families[i].unit)
			assert_true(ends_with(families[i].name, families[i].unit));
		assert_true(!families[i].is_ns || !strcmp(families[i].unit, "seconds"));
	}
}

static void test_rows_are_complete(void **state)
{
	(void)state;
	for (size_t i = 0; i < nr_families; i++) {
		const struct family *family = &families[i];

		assert_true(family->nr_samples && family->nr_samples <= FAMILY_SAMPLES_MAX);
		assert_non_null(family->help);
		assert_true(ends_with(family->help, ".") || strchr(family->help, ';'));
		assert_int_equal(!!family->buckets, family->type == FAMILY_HISTOGRAM);
		for (size_t j = 0; j < family->nr_samples; j++)
			assert_int_equal(!!family->samples[j].labels, !!family->labels);
	}
}

static char *read_file(const char *path)
{
	FILE *file = fopen(path, "r");
	char *text = calloc(1, 1 << 17);

	assert_non_null(file);
	assert_non_null(text);
	assert_true(fread(text, 1, (1 << 17) - 1, file) < (1 << 17) - 1);
	fclose(file);
	return text;
}

/* `make metrics-doc` makes it anew. */
static void test_document(void **state)
{
	char *made = NULL, *kept = read_file("docs/metrics.md");
	size_t size;
	FILE *out = open_memstream(&made, &size);

	(void)state;
	assert_non_null(out);
	families__print_document(out);
	assert_int_equal(fclose(out), 0);
	assert_string_equal(kept, made);
	free(kept);
	free(made);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_names),
		cmocka_unit_test(test_suffixes),
		cmocka_unit_test(test_rows_are_complete),
		cmocka_unit_test(test_document),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
