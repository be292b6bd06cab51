// SPDX-License-Identifier: GPL-2.0-only
/* The two text formats, byte for byte. */
#include "cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <event2/buffer.h>

#include "exporter/exposition.h"
#include "exporter/families.h"
#include "exporter/labels.h"

struct numbers {
	uint64_t a;
	uint64_t b;
	EXPORTED_HISTOGRAM(BATCH_BUCKETS) histogram;
	EXPORTED_HISTOGRAM(LOAD_BUCKETS) latency;
};

#define AT(member) offsetof(struct numbers, member)

static const struct family_sample two[] = {
	{ "x=\"1\"", AT(a), false }, { "x=\"2\"", AT(b), true },
};
static const struct family_sample one = { NULL, AT(a), false };
static const struct family_sample pages = { NULL, AT(histogram), false };
static const struct family_sample latency = { "x=\"1\"", AT(latency), false };

static struct numbers numbers;
static struct evbuffer *out;
static char *text;

static int setup(void **state)
{
	(void)state;
	numbers = (struct numbers){};
	out = evbuffer_new();
	text = NULL;
	return out ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	free(text);
	evbuffer_free(out);
	return 0;
}

static const char *print(enum exposition_format format, const struct family *family,
			 const char *labels, size_t nr_subjects)
{
	struct subject subjects[3];
	struct exposition exposition;

	for (size_t i = 0; i < nr_subjects; i++)
		subjects[i] = (struct subject){ labels, strlen(labels), &numbers };
	exposition__begin(&exposition, format, out);
	exposition__family(&exposition, family, &(struct subjects){ subjects, nr_subjects, NULL });
	assert_int_equal(exposition__end(&exposition), 0);
	free(text);
	text = calloc(1, evbuffer_get_length(out) + 1);
	assert_non_null(text);
	assert_true(evbuffer_remove(out, text, evbuffer_get_length(out)) >= 0);
	return text;
}

static void test_counter(void **state)
{
	const struct family family = {
		.name = "swapra_things", .type = FAMILY_COUNTER, .help = "Things.",
		.samples = two, .nr_samples = 2,
	};

	(void)state;
	numbers.a = UINT64_MAX;
	assert_string_equal(print(EXPOSITION_TEXT, &family, "cgroup=\"/\"", 1),
			    "# HELP swapra_things_total Things.\n"
			    "# TYPE swapra_things_total counter\n"
			    "swapra_things_total{cgroup=\"/\",x=\"1\"} 18446744073709551615\n");
	numbers.b = 1;
	assert_string_equal(print(EXPOSITION_OPENMETRICS, &family, "", 1),
			    "# HELP swapra_things Things.\n"
			    "# TYPE swapra_things counter\n"
			    "swapra_things_total{x=\"1\"} 18446744073709551615\n"
			    "swapra_things_total{x=\"2\"} 1\n"
			    "# EOF\n");
}

static const char *value_of_ns(uint64_t ns)
{
	const struct family family = {
		.name = "swapra_seconds", .type = FAMILY_GAUGE, .unit = "seconds", .is_ns = true,
		.help = "T.", .samples = &one, .nr_samples = 1,
	};

	numbers.a = ns;
	return strstr(print(EXPOSITION_TEXT, &family, "", 1), "\nswapra_seconds ") +
	       strlen("\nswapra_seconds ");
}

/* A double would make the last 18446744073.7095516. */
static void test_seconds_are_exact(void **state)
{
	(void)state;
	assert_string_equal(value_of_ns(0), "0\n");
	assert_string_equal(value_of_ns(1), "0.000000001\n");
	assert_string_equal(value_of_ns(1500000000), "1.5\n");
	assert_string_equal(value_of_ns(60000000000), "60\n");
	assert_string_equal(value_of_ns(UINT64_MAX), "18446744073.709551615\n");
}

static void test_below_zero(void **state)
{
	const struct family family = {
		.name = "swapra_pages", .type = FAMILY_GAUGE, .is_signed = true, .unit = "pages",
		.help = "P.", .samples = &one, .nr_samples = 1,
	};

	(void)state;
	numbers.a = -3;
	assert_string_equal(print(EXPOSITION_OPENMETRICS, &family, "", 1),
			    "# HELP swapra_pages P.\n"
			    "# TYPE swapra_pages gauge\n"
			    "# UNIT swapra_pages pages\n"
			    "swapra_pages 0\n"
			    "# EOF\n");
}

static void test_info(void **state)
{
	const struct family family = {
		.name = "swapra_build", .type = FAMILY_INFO, .help = "B.",
		.samples = &one, .nr_samples = 1,
	};

	(void)state;
	numbers.a = 1;
	assert_string_equal(print(EXPOSITION_TEXT, &family, "v=\"1\"", 1),
			    "# HELP swapra_build_info B.\n"
			    "# TYPE swapra_build_info gauge\n"
			    "swapra_build_info{v=\"1\"} 1\n");
	assert_string_equal(print(EXPOSITION_OPENMETRICS, &family, "v=\"1\"", 1),
			    "# HELP swapra_build B.\n"
			    "# TYPE swapra_build info\n"
			    "swapra_build_info{v=\"1\"} 1\n"
			    "# EOF\n");
}

static void test_histogram(void **state)
{
	const struct family family = {
		.name = "swapra_batch", .type = FAMILY_HISTOGRAM, .help = "B.",
		.buckets = &batch_buckets, .samples = &pages, .nr_samples = 1,
	};

	(void)state;
	numbers.histogram.buckets[0] = 1;
	numbers.histogram.buckets[3] = 2;
	numbers.histogram.buckets[BATCH_BUCKETS - 1] = 4;
	numbers.histogram.sum = 150;
	assert_string_equal(print(EXPOSITION_TEXT, &family, "cgroup=\"/\"", 1),
			    "# HELP swapra_batch B.\n"
			    "# TYPE swapra_batch histogram\n"
			    "swapra_batch_bucket{cgroup=\"/\",le=\"1\"} 1\n"
			    "swapra_batch_bucket{cgroup=\"/\",le=\"2\"} 1\n"
			    "swapra_batch_bucket{cgroup=\"/\",le=\"4\"} 1\n"
			    "swapra_batch_bucket{cgroup=\"/\",le=\"8\"} 3\n"
			    "swapra_batch_bucket{cgroup=\"/\",le=\"16\"} 3\n"
			    "swapra_batch_bucket{cgroup=\"/\",le=\"32\"} 3\n"
			    "swapra_batch_bucket{cgroup=\"/\",le=\"+Inf\"} 7\n"
			    "swapra_batch_sum{cgroup=\"/\"} 150\n"
			    "swapra_batch_count{cgroup=\"/\"} 7\n");
	assert_non_null(strstr(print(EXPOSITION_OPENMETRICS, &family, "", 1),
			       "swapra_batch_bucket{le=\"1.0\"} 1\n"));
}

static void test_latency_bounds(void **state)
{
	const struct family family = {
		.name = "swapra_load", .type = FAMILY_HISTOGRAM, .help = "L.",
		.buckets = &load_buckets, .samples = &latency, .nr_samples = 1,
	};

	(void)state;
	numbers.latency.sum = 1234567891;
	print(EXPOSITION_TEXT, &family, "cgroup=\"/\"", 1);
	assert_non_null(strstr(text, "{cgroup=\"/\",x=\"1\",le=\"1.023e-06\"} 0\n"));
	assert_non_null(strstr(text, "{cgroup=\"/\",x=\"1\",le=\"0.008388607\"} 0\n"));
	assert_non_null(strstr(text, "swapra_load_sum{cgroup=\"/\",x=\"1\"} 1.234567891\n"));
}

/* Nobody to tell of: not even the lines above. */
static void test_nothing_to_tell(void **state)
{
	struct family family = {
		.name = "swapra_things", .type = FAMILY_COUNTER, .help = "Things.",
		.samples = two + 1, .nr_samples = 1,
	};

	(void)state;
	assert_string_equal(print(EXPOSITION_TEXT, &family, "", 0), "");
	assert_string_equal(print(EXPOSITION_TEXT, &family, "", 2), "");
	family.samples = two;
	family.has_guard = true;
	family.guard = AT(b);
	assert_string_equal(print(EXPOSITION_TEXT, &family, "", 2), "");
	numbers.b = 1;
	assert_string_not_equal(print(EXPOSITION_TEXT, &family, "", 2), "");
}

/* Lines longer than what is reserved at a time, and more than fits into it. */
static void test_long_labels(void **state)
{
	const struct family family = {
		.name = "swapra_things", .type = FAMILY_COUNTER, .help = "Things.",
		.samples = &one, .nr_samples = 1,
	};
	size_t length = 200000;
	char *labels = malloc(length + 1), *line;

	(void)state;
	assert_non_null(labels);
	memset(labels, 'x', length);
	labels[length] = '\0';
	print(EXPOSITION_TEXT, &family, labels, 3);
	line = strstr(text, "swapra_things_total{x");
	for (unsigned i = 0; i < 3; i++, line = strchr(line, '\n') + 1) {
		assert_int_equal(strspn(line + strlen("swapra_things_total{"), "x"), length);
		assert_memory_equal(line + strlen("swapra_things_total{") + length, "} 0\n", 4);
	}
	assert_int_equal(*line, '\0');
	free(labels);
}

static void expect_label(const char *value, const char *wanted)
{
	char *label = label__text("cgroup", value);

	assert_non_null(label);
	assert_string_equal(label, wanted);
	free(label);
}

static void test_labels(void **state)
{
	(void)state;
	expect_label("/a", "cgroup=\"/a\"");
	expect_label("/a\"} 1\nfake 2", "cgroup=\"/a\\\"} 1\\nfake 2\"");
	expect_label("/a\\", "cgroup=\"/a\\\\\"");
	expect_label("/a\\n", "cgroup=\"/a\\\\n\"");
	expect_label("/grün/日本", "cgroup=\"/grün/日本\"");
	expect_label("/\xff", "cgroup=\"/\\\\xff\"");
	expect_label("/\xc3", "cgroup=\"/\\\\xc3\"");
	expect_label("/\xed\xa0\x80", "cgroup=\"/\\\\xed\\\\xa0\\\\x80\"");
	expect_label("/a\rb\tc", "cgroup=\"/a\rb\tc\"");
	expect_label("", "cgroup=\"\"");
}

/* The end is what tells two apart; a character is not cut. */
static void test_long_label(void **state)
{
	char path[3 * LABEL_MAX + 1] = "", *label;

	(void)state;
	for (unsigned i = 0; i < LABEL_MAX; i++)
		strcat(path, "日");
	label = label__text("cgroup", path);
	assert_non_null(label);
	assert_ptr_equal(strstr(label, "cgroup=\"…日日"), label);
	assert_true(strlen(label) <= LABEL_MAX + strlen("cgroup=\"…\""));
	assert_string_equal(label + strlen(label) - 4, "日\"");
	free(label);
}

static void test_bucket_bounds(void **state)
{
	const struct buckets *const all[] = { &batch_buckets, &fault_buckets, &load_buckets,
					      &age_buckets };

	(void)state;
	for (size_t i = 0; i < 4; i++) {
		size_t last = all[i]->nr - 1;

		assert_int_equal(all[i]->ends[last], all[i]->scale->nr_buckets);
		assert_true(buckets__highest(all[i], last) == BUCKET_OPEN);
		for (size_t bucket = 0; bucket < last; bucket++) {
			uint64_t above = buckets__highest(all[i], bucket) + all[i]->is_ns;

			assert_int_equal(above & (above - 1), 0);
			assert_true(all[i]->ends[bucket] < all[i]->ends[bucket + 1]);
		}
	}
	assert_int_equal(buckets__highest(&fault_buckets, 0), 2047);
	assert_int_equal(buckets__highest(&fault_buckets, FAULT_BUCKETS - 2), 4294967295);
	assert_int_equal(buckets__highest(&age_buckets, 4), (1 << 30) - 1);
}

/* Each latency comes into the bucket whose bounds are around it. */
/* As Go prints them: the shortest of 15 digits. */
static void test_bucket_texts(void **state)
{
	static const struct buckets *const all[] = {
		&batch_buckets, &fault_buckets, &load_buckets, &age_buckets,
	};
	char le[BUCKET_LE_BYTES];

	(void)state;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
		for (size_t bucket = 0; bucket < all[i]->nr - 1; bucket++) {
			uint64_t highest = buckets__highest(all[i], bucket);

			snprintf(le, sizeof(le), "%.15g", highest / (all[i]->is_ns ? 1e9 : 1));
			assert_string_equal(all[i]->le[bucket], le);
		}
		assert_string_equal(all[i]->le[all[i]->nr - 1], "+Inf");
	}
}

static void test_bucket_counts(void **state)
{
	(void)state;
	for (uint64_t ns = 1; ns < 1ULL << 40; ns += ns / 7 + 1) {
		__u64 counts[SWAPRA_LATENCY_BUCKETS] = {};
		uint64_t exported[FAULT_BUCKETS] = {};
		size_t bucket = 0;

		counts[latency_bucket__index(ns)] = 5;
		buckets__add(&fault_buckets, counts, exported);
		while (ns > buckets__highest(&fault_buckets, bucket))
			bucket++;
		assert_int_equal(exported[bucket], 5);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_counter, setup, teardown),
		cmocka_unit_test_setup_teardown(test_seconds_are_exact, setup, teardown),
		cmocka_unit_test_setup_teardown(test_below_zero, setup, teardown),
		cmocka_unit_test_setup_teardown(test_info, setup, teardown),
		cmocka_unit_test_setup_teardown(test_histogram, setup, teardown),
		cmocka_unit_test_setup_teardown(test_latency_bounds, setup, teardown),
		cmocka_unit_test_setup_teardown(test_nothing_to_tell, setup, teardown),
		cmocka_unit_test_setup_teardown(test_long_labels, setup, teardown),
		cmocka_unit_test(test_labels),
		cmocka_unit_test(test_long_label),
		cmocka_unit_test(test_bucket_bounds),
		cmocka_unit_test(test_bucket_texts),
		cmocka_unit_test(test_bucket_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
