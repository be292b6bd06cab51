// SPDX-License-Identifier: GPL-2.0-only
/* How large the table of prefetched pages is made, and how it is read. */
#include "tree.h"

#include "userspace/use_tables.h"

#define MIB 1024ULL
#define GIB (1024 * MIB)

/* A machine with so much memory and these swap devices; in KiB. */
static void machine(const char *root, unsigned long long memory, unsigned long long swap,
		    unsigned long long more_swap)
{
	char text[512];
	int length;

	snprintf(text, sizeof(text), "MemTotal: %llu kB\nMemFree: 1 kB\n", memory);
	tree_write(root, "/proc/meminfo", text);
	length = snprintf(text, sizeof(text), "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n");
	if (swap)
		length += snprintf(text + length, sizeof(text) - length,
				   "/dev/vda                                partition\t%llu\t\t0\t\t-2\n",
				   swap);
	if (more_swap)
		snprintf(text + length, sizeof(text) - length,
			 "/swap\\040file                           file\t\t%llu\t\t0\t\t-3\n",
			 more_swap);
	tree_write(root, "/proc/swaps", text);
}

/* Places that a table of that size has for the slots of so many KiB. */
static uint64_t places(uint64_t bytes, const char *root)
{
	return (uint64_t)use_tables__lines(bytes, root) * USE_LINE_PLACES;
}

static void a_place_for_each_slot_of_swap(void **state)
{
	(void)state;
	machine(*state, 16 * GIB, 512 * MIB, 0);
	assert_int_equal(places(0, *state), 512 * MIB / 4);
	machine(*state, 16 * GIB, 512 * MIB, 256 * MIB); /* both, and up to a power of two */
	assert_int_equal(places(0, *state), 1024 * MIB / 4);
	machine(*state, 16 * GIB, 512 * MIB + 16, 0);
	assert_int_equal(places(0, *state), 1024 * MIB / 4);
	machine(*state, 16 * GIB, 512 * MIB - 4, 0); /* the header takes a slot */
	assert_int_equal(places(0, *state), 512 * MIB / 4);
}

static void no_more_than_pages_of_memory(void **state)
{
	(void)state;
	machine(*state, 1 * GIB, 8 * GIB, 0);
	assert_int_equal(places(0, *state), 1 * GIB / 4);
	machine(*state, 1000 * MIB, 8 * GIB, 0);
	assert_int_equal(places(0, *state), 1 * GIB / 4);
}

static void no_more_than_64_mib(void **state)
{
	(void)state;
	machine(*state, 256 * GIB, 128 * GIB, 0);
	assert_int_equal(use_tables__lines(0, *state) * 64ULL, 64ULL << 20);
	machine(*state, 256 * GIB, 16 * GIB, 0);
	assert_int_equal(use_tables__lines(0, *state) * 64ULL, 64ULL << 20);
	assert_int_equal(places(0, *state), 16 * GIB / 4); /* which is just enough */
}

static void without_swap_memory_decides(void **state)
{
	(void)state;
	machine(*state, 1 * GIB, 0, 0);
	assert_int_equal(places(0, *state), 1 * GIB / 4);
	machine(*state, 256 * GIB, 0, 0);
	assert_int_equal(use_tables__lines(0, *state) * 64ULL, 64ULL << 20);
}

static void without_proc_it_is_as_large_as_may_be(void **state)
{
	(void)state;
	assert_int_equal(use_tables__lines(0, *state) * 64ULL, 64ULL << 20);
}

static void never_smaller_than_the_least(void **state)
{
	(void)state;
	machine(*state, 1 * GIB, 8, 0);
	assert_int_equal(use_tables__lines(0, *state), USE_LINES_MIN);
}

/* What somebody asks for is a limit: rounded down, whatever the machine has. */
static void asked_for(void **state)
{
	(void)state;
	machine(*state, 1 * GIB, 1 * GIB, 0);
	assert_int_equal(use_tables__lines(64 << 10, *state), USE_LINES_MIN);
	assert_int_equal(use_tables__lines((128 << 10) - 1, *state), USE_LINES_MIN);
	assert_int_equal(use_tables__lines(128 << 10, *state), 2 * USE_LINES_MIN);
	assert_int_equal(use_tables__lines(100ULL << 20, *state), 1 << 20);
	assert_int_equal(use_tables__lines(16ULL << 30, *state), USE_LINES_MAX);
	assert_int_equal(use_tables__lines(UINT64_MAX, *state), USE_LINES_MAX);
}

static void reads_sorted_and_merged(void **state)
{
	const struct swapra_use_row rows[] = {
		{ { .cgroup = SWAPRA_CGROUP_OTHER }, {} },
		{ { .cgroup = 7, .policy = 7, .window = 8 }, { .tracked = 5, .outcomes = { 1 } } },
		{ { .cgroup = 3 }, { .tracked = 4, .unseen = 1 } },
		{ { .cgroup = 7, .policy = 7, .window = 8 }, { .tracked = 2, .outcomes = { 4 } } },
		{ { .cgroup = 9 }, { .tracked = 1000 } }, /* not in use yet */
	};
	const uint64_t lines[2 * USE_LINE_BYTES / 8] = {
		42, 1ULL << 56 | 43, 2ULL << 56 | 44, 3ULL << 56 | 45, /* one is pending */
		1, 1, 1, 1,                                             /* no words of entries */
		0, 46, 0, 1ULL << 58 | 47, 1, 1, 1, 1,
	};
	const struct use_tables tables = { lines, 2, rows, 5 };
	struct snapshot snap = {};

	(void)state;
	assert_int_equal(use_tables__read(&snap, &tables, 4), 0);
	assert_int_equal(snap.nr_uses, 2);
	assert_int_equal(snap.uses[0].key.cgroup, 3);
	assert_int_equal(snap.uses[0].pending, 3);
	assert_int_equal(snap.uses[1].use.tracked, 7);
	assert_int_equal(snap.uses[1].pending, 2); /* 4 and -2 */
	assert_int_equal(snap.tracking.places, 8);
	assert_int_equal(snap.tracking.pending, 3);
	assert_int_equal(snap.tracking.bytes, 2 * 64 + 5 * sizeof(rows[0]));
	snapshot__reset(&snap);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TREE_TEST(a_place_for_each_slot_of_swap),
		TREE_TEST(no_more_than_pages_of_memory),
		TREE_TEST(no_more_than_64_mib),
		TREE_TEST(without_swap_memory_decides),
		TREE_TEST(without_proc_it_is_as_large_as_may_be),
		TREE_TEST(never_smaller_than_the_least),
		TREE_TEST(asked_for),
		TREE_TEST(reads_sorted_and_merged),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
