// SPDX-License-Identifier: GPL-2.0-only
/* The rows of `swapra features`, from facts made up here. */
#include "tree.h"

#include <linux/capability.h>

#include "userspace/features.h"

static char some_btf; /* only its presence is looked at */

static struct feature_facts good_facts(void)
{
	static const char *const functions[] = {
		"swap_read_folio", "zswap_load", "swapin_readahead",
		"swap_cluster_readahead", "read_swap_cache_async", "swapin_sync",
		"swapin_folio", "swap_update_readahead", "swap_cache_get_folio",
		"__swap_cache_del_folio", "__delete_from_swap_cache", "__folio_lock_or_retry",
	};
	struct feature_facts facts = {
		.kernel = {
			.release = "1.0", .btf = (struct btf *)&some_btf,
			.preempt = PREEMPT_LAZY, .preempt_source = "a test",
			.has_kprobe = true, .has_fprobe_graph = true,
		},
		.privilege = {
			.capabilities_known = true,
			.capabilities = 1ULL << CAP_BPF | 1ULL << CAP_PERFMON,
			.lockdown = LOCKDOWN_NONE, .lockdown_source = "a test",
			.ftrace_enabled = TOGGLE_ON, .kprobes_armed = TOGGLE_ON,
		},
		.readahead = { .kind = READAHEAD_VMA, .page_cluster = 3 },
		.zswap = { .enabled = true, .compressor = "lzo", .max_pool_percent = 20 },
		.has_sysfs = true,
		.module = {
			.error = ENOENT, .absence = "not installed",
			.signatures_enforced = TOGGLE_OFF, .loading = TOGGLE_ON,
		},
	};

	for (int i = 0; i < NR_HOOKS; i++)
		facts.kernel.hooks[i] = (struct hook){
			.function = functions[i], .in_btf = true,
			.in_kallsyms = true, .understood = true,
		};
	return facts;
}

/* The row of that name must have this state, and this in its detail. */
static void expect(struct feature_facts *facts, const char *name,
		   enum feature_status status, const char *detail)
{
	struct feature features[FEATURES_MAX];
	size_t nr;

	tracing__judge(&facts->tracing, &facts->kernel, &facts->privilege);
	nr = features__list(features, facts);
	for (size_t i = 0; i < nr; i++) {
		if (strcmp(features[i].name, name))
			continue;
		assert_string_equal(feature_status__name(features[i].status),
				    feature_status__name(status));
		if (!strstr(features[i].detail, detail))
			fail_msg("%s: '%s' lacks '%s'", name, features[i].detail, detail);
		return;
	}
	fail_msg("no row %s", name);
}

static void every_row_says_something(void **state)
{
	struct feature_facts facts = good_facts(), nothing = {};
	struct feature features[FEATURES_MAX];
	size_t nr;

	(void)state;
	nothing.kernel.preempt_source = "no source could be read";
	nothing.readahead.page_cluster = -1;
	nothing.module.error = EACCES;
	for (int i = 0; i < NR_HOOKS; i++)
		nothing.kernel.hooks[i].function = facts.kernel.hooks[i].function;
	nr = features__list(features, &nothing);
	for (size_t i = 0; i < nr; i++) {
		assert_true(features[i].detail[0] != '\0');
		assert_non_null(features[i].lost);
	}
}

static void hooks_name_their_variant(void **state)
{
	struct feature_facts facts = good_facts();

	(void)state;
	expect(&facts, "swap_read_folio", FEATURE_YES, "(folio, plug); by fentry or kprobe");
	expect(&facts, "zswap_load", FEATURE_YES, "returns bool");
	expect(&facts, "synchronous swap-in", FEATURE_YES, "on swapin_sync");
	facts.kernel.read_folio_arg = 1;
	facts.kernel.hooks[HOOK_SWAPIN_SYNC].in_btf = false;
	facts.kernel.hooks[HOOK_SWAPIN_READAHEAD].in_kallsyms = false;
	facts.kernel.hooks[HOOK_ZSWAP_LOAD].understood = false;
	expect(&facts, "swap_read_folio", FEATURE_YES, "(ctx, folio)");
	expect(&facts, "synchronous swap-in", FEATURE_YES, "on swapin_folio");
	expect(&facts, "swapin_readahead", FEATURE_DEGRADED, "by fentry only");
	expect(&facts, "zswap_load", FEATURE_NO, "unknown prototype");
	facts.kernel.hooks[HOOK_SWAPIN_FOLIO].in_btf = false;
	expect(&facts, "synchronous swap-in", FEATURE_DEGRADED, "do_swap_page");
}

static void hide(struct feature_facts *facts, enum hook_id id)
{
	facts->kernel.hooks[id].in_btf = false;
	facts->kernel.hooks[id].in_kallsyms = false;
	facts->kernel.hooks[id].understood = false;
}

static void outcomes_name_their_hooks(void **state)
{
	struct feature_facts facts = good_facts();

	(void)state;
	expect(&facts, "prefetched page used", FEATURE_YES, "on swap_update_readahead");
	expect(&facts, "prefetched page gone", FEATURE_YES, "on __swap_cache_del_folio");
	expect(&facts, "waiting for a page", FEATURE_YES, "on __folio_lock_or_retry");
	hide(&facts, HOOK_SWAP_UPDATE_READAHEAD);
	hide(&facts, HOOK_SWAP_CACHE_DEL_FOLIO);
	expect(&facts, "prefetched page used", FEATURE_YES, "on swap_cache_get_folio");
	expect(&facts, "prefetched page gone", FEATURE_YES, "on __delete_from_swap_cache");
	assert_true(kernel__tells_outcomes(&facts.kernel, true));
	assert_true(kernel__tells_outcomes(&facts.kernel, false));
	hide(&facts, HOOK_FOLIO_LOCK_OR_RETRY);
	expect(&facts, "waiting for a page", FEATURE_NO, "not in this kernel");
	assert_true(kernel__tells_outcomes(&facts.kernel, false));
}

static void outcomes_need_both_hooks(void **state)
{
	struct feature_facts facts = good_facts();

	(void)state;
	hide(&facts, HOOK_SWAP_UPDATE_READAHEAD);
	hide(&facts, HOOK_SWAP_CACHE_GET_FOLIO);
	expect(&facts, "prefetched page used", FEATURE_NO, "not in this kernel");
	assert_false(kernel__tells_outcomes(&facts.kernel, true));
	facts = good_facts();
	hide(&facts, HOOK_DELETE_FROM_SWAP_CACHE);
	facts.kernel.hooks[HOOK_SWAP_CACHE_DEL_FOLIO].understood = false;
	expect(&facts, "prefetched page gone", FEATURE_NO, "unknown prototype");
	assert_false(kernel__tells_outcomes(&facts.kernel, true));
	facts = good_facts();
	facts.kernel.hooks[HOOK_SWAP_CACHE_DEL_FOLIO].in_kallsyms = false;
	hide(&facts, HOOK_DELETE_FROM_SWAP_CACHE);
	expect(&facts, "prefetched page gone", FEATURE_DEGRADED, "by fentry only");
	assert_true(kernel__tells_outcomes(&facts.kernel, true));
	assert_false(kernel__tells_outcomes(&facts.kernel, false));
	facts.kernel.btf = NULL;
	expect(&facts, "prefetched page used", FEATURE_UNKNOWN, "needs BTF");
}

static void refusal_names_capability_and_errno(void **state)
{
	struct feature_facts facts = good_facts();

	(void)state;
	facts.privilege.capabilities = 0;
	facts.privilege.map_error = EPERM;
	expect(&facts, "capabilities", FEATURE_NO, "missing CAP_BPF and CAP_PERFMON");
	expect(&facts, "bpf()", FEATURE_NO, "EPERM (Operation not permitted)");
	expect(&facts, "backend", FEATURE_NO, "none");
}

static void backend_gives_its_reason(void **state)
{
	struct feature_facts facts = good_facts();

	(void)state;
	expect(&facts, "preemption", FEATURE_YES, "lazy, from a test; a task can be");
	expect(&facts, "backend", FEATURE_YES, "auto takes kprobe");
	facts.kernel.preempt = PREEMPT_VOLUNTARY;
	expect(&facts, "backend", FEATURE_YES, "auto takes fentry");
	facts.kernel.preempt = PREEMPT_FULL;
	facts.privilege.kprobes_armed = TOGGLE_OFF;
	expect(&facts, "backend", FEATURE_DEGRADED, "auto takes fentry");
	expect(&facts, "function tracing", FEATURE_DEGRADED, "disarmed");
}

static void lockdown_is_a_lower_bound_when_from_the_build(void **state)
{
	struct feature_facts facts = good_facts();

	(void)state;
	facts.privilege.lockdown = LOCKDOWN_INTEGRITY;
	expect(&facts, "lockdown off", FEATURE_YES, "integrity (a test)");
	facts.privilege.lockdown_at_least = true;
	expect(&facts, "lockdown off", FEATURE_UNKNOWN, "at least integrity");
	facts.privilege.lockdown = LOCKDOWN_CONFIDENTIALITY;
	expect(&facts, "lockdown off", FEATURE_NO, "confidentiality");
}

static void readahead_says_why(void **state)
{
	struct swap_device rows[] = {
		{ .path = "/dev/zram0", .disk = "zram0", .synchronous = true },
		{ .path = "/swapfile", .is_file = true, .disk = "sda", .rotational = 1 },
	};
	struct feature_facts facts = good_facts();

	(void)state;
	expect(&facts, "swap", FEATURE_NO, "no swap device");
	expect(&facts, "readahead", FEATURE_YES, "up to 8 pages");
	facts.readahead.page_cluster = 9;
	expect(&facts, "readahead", FEATURE_YES, "up to 32 pages");
	facts.readahead.page_cluster = 0;
	expect(&facts, "readahead", FEATURE_DEGRADED, "switched off by vm.page-cluster=0");

	facts.readahead = (struct readahead){ READAHEAD_CLUSTER, &rows[1], 3 };
	facts.swap_devices = (struct swap_devices){ rows, 2 };
	expect(&facts, "swap", FEATURE_YES,
	       "/dev/zram0 (zram0, synchronous); /swapfile (file on rotational disk sda)");
	expect(&facts, "readahead", FEATURE_YES, "/swapfile is rotational");
	facts.swap_devices.nr = 1;
	expect(&facts, "readahead", FEATURE_DEGRADED, "skipped on synchronous devices");
}

static void zswap_and_cgroups_are_described(void **state)
{
	struct feature_facts facts = good_facts();

	(void)state;
	expect(&facts, "zswap", FEATURE_YES,
	       "enabled, compressor lzo, at most 20 % of memory, shrinker off");
	facts.zswap.enabled = false;
	expect(&facts, "zswap", FEATURE_NO, "disabled");
	facts.zswap.error = ENOENT;
	expect(&facts, "zswap", FEATURE_NO, "not in this kernel");
	facts.has_sysfs = false;
	expect(&facts, "zswap", FEATURE_UNKNOWN, "/sys is not mounted");

	facts.cgroups.has_v1_memory = true;
	expect(&facts, "cgroup2 memory", FEATURE_NO, "only cgroup version 1 is");
	strcpy(facts.cgroups.mount, "/cg");
	expect(&facts, "cgroup2 memory", FEATURE_NO, "/cg has no memory controller");
	facts.cgroups.has_memory = true;
	expect(&facts, "cgroup2 memory", FEATURE_YES, "/cg");
}

static void module_is_described(void **state)
{
	struct feature_facts facts = good_facts();
	struct module *module = &facts.module;

	(void)state;
	assert_int_equal(policy_status__parse(&module->status,
		"swapra version=0.2.0 abi=1\n"
		"hook function=swapin_readahead mode=redirect errno=0\n"
		"hook function=swap_cluster_readahead mode=none errno=0\n"
		"symbol name=a state=ok prototype=void (void)\n"
		"symbol name=b state=missing prototype=void (void)\n"
		"zswap state=readable\n"
		"policy cgroup=1 name=off link=1\n"), 0);
	module->error = 0;
	expect(&facts, "swapra module", FEATURE_YES, "version 0.2.0, ABI 1; 1 policy is attached");
	expect(&facts, "module prerequisites", FEATURE_YES, "the module is loaded");
	expect(&facts, "policy hooks", FEATURE_YES,
	       "swapin_readahead: redirect; swap_cluster_readahead: not hooked");
	expect(&facts, "module symbols", FEATURE_YES, "1 found; not in this kernel: b");
	expect(&facts, "zswap contents", FEATURE_YES, "where a page is stored");
	module->status.hooks[0].mode = "hint";
	module->status.hooks[0].error = EBUSY;
	module->status.symbols[1].prototype = "data";
	module->status.zswap_readable = false;
	module->status.nr_policies = 0;
	expect(&facts, "swapra module", FEATURE_YES, "0 policies are attached");
	expect(&facts, "policy hooks", FEATURE_DEGRADED, "hint, redirecting failed: EBUSY");
	expect(&facts, "policy hooks", FEATURE_DEGRADED, "the first policy sets them");
	expect(&facts, "module symbols", FEATURE_DEGRADED, "not in this kernel: b");
	expect(&facts, "zswap contents", FEATURE_NO, "does not know this kernel's zswap");
	policy_status__release(&module->status);
}

static void what_keeps_the_module_out_is_named(void **state)
{
	struct feature_facts facts = good_facts();
	struct module *module = &facts.module;

	(void)state;
	expect(&facts, "swapra module", FEATURE_NO, "not installed");
	expect(&facts, "policy hooks", FEATURE_NO, "the module is not loaded");
	expect(&facts, "module prerequisites", FEATURE_UNKNOWN, "needs BTF");
	module->nr_needs = 2;
	module->needs[0] = (struct module_need){ "this", true };
	module->needs[1] = (struct module_need){ "that", true };
	expect(&facts, "module prerequisites", FEATURE_YES, "has what the module needs");
	module->needs[0].is_there = module->needs[1].is_there = false;
	expect(&facts, "module prerequisites", FEATURE_NO, "this kernel lacks: this, that");
	expect(&facts, "unsigned modules", FEATURE_YES, "neither lockdown nor");
	module->signatures_enforced = TOGGLE_UNKNOWN;
	expect(&facts, "unsigned modules", FEATURE_UNKNOWN, "module.sig_enforce cannot be read");
	module->signatures_enforced = TOGGLE_ON;
	expect(&facts, "unsigned modules", FEATURE_NO, "module.sig_enforce is set");
	facts.privilege.lockdown = LOCKDOWN_INTEGRITY;
	expect(&facts, "unsigned modules", FEATURE_NO, "lockdown refuses them: integrity (a test)");
	module->loading = TOGGLE_OFF;
	expect(&facts, "unsigned modules", FEATURE_NO, "kernel.modules_disabled");
	module->loaded_unsigned = true;
	expect(&facts, "unsigned modules", FEATURE_YES, "is loaded");
	module->error = EBADMSG;
	expect(&facts, "swapra module", FEATURE_UNKNOWN, "/proc/swapra: EBADMSG");
	expect(&facts, "policy hooks", FEATURE_UNKNOWN, "cannot be read");
	assert_null(tracing__obstacle(&facts.tracing, BACKEND_AUTO)); /* tracing does without */
}

static void module_facts_are_read_below_a_root(void **state)
{
	const struct kernel kernel = { .release = "1.0" };
	struct module module;

	module__probe(&module, &kernel, *state);
	assert_int_equal(module.error, ENOENT);
	assert_true(module.absence[0]);
	assert_int_equal(module.nr_needs, 0);
	assert_int_equal(module.signatures_enforced, TOGGLE_UNKNOWN);
	assert_int_equal(module.loading, TOGGLE_UNKNOWN);
	tree_write(*state, "/sys/module/x", "");
	tree_write(*state, "/proc/sys/kernel/modules_disabled", "1\n");
	tree_write(*state, "/proc/swapra", "swapra version=0.2.0 abi=1\n");
	module__probe(&module, &kernel, *state);
	assert_int_equal(module.error, 0);
	assert_int_equal(module.signatures_enforced, TOGGLE_OFF);
	assert_int_equal(module.loading, TOGGLE_OFF);
	module__release(&module);
	assert_false(module.loaded_unsigned);
	tree_write(*state, "/sys/module/swapra/taint", "OE\n");
	tree_write(*state, "/sys/module/module/parameters/sig_enforce", "Y\n");
	module__probe(&module, &kernel, *state);
	assert_int_equal(module.signatures_enforced, TOGGLE_ON);
	assert_true(module.loaded_unsigned);
	module__release(&module);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(every_row_says_something),
		cmocka_unit_test(hooks_name_their_variant),
		cmocka_unit_test(outcomes_name_their_hooks),
		cmocka_unit_test(outcomes_need_both_hooks),
		cmocka_unit_test(refusal_names_capability_and_errno),
		cmocka_unit_test(backend_gives_its_reason),
		cmocka_unit_test(lockdown_is_a_lower_bound_when_from_the_build),
		cmocka_unit_test(readahead_says_why),
		cmocka_unit_test(zswap_and_cgroups_are_described),
		cmocka_unit_test(module_is_described),
		cmocka_unit_test(what_keeps_the_module_out_is_named),
		TREE_TEST(module_facts_are_read_below_a_root),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
