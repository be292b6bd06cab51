// SPDX-License-Identifier: GPL-2.0-only
/* The verdict on tracing; see tracing.h. */
#include "tracing.h"

#include <errno.h>
#include <stdio.h>

static bool obstruct(struct obstacle *obstacle, int error, int cause,
		     const char *subject, const char *name, const char *verb)
{
	obstacle->error = error;
	obstacle->cause = cause;
	obstacle->subject = subject;
	obstacle->name = name;
	obstacle->verb = verb;
	return true;
}

/* Nothing that can be read explains it: name who else may have said no. */
static void explain_unknown(struct obstacle *obstacle,
			    const struct privilege *privilege)
{
	const char *lockdown = "";

	if (privilege->lockdown == LOCKDOWN_UNKNOWN)
		lockdown = "kernel lockdown (/sys/kernel/security/lockdown cannot be read) or ";
	else if (privilege->lockdown_at_least)
		lockdown = "kernel lockdown (at least integrity; /sys/kernel/security/lockdown cannot be read) or ";
	obstacle__advise(obstacle, "%s; %sa security module refuses it%s",
	       privilege->capabilities_known ? "no capability is missing" :
					       "capabilities could not be read",
	       lockdown,
	       privilege->has_seccomp ? ", or the seccomp filter of this process" : "");
}

/* Why bpf() says EPERM, from what can be known; from the surest reason down. */
static void explain_refusal(struct obstacle *obstacle,
			    const struct privilege *privilege)
{
	char missing[64];

	if (privilege__missing(privilege, missing, sizeof(missing)))
		obstacle__advise(obstacle, "this process lacks %s; run swapra as root, or "
		       "give it these capabilities", missing);
	else if (privilege->in_user_namespace)
		obstacle__advise(obstacle, "capabilities of a user namespace do not count "
		       "for bpf(); run swapra in the initial one, outside the container");
	else if (privilege->lockdown == LOCKDOWN_CONFIDENTIALITY)
		obstacle__advise(obstacle, "the kernel is locked down (confidentiality, by %s) "
		       "and lets nobody read its memory; boot with lockdown=integrity "
		       "or less, or without Secure Boot", privilege->lockdown_source);
	else
		explain_unknown(obstacle, privilege);
}

/* A bpf() call failed with err. */
static bool refuse(struct obstacle *obstacle, int err, const char *subject,
		   const char *name, const char *verb,
		   const struct privilege *privilege)
{
	/* With confidentiality, 6.12 to 7.3 hide the helper instead: EINVAL. */
	bool locked = err == EINVAL &&
		      privilege->lockdown == LOCKDOWN_CONFIDENTIALITY;

	if (err == EPERM || err == EACCES || locked) {
		obstruct(obstacle, EPERM, err, subject, name, verb);
		explain_refusal(obstacle, privilege);
		return true;
	}
	obstruct(obstacle, ENOTSUP, err, subject, name, verb);
	if (err == ENOSYS)
		obstacle__advise(obstacle, "this kernel is built without CONFIG_BPF_SYSCALL, "
		       "or a sandbox hides bpf()");
	else
		obstacle__advise(obstacle, "the kernel does not support it, "
		       "or ran out of memory; see dmesg");
	return true;
}

static bool check_btf(struct obstacle *obstacle, const struct kernel *kernel)
{
	int err = kernel->btf_error;
	bool denied = err == EACCES || err == EPERM;

	if (kernel->btf)
		return false;
	obstruct(obstacle, denied ? EPERM : ENOTSUP, err, "kernel types (BTF)",
		 "/sys/kernel/btf/vmlinux", "read");
	if (denied)
		obstacle__advise(obstacle, "the file is there, but this user may not read it; "
		       "run swapra as root");
	else
		obstacle__advise(obstacle, "the kernel needs CONFIG_DEBUG_INFO_BTF, and /sys "
		       "must be mounted (in a container too)");
	return true;
}

static bool check_prototypes(struct obstacle *obstacle, const struct kernel *kernel)
{
	for (int i = 0; i < NR_HOOKS; i++) {
		const struct hook *hook = &kernel->hooks[i];

		if (!hook->required || (hook->in_btf && hook->understood))
			continue;
		obstruct(obstacle, ENOTSUP, hook->in_btf ? EPROTO : ENOENT,
			 "kernel function", hook->function, "find in BTF");
		if (hook->in_btf) {
			obstacle->verb = "read its arguments";
			obstacle__advise(obstacle, "its prototype changed; a newer swapra may know it");
		} else {
			obstacle__advise(obstacle, "swapra needs Linux 6.12 or later with "
			       "CONFIG_SWAP and CONFIG_ZSWAP");
		}
		return true;
	}
	return false;
}

/* The hooks attach without an error and never fire: worse than refusing. */
static bool check_ftrace(struct obstacle *obstacle,
			 const struct privilege *privilege)
{
	if (privilege->ftrace_enabled != TOGGLE_OFF)
		return false;
	obstruct(obstacle, ENOTSUP, EOPNOTSUPP, "function tracing", NULL, "use");
	obstacle__advise(obstacle, "it is switched off; `sysctl kernel.ftrace_enabled=1` turns it on");
	return true;
}

static bool check_common(struct obstacle *obstacle, const struct kernel *kernel,
			 const struct privilege *privilege)
{
	if (check_btf(obstacle, kernel) || check_prototypes(obstacle, kernel))
		return true;
	if (privilege->map_error)
		return refuse(obstacle, privilege->map_error, "BPF map", NULL,
			      "create", privilege);
	return check_ftrace(obstacle, privilege);
}

static bool check_symbols(struct obstacle *obstacle, const struct kernel *kernel)
{
	for (int i = 0; i < NR_HOOKS; i++) {
		const struct hook *hook = &kernel->hooks[i];
		int err = kernel->kallsyms_error;

		if (!hook->required || hook->in_kallsyms)
			continue;
		obstruct(obstacle, err == EACCES || err == EPERM ? EPERM : ENOTSUP,
			 err ? err : ENOENT, "kernel symbol", hook->function, "find");
		obstacle__advise(obstacle, err ? "/proc/kallsyms cannot be read; is /proc mounted?" :
		       "this kernel inlined the function, or has none of this name");
		return true;
	}
	return false;
}

static bool check_kprobe(struct obstacle *obstacle, const struct kernel *kernel,
			 const struct privilege *privilege)
{
	if (check_common(obstacle, kernel, privilege) ||
	    check_symbols(obstacle, kernel))
		return true;
	if (!kernel->has_kprobe) {
		obstruct(obstacle, ENOTSUP, ENOENT, "perf event source", "kprobe", "find");
		obstacle__advise(obstacle, "the kernel needs CONFIG_KPROBE_EVENTS, and /sys must be mounted");
		return true;
	}
	if (privilege->kprobes_armed == TOGGLE_OFF) {
		obstruct(obstacle, ENOTSUP, EOPNOTSUPP, "kprobes", NULL, "use");
		obstacle__advise(obstacle, "they are disarmed; `echo 1 > /sys/kernel/debug/kprobes/enabled` arms them");
		return true;
	}
	if (privilege->kprobe_error)
		return refuse(obstacle, privilege->kprobe_error, "BPF program",
			      "kprobe", "load", privilege);
	return false;
}

static bool check_fentry(struct obstacle *obstacle, const struct kernel *kernel,
			 const struct privilege *privilege)
{
	if (check_common(obstacle, kernel, privilege))
		return true;
	if (privilege->fentry_error)
		return refuse(obstacle, privilege->fentry_error, "BPF program",
			      "fentry", "load", privilege);
	return false;
}

static void choose(struct tracing *tracing, const struct kernel *kernel)
{
	bool kprobe = !tracing->kprobe.error, fentry = !tracing->fentry.error;
	bool preemptible = kernel__preemptible(kernel);

	tracing->backend = BACKEND_AUTO;
	tracing->exact = kprobe || (fentry && !preemptible);
	if (fentry && !preemptible) {
		tracing->backend = BACKEND_FENTRY;
		tracing->reason = "cheapest, and exact: no task is preempted inside a program";
	} else if (kprobe) {
		tracing->backend = BACKEND_KPROBE;
		tracing->reason =
			!preemptible ? "fentry programs cannot be loaded" :
			kernel->preempt == PREEMPT_UNKNOWN ?
				"exact whatever the preemption model is, which is not known" :
				"exact: runs with preemption off, fentry would lose reads";
	} else if (fentry) {
		tracing->backend = BACKEND_FENTRY;
		tracing->reason = "kprobes cannot be used; reads are lost, and counted, "
				  "when a task is preempted inside a program";
	}
}

void tracing__judge(struct tracing *tracing, const struct kernel *kernel,
		    const struct privilege *privilege)
{
	*tracing = (struct tracing){};
	check_kprobe(&tracing->kprobe, kernel, privilege);
	check_fentry(&tracing->fentry, kernel, privilege);
	choose(tracing, kernel);
}

const struct obstacle *tracing__obstacle(const struct tracing *tracing,
					 enum backend backend)
{
	const struct obstacle *kprobe = &tracing->kprobe;
	const struct obstacle *fentry = &tracing->fentry;

	if (backend == BACKEND_KPROBE)
		return kprobe->error ? kprobe : NULL;
	if (backend == BACKEND_FENTRY)
		return fentry->error ? fentry : NULL;
	if (!kprobe->error || !fentry->error)
		return NULL;
	/* A permission can be given; what the kernel lacks cannot. */
	return fentry->error == EPERM && kprobe->error != EPERM ? fentry : kprobe;
}

int tracing__require(const struct kernel *kernel, enum backend *backend)
{
	const struct obstacle *obstacle;
	struct privilege privilege;
	struct tracing tracing;

	privilege__probe(&privilege, kernel, "");
	privilege__try_bpf(&privilege, kernel);
	tracing__judge(&tracing, kernel, &privilege);
	obstacle = tracing__obstacle(&tracing, *backend);
	if (obstacle)
		return obstacle__print(obstacle);
	if (*backend == BACKEND_AUTO)
		*backend = tracing.backend;
	return 0;
}
