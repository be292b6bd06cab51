// SPDX-License-Identifier: GPL-2.0-only
/* Rows of `swapra features` that decide whether and how tracing works. */
#include "feature_rows.h"

#include <errno.h>
#include <linux/capability.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void feature__add(struct feature *feature, const char *format, ...)
{
	size_t used = strlen(feature->detail);
	va_list args;

	va_start(args, format);
	vsnprintf(feature->detail + used, sizeof(feature->detail) - used, format, args);
	va_end(args);
}

void feature__set(struct feature *feature, enum feature_status status,
		  const char *format, ...)
{
	va_list args;

	feature->status = status;
	va_start(args, format);
	vsnprintf(feature->detail, sizeof(feature->detail), format, args);
	va_end(args);
}

static const char *errno_name(int err)
{
	return strerrorname_np(err) ?: "unknown error";
}

void feature__kernel(struct feature *feature, const struct feature_facts *facts)
{
	if (facts->kernel.release[0])
		feature__set(feature, FEATURE_YES, "%s", facts->kernel.release);
	else
		feature__set(feature, FEATURE_UNKNOWN, "/proc is not mounted");
}

void feature__btf(struct feature *feature, const struct feature_facts *facts)
{
	static const char path[] = "/sys/kernel/btf/vmlinux";
	int err = facts->kernel.btf_error;

	if (facts->kernel.btf)
		feature__set(feature, FEATURE_YES, "%s", path);
	else if (err == ENOENT)
		feature__set(feature, FEATURE_NO, "no %s%s", path,
			     facts->has_sysfs ? "" : ": /sys is not mounted");
	else
		feature__set(feature, FEATURE_UNKNOWN, "%s: %s (%s)", path,
			     errno_name(err), strerror(err));
}

/* What is different about a hook on this kernel; "" when nothing is. */
static const char *variant(const struct kernel *kernel, enum hook_id id)
{
	if (id == HOOK_SWAP_READ_FOLIO)
		return kernel->read_folio_arg ? "(ctx, folio)" : "(folio, plug)";
	if (id == HOOK_ZSWAP_LOAD)
		return kernel->load_returns_int ? "returns an errno" : "returns bool";
	return "";
}

void feature__describe_hook(struct feature *feature, const struct kernel *kernel,
			    enum hook_id id)
{
	const struct hook *hook = &kernel->hooks[id];
	const char *form = hook->in_btf ? variant(kernel, id) : "";
	const char *separator = *form ? "; " : "";

	if (hook->in_btf && !hook->understood)
		feature__set(feature, FEATURE_NO, "has an unknown prototype");
	else if (hook->in_btf && hook->in_kallsyms)
		feature__set(feature, FEATURE_YES, "%s%sby fentry or kprobe", form, separator);
	else if (hook->in_btf)
		feature__set(feature, FEATURE_DEGRADED, "%s%sby fentry only: %s", form, separator,
			     kernel->kallsyms_error ? "/proc/kallsyms cannot be read" :
						      "not in /proc/kallsyms");
	else if (hook->in_kallsyms)
		feature__set(feature, kernel->btf ? FEATURE_DEGRADED : FEATURE_UNKNOWN,
			     "the symbol exists, its prototype is not known");
	else if (kernel->btf)
		feature__set(feature, FEATURE_NO, "not in this kernel");
	else
		feature__set(feature, FEATURE_UNKNOWN, "neither BTF nor /proc/kallsyms shows it");
}

void feature__hook(struct feature *feature, const struct feature_facts *facts)
{
	for (int i = 0; i < NR_HOOKS; i++)
		if (!strcmp(facts->kernel.hooks[i].function, feature->name))
			feature__describe_hook(feature, &facts->kernel, i);
}

/*
 * 7.2 has swapin_sync(), 7.0 swapin_folio(); before, do_swap_page() read the
 * page itself. Drop when 7.1 is no longer supported.
 */
void feature__sync(struct feature *feature, const struct feature_facts *facts)
{
	const struct hook *hooks = facts->kernel.hooks;
	enum hook_id id = HOOK_SWAPIN_SYNC;

	if (!facts->kernel.btf) {
		feature__set(feature, FEATURE_UNKNOWN, "needs BTF");
		return;
	}
	if (!hooks[id].in_btf)
		id = HOOK_SWAPIN_FOLIO;
	if (hooks[id].in_btf) {
		feature__describe_hook(feature, &facts->kernel, id);
		feature__add(feature, " on %s", hooks[id].function);
		return;
	}
	feature__set(feature, FEATURE_DEGRADED,
		     "no function of its own: do_swap_page reads directly, seen at swap_read_folio");
}

void feature__returns(struct feature *feature, const struct feature_facts *facts)
{
	if (!facts->kernel.btf)
		feature__set(feature, FEATURE_UNKNOWN, "needs BTF");
	else if (!facts->kernel.has_kprobe)
		feature__set(feature, FEATURE_NO, "this kernel has no kretprobes");
	else if (facts->kernel.has_fprobe_graph)
		feature__set(feature, FEATURE_YES, "on function graph: any number of concurrent calls");
	else if (facts->kernel.has_kprobe_events)
		feature__set(feature, FEATURE_YES, "by tracefs: room for 4096 concurrent calls");
	else
		feature__set(feature, FEATURE_DEGRADED,
			     "/sys/kernel/tracing/kprobe_events cannot be written: room for ten concurrent calls");
}

void feature__capabilities(struct feature *feature, const struct feature_facts *facts)
{
	const struct privilege *privilege = &facts->privilege;
	char missing[64];

	if (!privilege->capabilities_known)
		feature__set(feature, FEATURE_UNKNOWN, "/proc/self/status cannot be read");
	else if (privilege__missing(privilege, missing, sizeof(missing)))
		feature__set(feature, FEATURE_NO, "missing %s", missing);
	else if (privilege->in_user_namespace)
		feature__set(feature, FEATURE_NO, "held in a user namespace only, where bpf() ignores them");
	else
		feature__set(feature, FEATURE_YES, "%s",
			     privilege__has(privilege, CAP_SYS_ADMIN) ?
			     "CAP_SYS_ADMIN" : "CAP_BPF and CAP_PERFMON");
	if (feature->status == FEATURE_YES && privilege->has_seccomp)
		feature__add(feature, "; a seccomp filter is active");
}

void feature__lockdown(struct feature *feature, const struct feature_facts *facts)
{
	const struct privilege *privilege = &facts->privilege;

	switch (privilege->lockdown) {
	case LOCKDOWN_UNKNOWN:
		/* Programs that load, and ours read memory, are the better witness. */
		feature__set(feature,
			     facts->tracing.backend == BACKEND_AUTO ? FEATURE_UNKNOWN : FEATURE_YES,
			     "/sys/kernel/security/lockdown cannot be read%s",
			     facts->tracing.backend == BACKEND_AUTO ? "" : "; programs load");
		break;
	case LOCKDOWN_NONE:
		feature__set(feature, FEATURE_YES, "none (%s)", privilege->lockdown_source);
		break;
	case LOCKDOWN_INTEGRITY:
		if (privilege->lockdown_at_least)
			feature__set(feature, FEATURE_UNKNOWN, "at least integrity (%s); "
				     "/sys/kernel/security/lockdown cannot be read",
				     privilege->lockdown_source);
		else
			feature__set(feature, FEATURE_YES, "integrity (%s): programs may read memory",
				     privilege->lockdown_source);
		break;
	case LOCKDOWN_CONFIDENTIALITY:
		feature__set(feature, FEATURE_NO, "confidentiality (%s)", privilege->lockdown_source);
		break;
	}
}

void feature__ftrace(struct feature *feature, const struct feature_facts *facts)
{
	enum toggle ftrace = facts->privilege.ftrace_enabled;
	enum toggle kprobes = facts->privilege.kprobes_armed;

	if (ftrace == TOGGLE_OFF)
		feature__set(feature, FEATURE_NO, "kernel.ftrace_enabled is 0");
	else if (kprobes == TOGGLE_OFF)
		feature__set(feature, FEATURE_DEGRADED, "kprobes are disarmed (/sys/kernel/debug/kprobes/enabled is 0)");
	else if (ftrace == TOGGLE_UNKNOWN)
		feature__set(feature, FEATURE_UNKNOWN, "kernel.ftrace_enabled cannot be read");
	else
		feature__set(feature, FEATURE_YES, "on%s", kprobes == TOGGLE_UNKNOWN ?
			     "; whether kprobes are armed cannot be read (debugfs)" : "");
}

void feature__bpf(struct feature *feature, const struct feature_facts *facts)
{
	const struct privilege *privilege = &facts->privilege;
	int err = privilege->map_error;

	if (err)
		feature__set(feature, FEATURE_NO, "creating a map: %s (%s)",
			     errno_name(err), strerror(err));
	else
		feature__set(feature, FEATURE_YES, "maps can be created");
	if (privilege->unprivileged_bpf != TOGGLE_UNKNOWN)
		feature__add(feature, "; kernel.unprivileged_bpf_disabled is %s",
			     privilege->unprivileged_bpf == TOGGLE_OFF ? "set" : "0");
}

static void describe_backend(struct feature *feature,
			     const struct obstacle *obstacle)
{
	if (!obstacle->error) {
		feature__set(feature, FEATURE_YES, "a program of this kind loads");
		return;
	}
	feature->status = FEATURE_NO;
	obstacle__describe(obstacle, feature->detail, sizeof(feature->detail));
}

void feature__kprobe(struct feature *feature, const struct feature_facts *facts)
{
	describe_backend(feature, &facts->tracing.kprobe);
	if (feature->status == FEATURE_YES && facts->kernel.kallsyms_hidden)
		feature__add(feature, "; symbol addresses are hidden (kernel.kptr_restrict)");
}

void feature__fentry(struct feature *feature, const struct feature_facts *facts)
{
	describe_backend(feature, &facts->tracing.fentry);
}

void feature__preempt(struct feature *feature, const struct feature_facts *facts)
{
	const struct kernel *kernel = &facts->kernel;

	if (kernel->preempt == PREEMPT_UNKNOWN)
		feature__set(feature, FEATURE_UNKNOWN, "%s", kernel->preempt_source);
	else
		feature__set(feature, FEATURE_YES, "%s, from %s; a task %s be preempted inside an fentry program",
			     preempt_model__name(kernel->preempt), kernel->preempt_source,
			     kernel__preemptible(kernel) ? "can" : "cannot");
}

void feature__backend(struct feature *feature, const struct feature_facts *facts)
{
	const struct tracing *tracing = &facts->tracing;

	if (tracing->backend == BACKEND_AUTO)
		feature__set(feature, FEATURE_NO, "none can attach");
	else
		feature__set(feature, tracing->exact ? FEATURE_YES : FEATURE_DEGRADED,
			     "auto takes %s: %s",
			     tracing->backend == BACKEND_FENTRY ? "fentry" : "kprobe",
			     tracing->reason);
}

void feature__events(struct feature *feature, const struct feature_facts *facts)
{
	int err = facts->privilege.ringbuf_error;

	if (err)
		feature__set(feature, FEATURE_NO, "creating a ring buffer: %s (%s)",
			     errno_name(err), strerror(err));
	else
		feature__set(feature, FEATURE_YES, "ring buffers can be created");
}
