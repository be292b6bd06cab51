// SPDX-License-Identifier: GPL-2.0-only
/* The verdict on tracing: from facts made up here to backend, error and hint. */
#include "tree.h"

#include <linux/capability.h>

#include "userspace/tracing.h"

static char some_btf; /* only its presence is looked at */

/* A kernel and a process where everything works; tests break one thing. */
static struct kernel good_kernel(enum preempt_model preempt)
{
	struct kernel kernel = {
		.btf = (struct btf *)&some_btf,
		.preempt = preempt,
		.has_kprobe = true,
	};

	for (int i = 0; i < NR_HOOKS; i++)
		kernel.hooks[i] = (struct hook){
			.function = "f", .in_btf = true, .in_kallsyms = true,
			.required = i == 0, .understood = true,
		};
	return kernel;
}

static struct privilege good_privilege(void)
{
	return (struct privilege){
		.capabilities_known = true,
		.capabilities = 1ULL << CAP_SYS_ADMIN,
		.lockdown = LOCKDOWN_NONE,
		.kprobes_armed = TOGGLE_ON,
		.ftrace_enabled = TOGGLE_ON,
	};
}

/* The obstacle of auto must be this one. */
static void expect(const struct kernel *kernel, const struct privilege *privilege,
		   int error, const char *hint)
{
	const struct obstacle *obstacle;
	struct tracing tracing;

	tracing__judge(&tracing, kernel, privilege);
	obstacle = tracing__obstacle(&tracing, BACKEND_AUTO);
	assert_int_equal(tracing.backend, BACKEND_AUTO);
	assert_non_null(obstacle);
	assert_int_equal(obstacle->error, error);
	assert_true(obstacle->cause > 0);
	assert_non_null(strstr(obstacle->hint, hint));
}

static void auto_takes_the_exact_backend(void **state)
{
	static const enum backend expected[] = {
		[PREEMPT_UNKNOWN] = BACKEND_KPROBE, [PREEMPT_NONE] = BACKEND_FENTRY,
		[PREEMPT_VOLUNTARY] = BACKEND_FENTRY, [PREEMPT_LAZY] = BACKEND_KPROBE,
		[PREEMPT_FULL] = BACKEND_KPROBE, [PREEMPT_RT] = BACKEND_KPROBE,
	};
	struct privilege privilege = good_privilege();
	struct tracing tracing;

	(void)state;
	for (int i = PREEMPT_UNKNOWN; i <= PREEMPT_RT; i++) {
		struct kernel kernel = good_kernel(i);

		tracing__judge(&tracing, &kernel, &privilege);
		assert_int_equal(tracing.backend, expected[i]);
		assert_true(tracing.exact);
		assert_non_null(tracing.reason);
		assert_null(tracing__obstacle(&tracing, BACKEND_AUTO));
	}
}

static void auto_falls_back_and_says_what_it_costs(void **state)
{
	struct kernel kernel = good_kernel(PREEMPT_FULL);
	struct privilege privilege = good_privilege();
	struct tracing tracing;

	(void)state;
	kernel.has_kprobe = false;
	tracing__judge(&tracing, &kernel, &privilege);
	assert_int_equal(tracing.backend, BACKEND_FENTRY);
	assert_false(tracing.exact);
	assert_non_null(tracing__obstacle(&tracing, BACKEND_KPROBE));
	assert_null(tracing__obstacle(&tracing, BACKEND_FENTRY));

	kernel = good_kernel(PREEMPT_NONE);
	privilege.fentry_error = EPERM;
	tracing__judge(&tracing, &kernel, &privilege);
	assert_int_equal(tracing.backend, BACKEND_KPROBE);
	assert_true(tracing.exact);
}

static void missing_capability_is_named(void **state)
{
	struct kernel kernel = good_kernel(PREEMPT_FULL);
	struct privilege privilege = good_privilege();

	(void)state;
	privilege.map_error = EPERM;
	privilege.capabilities = 1ULL << CAP_BPF;
	expect(&kernel, &privilege, EPERM, "lacks CAP_PERFMON;");
	privilege.capabilities = 1ULL << CAP_PERFMON;
	expect(&kernel, &privilege, EPERM, "lacks CAP_BPF;");
	privilege.capabilities = 0;
	expect(&kernel, &privilege, EPERM, "lacks CAP_BPF and CAP_PERFMON;");
}

static void refusal_of_root_is_explained(void **state)
{
	struct kernel kernel = good_kernel(PREEMPT_FULL);
	struct privilege privilege = good_privilege();

	(void)state;
	privilege.kprobe_error = privilege.fentry_error = EPERM;
	expect(&kernel, &privilege, EPERM, "a security module refuses it");
	privilege.has_seccomp = true;
	expect(&kernel, &privilege, EPERM, "seccomp");
	privilege.lockdown = LOCKDOWN_UNKNOWN;
	expect(&kernel, &privilege, EPERM, "lockdown cannot be read");
	privilege.lockdown = LOCKDOWN_CONFIDENTIALITY;
	privilege.lockdown_source = "the file";
	expect(&kernel, &privilege, EPERM, "confidentiality, by the file");
	privilege.in_user_namespace = true;
	expect(&kernel, &privilege, EPERM, "user namespace");
}

/* The verifier answers EINVAL when lockdown took the helper away. */
static void hidden_helper_is_put_down_to_lockdown(void **state)
{
	struct kernel kernel = good_kernel(PREEMPT_FULL);
	struct privilege privilege = good_privilege();

	(void)state;
	privilege.kprobe_error = privilege.fentry_error = EINVAL;
	expect(&kernel, &privilege, ENOTSUP, "does not support");
	privilege.lockdown = LOCKDOWN_CONFIDENTIALITY;
	privilege.lockdown_source = "the file";
	expect(&kernel, &privilege, EPERM, "locked down");
}

static void lacking_kernel_is_told_from_lacking_permission(void **state)
{
	struct kernel kernel = good_kernel(PREEMPT_FULL);
	struct privilege privilege = good_privilege();

	(void)state;
	kernel.btf = NULL;
	kernel.btf_error = ENOENT;
	expect(&kernel, &privilege, ENOTSUP, "CONFIG_DEBUG_INFO_BTF");
	kernel.btf_error = EACCES;
	expect(&kernel, &privilege, EPERM, "may not read it");

	kernel = good_kernel(PREEMPT_FULL);
	kernel.hooks[0].in_btf = false;
	expect(&kernel, &privilege, ENOTSUP, "6.12");
	kernel = good_kernel(PREEMPT_FULL);
	kernel.hooks[0].understood = false;
	expect(&kernel, &privilege, ENOTSUP, "prototype changed");

	kernel = good_kernel(PREEMPT_FULL);
	privilege.map_error = ENOSYS;
	expect(&kernel, &privilege, ENOTSUP, "CONFIG_BPF_SYSCALL");
}

static void permission_is_reported_before_what_cannot_be_had(void **state)
{
	struct kernel kernel = good_kernel(PREEMPT_FULL);
	struct privilege privilege = good_privilege();

	(void)state;
	kernel.has_kprobe = false;
	privilege.fentry_error = EPERM;
	expect(&kernel, &privilege, EPERM, "security module");
}

/* Both attach without an error; the counters would stay at zero. */
static void silent_switches_stop_tracing(void **state)
{
	struct kernel kernel = good_kernel(PREEMPT_FULL);
	struct privilege privilege = good_privilege();
	struct tracing tracing;

	(void)state;
	privilege.kprobes_armed = TOGGLE_OFF;
	tracing__judge(&tracing, &kernel, &privilege);
	assert_int_equal(tracing.backend, BACKEND_FENTRY);
	privilege.ftrace_enabled = TOGGLE_OFF;
	expect(&kernel, &privilege, ENOTSUP, "kernel.ftrace_enabled=1");
}

static void optional_hooks_stop_nothing(void **state)
{
	struct kernel kernel = good_kernel(PREEMPT_FULL);
	struct privilege privilege = good_privilege();
	struct tracing tracing;

	(void)state;
	kernel.hooks[HOOK_SWAPIN_FOLIO] = (struct hook){ .function = "f" };
	tracing__judge(&tracing, &kernel, &privilege);
	assert_null(tracing__obstacle(&tracing, BACKEND_AUTO));
}

static void obstacle_reads_like_an_error(void **state)
{
	const struct obstacle obstacle = {
		.error = EPERM, .cause = EACCES, .subject = "BPF program",
		.name = "kprobe", .verb = "load",
	};
	char text[128];

	(void)state;
	obstacle__describe(&obstacle, text, sizeof(text));
	assert_string_equal(text, "BPF program 'kprobe': cannot load: EACCES (Permission denied)");
}

static void files_of_proc_and_sys_are_read(void **state)
{
	struct kernel kernel = { .release = "1.0" };
	struct privilege privilege;
	char missing[64];

	tree_write(*state, "/proc/self/status",
		   "Name:\tx\nCapPrm:\t0\nCapEff:\t0000004000000000\nSeccomp:\t2\n");
	tree_write(*state, "/proc/self/uid_map", "         0       1000          1\n");
	tree_write(*state, "/proc/sys/kernel/unprivileged_bpf_disabled", "2\n");
	tree_write(*state, "/proc/sys/kernel/ftrace_enabled", "0\n");
	tree_write(*state, "/sys/kernel/security/lockdown", "none integrity [confidentiality]\n");
	privilege__probe(&privilege, &kernel, *state);
	assert_true(privilege.capabilities_known);
	assert_true(privilege__has(&privilege, CAP_PERFMON));
	assert_true(privilege__missing(&privilege, missing, sizeof(missing)));
	assert_string_equal(missing, "CAP_BPF");
	assert_true(privilege.has_seccomp);
	assert_true(privilege.in_user_namespace);
	assert_int_equal(privilege.lockdown, LOCKDOWN_CONFIDENTIALITY);
	assert_int_equal(privilege.unprivileged_bpf, TOGGLE_OFF);
	assert_int_equal(privilege.ftrace_enabled, TOGGLE_OFF);
	assert_int_equal(privilege.kprobes_armed, TOGGLE_UNKNOWN);
}

static void configuration_gives_a_lower_bound_of_lockdown(void **state)
{
	struct kernel kernel = { .release = "1.0" };
	struct privilege privilege;

	tree_write(*state, "/boot/config-1.0", "CONFIG_SECURITY_LOCKDOWN_LSM=y\n");
	privilege__probe(&privilege, &kernel, *state);
	assert_int_equal(privilege.lockdown, LOCKDOWN_UNKNOWN);
	assert_false(privilege.capabilities_known);

	tree_write(*state, "/boot/config-1.0",
		   "CONFIG_SECURITY_LOCKDOWN_LSM=y\nCONFIG_LOCK_DOWN_KERNEL_FORCE_INTEGRITY=y\n");
	privilege__probe(&privilege, &kernel, *state);
	assert_int_equal(privilege.lockdown, LOCKDOWN_INTEGRITY);
	assert_true(privilege.lockdown_at_least);

	tree_write(*state, "/boot/config-1.0", "CONFIG_SECURITY=y\n");
	privilege__probe(&privilege, &kernel, *state);
	assert_int_equal(privilege.lockdown, LOCKDOWN_NONE);
	assert_false(privilege.lockdown_at_least);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(auto_takes_the_exact_backend),
		cmocka_unit_test(auto_falls_back_and_says_what_it_costs),
		cmocka_unit_test(missing_capability_is_named),
		cmocka_unit_test(refusal_of_root_is_explained),
		cmocka_unit_test(hidden_helper_is_put_down_to_lockdown),
		cmocka_unit_test(lacking_kernel_is_told_from_lacking_permission),
		cmocka_unit_test(permission_is_reported_before_what_cannot_be_had),
		cmocka_unit_test(silent_switches_stop_tracing),
		cmocka_unit_test(optional_hooks_stop_nothing),
		cmocka_unit_test(obstacle_reads_like_an_error),
		TREE_TEST(files_of_proc_and_sys_are_read),
		TREE_TEST(configuration_gives_a_lower_bound_of_lockdown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
