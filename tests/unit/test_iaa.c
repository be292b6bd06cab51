// SPDX-License-Identifier: GPL-2.0-only
/* IAA: arithmetic on its counts, and what small trees of sysfs tell of its set-up. */
#include "tree.h"

#include "userspace/iaa.h"
#include "userspace/iaa_system.h"

static struct swapra_iaa_queue queue(unsigned device, unsigned number, uint64_t submitted)
{
	struct swapra_iaa_queue made = { .device = device, .queue = number, .is_used = 1 };

	made.operations[SWAPRA_IAA_DECOMPRESS].submitted = submitted;
	made.operations[SWAPRA_IAA_DECOMPRESS].status[SWAPRA_IAA_SUCCESS] = submitted;
	return made;
}

static void a_delta_pairs_work_queues(void **state)
{
	struct swapra_iaa_queue old[] = { queue(3, 0, 5) };
	struct swapra_iaa_queue new[] = { queue(1, 0, 7), queue(3, 0, 9) };
	struct iaa_counts older = { .queues = old, .nr_queues = 1 };
	struct iaa_counts newer = { .queues = new, .nr_queues = 2, .is_attached = true }, delta;

	(void)state;
	new[1].in_flight = 2;
	old[0].in_flight = 5;
	older.calls[SWAPRA_IAA_CALL_DECOMPRESS].fallbacks = 1;
	newer.calls[SWAPRA_IAA_CALL_DECOMPRESS].fallbacks = 4;
	assert_int_equal(iaa__delta(&delta, &newer, &older), 0);
	assert_int_equal(delta.nr_queues, 2);
	assert_int_equal(delta.queues[0].operations[SWAPRA_IAA_DECOMPRESS].submitted, 7);
	assert_int_equal(delta.queues[1].operations[SWAPRA_IAA_DECOMPRESS].submitted, 4);
	assert_int_equal(delta.queues[1].in_flight, 2); /* a state */
	assert_int_equal(delta.calls[SWAPRA_IAA_CALL_DECOMPRESS].fallbacks, 3);
	assert_true(delta.is_attached);
	iaa__release(&delta);
}

static void a_sum_keeps_the_deepest_queue(void **state)
{
	struct swapra_iaa_queue queues[] = { queue(1, 0, 7), queue(1, 1, 2) }, sum;
	struct iaa_counts counts = { .queues = queues, .nr_queues = 2 };

	(void)state;
	queues[0].in_flight = 1;
	queues[0].in_flight_max = 3;
	queues[1].in_flight = 2;
	queues[1].in_flight_max = 2;
	queues[1].operations[SWAPRA_IAA_DECOMPRESS].status[0x0a] = 4;
	iaa_queues__sum(&sum, &counts);
	assert_int_equal(sum.operations[SWAPRA_IAA_DECOMPRESS].submitted, 9);
	assert_int_equal(iaa_counts__errors(&sum.operations[SWAPRA_IAA_DECOMPRESS]), 4);
	assert_int_equal(sum.in_flight, 3);
	assert_int_equal(sum.in_flight_max, 3);
	assert_false(iaa_queue__is_idle(&sum));
}

static void rows_of_one_cgroup_are_one(void **state)
{
	struct swapra_iaa_pages pages[] = {
		{ .cgroup = 9, .iaa = 1 }, { .cgroup = 4, .other = 2 }, { .cgroup = 9, .fallback = 3 },
	};
	struct iaa_counts counts = { .pages = pages, .nr_pages = 3 };

	(void)state;
	iaa__settle(&counts);
	assert_int_equal(counts.nr_pages, 2);
	assert_int_equal(iaa__pages(&counts, 9).iaa, 1);
	assert_int_equal(iaa__pages(&counts, 9).fallback, 3);
	assert_int_equal(iaa__pages(&counts, 4).other, 2);
	assert_int_equal(iaa__pages(&counts, 5).iaa, 0);
}

static void work_queues_have_names(void **state)
{
	struct swapra_iaa_queue made = queue(3, 1, 0);
	char name[IAA_QUEUE_NAME];

	(void)state;
	iaa_queue__name(name, &made);
	assert_string_equal(name, "iax3/wq3.1");
	made.device = UINT32_MAX;
	iaa_queue__name(name, &made);
	assert_string_equal(name, "(other)");
	assert_string_equal(iaa_status__meaning(0x24), "watchdog expired");
	assert_null(iaa_status__meaning(0x77));
}

static void modules_are_found(void **state)
{
	struct iaa iaa;

	iaa__probe(&iaa, *state, NULL);
	assert_false(iaa.has_bus || iaa.has_crypto);
	assert_int_equal(iaa.verify_compress, -1);
	tree_write(*state, "/sys/bus/dsa/x", "");
	tree_write(*state, "/sys/module/iaa_crypto/x", "");
	iaa__probe(&iaa, *state, NULL);
	assert_true(iaa.has_bus && iaa.has_crypto);
	assert_int_equal(iaa.nr_bound, 0);
	assert_false(iaa.has_btf);
}

static void the_set_up_is_found(void **state)
{
	struct iaa iaa;

	tree_write(*state, "/sys/module/iaa_crypto/x", "");
	tree_write(*state, "/sys/bus/dsa/devices/wq1.0/x", "");
	tree_write(*state, "/sys/bus/dsa/devices/wq1.1/x", "");
	tree_write(*state, "/sys/bus/dsa/devices/iax1/x", "");
	tree_write(*state, "/sys/bus/dsa/drivers/crypto/wq1.1/x", "");
	tree_write(*state, "/sys/bus/dsa/drivers/crypto/sync_mode", "async_irq\n");
	tree_write(*state, "/sys/bus/dsa/drivers/crypto/verify_compress", "1\n");
	iaa__probe(&iaa, *state, NULL);
	assert_int_equal(iaa.nr_queues, 2);
	assert_int_equal(iaa.nr_bound, 1);
	assert_string_equal(iaa.bound, "wq1.1");
	assert_string_equal(iaa.sync_mode, "async_irq");
	assert_int_equal(iaa.verify_compress, 1);
}

static void many_names_are_cut(void **state)
{
	struct iaa iaa;
	char path[128];

	for (unsigned i = 0; i < 64; i++) {
		snprintf(path, sizeof(path), "/sys/bus/dsa/drivers/crypto/wq%u.0/x", i);
		tree_write(*state, path, "");
	}
	iaa__probe(&iaa, *state, NULL);
	assert_int_equal(iaa.nr_bound, 64);
	assert_string_equal(iaa.bound + strlen(iaa.bound) - 4, " ...");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_delta_pairs_work_queues),
		cmocka_unit_test(a_sum_keeps_the_deepest_queue),
		cmocka_unit_test(rows_of_one_cgroup_are_one),
		cmocka_unit_test(work_queues_have_names),
		TREE_TEST(modules_are_found),
		TREE_TEST(the_set_up_is_found),
		TREE_TEST(many_names_are_cut),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
