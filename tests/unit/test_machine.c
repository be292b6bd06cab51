// SPDX-License-Identifier: GPL-2.0-only
/* What is told of the machine: probes, work queues, policies; and every family at once. */
#include "cmocka_all.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <event2/buffer.h>

#include "exporter/machine.h"

static struct machine machine;
static struct swapra_iaa_queue queues[2];
static struct probe_misses misses[3];
static struct verdict_policy policies[1];
static struct snapshot snap;
static char *page;

static const char *path_of(void *context, uint64_t cgroup)
{
	(void)context;
	return cgroup == 7 ? "/a\"b" : NULL;
}

static const struct series_names names = { .path = path_of };

static int setup(void **state)
{
	(void)state;
	memset(queues, 0, sizeof(queues));
	misses[0] = (struct probe_misses){ "p1", "swap_read_folio", 3 };
	misses[1] = (struct probe_misses){ "p2", "__folio_lock_or_retry", 0 };
	misses[2] = (struct probe_misses){ "p3", "idxd_submit_desc", 5 };
	policies[0] = (struct verdict_policy){ .cgroup = 7, .name = "off" };
	snap = (struct snapshot){ .misses = misses, .nr_misses = 2 };
	return machine__init(&machine, "kprobe");
}

static int teardown(void **state)
{
	(void)state;
	machine__release(&machine);
	free(page);
	page = NULL;
	return 0;
}

static void take(void)
{
	assert_int_equal(machine__take(&machine, &snap, &names), 0);
}

static const char *print(enum exposition_format format)
{
	struct evbuffer *out = evbuffer_new();
	struct exposition exposition;
	size_t length;

	assert_non_null(out);
	exposition__begin(&exposition, format, out);
	for (size_t i = 0; i < nr_families; i++) {
		const struct machine_subjects *from = &machine.subjects[families[i].scope];

		exposition__family(&exposition, &families[i],
				   &(struct subjects){ from->subjects, from->nr, NULL });
	}
	assert_int_equal(exposition__end(&exposition), 0);
	length = evbuffer_get_length(out);
	free(page);
	page = calloc(1, length + 1);
	assert_non_null(page);
	assert_int_equal(evbuffer_remove(out, page, length), length);
	evbuffer_free(out);
	return page;
}

static void expect_line(const char *line)
{
	if (!strstr(page, line))
		fail_msg("no '%s' in\n%s", line, page);
}

/* A probe that is attached anew counts from 0, its metric goes on. */
static void test_probes(void **state)
{
	(void)state;
	take();
	misses[0].missed = 5;
	take();
	misses[0].missed = 1;
	snap.nr_misses = 3;
	take();
	print(EXPOSITION_TEXT);
	expect_line("\nswapra_missed_runs_total{program=\"p1\",function=\"swap_read_folio\"} 6\n");
	expect_line("\nswapra_missed_runs_total{program=\"p3\",function=\"idxd_submit_desc\"} 5\n");
}

static void test_queues(void **state)
{
	(void)state;
	queues[0] = (struct swapra_iaa_queue){ .device = 1, .queue = 2, .in_flight = 4 };
	queues[0].operations[SWAPRA_IAA_DECOMPRESS].submitted = 10;
	queues[0].operations[SWAPRA_IAA_DECOMPRESS].status[SWAPRA_IAA_SUCCESS] = 8;
	queues[0].operations[SWAPRA_IAA_DECOMPRESS].status[0x0a] = 2;
	queues[0].operations[SWAPRA_IAA_DECOMPRESS].ns[0] = 10;
	queues[1] = (struct swapra_iaa_queue){ .device = UINT32_MAX, .queue = UINT32_MAX };
	snap.iaa.queues = queues;
	snap.iaa.nr_queues = 1;
	take();
	snap.iaa.nr_queues = 2;
	take();
	print(EXPOSITION_TEXT);
#define QUEUE "{device=\"iax1\",queue=\"wq1.2\""
	expect_line("\nswapra_iaa_operations_total" QUEUE ",operation=\"decompress\"} 10\n");
	expect_line("\nswapra_iaa_failed_operations_total" QUEUE ",operation=\"decompress\"} 2\n");
	expect_line("\nswapra_iaa_in_flight_operations" QUEUE "} 4\n");
	expect_line("\nswapra_iaa_operation_seconds_count" QUEUE ",operation=\"decompress\"} 10\n");
	expect_line("\nswapra_iaa_operations_total{device=\"(other)\",queue=\"(other)\","
		    "operation=\"compress\"} 0\n");
	assert_null(strstr(page, "operation=\"verify\""));
}

static void test_policies(void **state)
{
	(void)state;
	snap.verdicts = (struct verdicts){ .loaded = true, .policies = policies, .nr_policies = 1 };
	take();
	print(EXPOSITION_OPENMETRICS);
	expect_line("\n# TYPE swapra_policy info\n"
		    "swapra_policy_info{cgroup=\"/a\\\"b\",policy=\"off\"} 1\n");
	policies[0].cgroup = 8;
	take();
	assert_null(strstr(print(EXPOSITION_TEXT), "swapra_policy_info{"));
}

/* Each line of a page is a comment or a sample of the family that was named above it. */
static void check_page(enum exposition_format format)
{
	char family[128] = "", *line, *rest;

	print(format);
	for (line = strtok_r(page, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
		if (sscanf(line, "# TYPE %127s", family) == 1 || *line == '#')
			continue;
		assert_int_equal(strncmp(line, family, strlen(family)), 0);
		assert_non_null(strrchr(line, ' '));
	}
}

static void test_page(void **state)
{
	(void)state;
	take();
	check_page(EXPOSITION_TEXT);
	check_page(EXPOSITION_OPENMETRICS);
	assert_string_equal(families[nr_families - 1].name,
			    "swapra_exporter_scrape_duration_seconds");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_probes, setup, teardown),
		cmocka_unit_test_setup_teardown(test_queues, setup, teardown),
		cmocka_unit_test_setup_teardown(test_policies, setup, teardown),
		cmocka_unit_test_setup_teardown(test_page, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
