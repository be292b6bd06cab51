// SPDX-License-Identifier: GPL-2.0-only
/* The preemption model from each source, and which source is believed. */
#include "tree.h"

#include <bpf/btf.h>

#include "userspace/kernel.h"

#define DEBUGFS "/sys/kernel/debug/sched/preempt"
#define CMDLINE "/proc/cmdline"
#define CONFIG "/boot/config-1.0"
#define DYNAMIC "#1 SMP PREEMPT_DYNAMIC Distribution"

/* What configurations of 6.12 and of 7.x say on x86. */
static const char config_old[] =
	"CONFIG_PREEMPT_BUILD=y\n# CONFIG_PREEMPT_NONE is not set\n"
	"CONFIG_PREEMPT_VOLUNTARY=y\n# CONFIG_PREEMPT is not set\n"
	"CONFIG_PREEMPT_DYNAMIC=y\n";
static const char config_new[] =
	"CONFIG_PREEMPT_BUILD=y\nCONFIG_ARCH_HAS_PREEMPT_LAZY=y\n"
	"# CONFIG_PREEMPT is not set\nCONFIG_PREEMPT_LAZY=y\n"
	"CONFIG_PREEMPT_DYNAMIC=y\n";

static void expect(const char *root, const char *version,
		   enum preempt_model model, const char *source)
{
	struct kernel kernel;

	tree_write(root, "/proc/sys/kernel/osrelease", "1.0\n");
	tree_write(root, "/proc/sys/kernel/version", version);
	kernel__probe_at(&kernel, root);
	assert_string_equal(preempt_model__name(kernel.preempt),
			    preempt_model__name(model));
	assert_non_null(strstr(kernel.preempt_source, source));
	kernel__release(&kernel);
}

/* A BTF with the scheduler's enum, with or without the lazy model. */
static void write_models(const char *root, bool lazy)
{
	struct btf *btf = btf__new_empty();
	const void *raw;
	__u32 len;

	assert_true(btf__add_enum(btf, NULL, 4) > 0);
	btf__add_enum_value(btf, "preempt_dynamic_none", 0);
	btf__add_enum_value(btf, "preempt_dynamic_full", 2);
	if (lazy)
		btf__add_enum_value(btf, "preempt_dynamic_lazy", 3);
	raw = btf__raw_data(btf, &len);
	tree_write_bytes(root, "/sys/kernel/btf/vmlinux", raw, len);
	btf__free(btf);
}

static void debugfs_shows_the_current_model(void **state)
{
	tree_write(*state, CMDLINE, "quiet preempt=none\n");
	tree_write(*state, DEBUGFS, "none voluntary (full)\n");
	expect(*state, DYNAMIC, PREEMPT_FULL, "debug");
	tree_write(*state, DEBUGFS, "(none) voluntary full\n");
	expect(*state, DYNAMIC, PREEMPT_NONE, "debug");
	tree_write(*state, DEBUGFS, "full (lazy) \n");
	expect(*state, DYNAMIC, PREEMPT_LAZY, "debug");
}

static void realtime_is_always_realtime(void **state)
{
	tree_write(*state, DEBUGFS, "(full) lazy\n");
	expect(*state, "#1 SMP PREEMPT_RT Distribution", PREEMPT_RT, "uname");
}

static void command_line_counts_where_the_model_exists(void **state)
{
	tree_write(*state, CONFIG, config_old);
	tree_write(*state, CMDLINE, "preempt=full quiet preempt=none\n");
	expect(*state, DYNAMIC, PREEMPT_NONE, "command line");
}

static void command_line_is_ignored_like_the_kernel_does(void **state)
{
	tree_write(*state, CONFIG, config_new);
	tree_write(*state, CMDLINE, "preempt=none\n");
	expect(*state, DYNAMIC, PREEMPT_LAZY, "configuration");
	tree_write(*state, CMDLINE, "preempt=full\n");
	expect(*state, DYNAMIC, PREEMPT_FULL, "command line");
}

static void command_line_without_configuration_asks_btf(void **state)
{
	tree_write(*state, CMDLINE, "preempt=none\n");
	expect(*state, DYNAMIC, PREEMPT_UNKNOWN, "may ignore");
	write_models(*state, false);
	expect(*state, DYNAMIC, PREEMPT_NONE, "command line");
	write_models(*state, true);
	expect(*state, DYNAMIC, PREEMPT_UNKNOWN, "may ignore");
}

static void other_options_are_not_taken_for_it(void **state)
{
	tree_write(*state, CONFIG, config_old);
	tree_write(*state, CMDLINE, "xpreempt=none preempt=nonesuch\n");
	expect(*state, DYNAMIC, PREEMPT_VOLUNTARY, "configuration");
}

static void fixed_model_comes_from_the_version(void **state)
{
	tree_write(*state, CMDLINE, "preempt=full\n");
	expect(*state, "#1 SMP Distribution", PREEMPT_NONE, "uname");
	expect(*state, "#1 SMP PREEMPT Distribution", PREEMPT_FULL, "uname");
	tree_write(*state, CONFIG, "CONFIG_PREEMPT_VOLUNTARY=y\n");
	expect(*state, "#1 SMP Distribution", PREEMPT_VOLUNTARY, "configuration");
}

static void dynamic_without_a_source_is_unknown(void **state)
{
	expect(*state, DYNAMIC, PREEMPT_UNKNOWN, "no source");
	expect(*state, "", PREEMPT_UNKNOWN, "no source");
}

static void unknown_counts_as_preemptible(void **state)
{
	static const bool preemptible[] = {
		[PREEMPT_UNKNOWN] = true, [PREEMPT_NONE] = false,
		[PREEMPT_VOLUNTARY] = false, [PREEMPT_LAZY] = true,
		[PREEMPT_FULL] = true, [PREEMPT_RT] = true,
	};

	(void)state;
	for (int i = PREEMPT_UNKNOWN; i <= PREEMPT_RT; i++) {
		struct kernel kernel = { .preempt = i };

		assert_int_equal(kernel__preemptible(&kernel), preemptible[i]);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TREE_TEST(debugfs_shows_the_current_model),
		TREE_TEST(realtime_is_always_realtime),
		TREE_TEST(command_line_counts_where_the_model_exists),
		TREE_TEST(command_line_is_ignored_like_the_kernel_does),
		TREE_TEST(command_line_without_configuration_asks_btf),
		TREE_TEST(other_options_are_not_taken_for_it),
		TREE_TEST(fixed_model_comes_from_the_version),
		TREE_TEST(dynamic_without_a_source_is_unknown),
		cmocka_unit_test(unknown_counts_as_preemptible),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
