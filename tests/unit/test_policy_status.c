// SPDX-License-Identifier: GPL-2.0-only
/* The text of /proc/swapra. */
#include "tree.h"

#include "userspace/policy/status.h"

static const char sample[] =
	"swapra version=0.2.0 abi=1\n"
	"hook function=swapin_readahead mode=redirect errno=0\n"
	"hook errno=16 mode=none function=swap_cluster_readahead\n"
	"symbol name=swap_read_folio state=ok prototype=void (struct swap_io_ctx *, struct folio *)\n"
	"symbol name=gone state=missing prototype=\n"
	"zswap state=readable\n"
	"total verdicts=6 kernel=1 single=2 sized=3 prefetched=40 clamped=5 guarded=4 errors=1 "
	"background=7 failed_charges=8\n"
	"policy cgroup=77 name=window=16,after link=9\n"
	"policy cgroup=1 name=off link=0\n"
	"cgroup id=200 policy=77 verdicts=5 kernel=0 single=2 sized=3 prefetched=40 clamped=5 "
	"guarded=4 errors=0 background=7 failed_charges=8 unused=11\n"
	"cgroup id=18446744073709551615 policy=1 verdicts=1 kernel=1\n"
	"cgroup id=77 policy=77 verdicts=0\n";

static struct policy_status status;

static int teardown(void **state)
{
	(void)state;
	policy_status__release(&status);
	return 0;
}

static uint64_t get(const struct policy_counts *counts, const char *key)
{
	for (size_t i = 0; i < nr_policy_counters; i++)
		if (!strcmp(policy_counters[i].key, key))
			return policy_counter__get(&policy_counters[i], counts);
	fail_msg("no counter %s", key);
	return 0;
}

static void everything_is_read(void **state)
{
	(void)state;
	assert_int_equal(policy_status__parse(&status, sample), 0);
	assert_string_equal(status.version, "0.2.0");
	assert_int_equal(status.abi, 1);
	assert_true(status.zswap_readable);
	assert_int_equal(status.nr_hooks, 2);
	assert_string_equal(status.hooks[0].function, "swapin_readahead");
	assert_string_equal(status.hooks[0].mode, "redirect");
	assert_string_equal(status.hooks[1].function, "swap_cluster_readahead");
	assert_int_equal(status.hooks[1].error, 16);
	assert_int_equal(status.nr_symbols, 2);
	assert_string_equal(status.symbols[0].state, "ok");
	assert_string_equal(status.symbols[0].prototype,
			    "void (struct swap_io_ctx *, struct folio *)");
	assert_string_equal(status.symbols[1].prototype, "");
	assert_int_equal(get(&status.total, "verdicts"), 6);
	assert_int_equal(get(&status.total, "failed_charges"), 8);
}

static void cgroups_are_found_by_id(void **state)
{
	(void)state;
	assert_int_equal(policy_status__parse(&status, sample), 0);
	assert_string_equal(policy_status__policy(&status, 77)->name, "window=16,after");
	assert_int_equal(policy_status__policy(&status, 77)->link, 9);
	assert_string_equal(policy_status__policy(&status, 1)->name, "off");
	assert_null(policy_status__policy(&status, 200));
	assert_int_equal(policy_status__cgroup(&status, 200)->policy, 77);
	assert_int_equal(policy_status__cgroup(&status, 200)->unused, 11);
	assert_int_equal(get(&policy_status__cgroup(&status, 200)->counts, "guarded"), 4);
	assert_int_equal(policy_status__cgroup(&status, UINT64_MAX)->policy, 1);
	assert_null(policy_status__cgroup(&status, 1));
}

/* A newer module says more, an older one less. */
static void unknown_words_are_skipped(void **state)
{
	(void)state;
	assert_int_equal(policy_status__parse(&status,
		"swapra version=9 mood=good abi=3\nsurprise id=1\ncgroups id=2\n\n"
		"policy cgroup=1 color=blue name=off link=4\n"), 0);
	assert_int_equal(status.abi, 3);
	assert_string_equal(status.version, "9");
	assert_string_equal(status.policies[0].name, "off");
	assert_int_equal(status.nr_cgroups, 0);
	assert_false(status.zswap_readable);
}

static void broken_text_is_refused(void **state)
{
	static const char *const bad[] = {
		"", "\n", "hook function=f mode=none errno=0\n", "swapra version=1\n", "swapra abi=1\n",
		"swapra version=1 abi=-1\n", "swapra version=1 abi=1x\n", "swapra version=1 abi=99999999999\n",
		"swapra version=1 abi=1\npolicy name=x link=1\n",
		"swapra version=1 abi=1\npolicy cgroup=99999999999999999999 name=x link=1\n",
		"swapra version=1 abi=1\ncgroup id=1\n",
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(policy_status__parse(&status, bad[i]), -EBADMSG);
		policy_status__release(&status);
	}
}

static void file_of_any_length_is_read(void **root)
{
	static char text[600000];
	int used = sprintf(text, "swapra version=1 abi=1\n");

	assert_int_equal(policy_status__read(&status, *root), -ENOENT);
	policy_status__release(&status);
	for (int i = 0; i < 16384; i++)
		used += sprintf(text + used, "cgroup id=%d policy=1\n", 20000 - i);
	tree_write(*root, "/proc/swapra", text);
	assert_int_equal(policy_status__read(&status, *root), 0);
	assert_int_equal(status.nr_cgroups, 16384);
	assert_int_equal(policy_status__cgroup(&status, 20000)->id, 20000);
	policy_status__release(&status);
	tree_write(*root, "/proc/swapra", "");
	assert_int_equal(policy_status__read(&status, *root), -EBADMSG);
	policy_status__release(&status);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(everything_is_read, teardown),
		cmocka_unit_test_teardown(cgroups_are_found_by_id, teardown),
		cmocka_unit_test_teardown(unknown_words_are_skipped, teardown),
		cmocka_unit_test_teardown(broken_text_is_refused, teardown),
		TREE_TEST(file_of_any_length_is_read),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
