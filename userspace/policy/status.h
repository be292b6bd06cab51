/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the module shows of itself in /proc/swapra: hooks, attached policies, and
 * what became of the verdicts, cgroup by cgroup, since the module was loaded.
 * Words and keys that are not known here are skipped: the module may be newer.
 */
#ifndef SWAPRA_POLICY_STATUS_H
#define SWAPRA_POLICY_STATUS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define POLICY_STATUS_PATH "/proc/swapra"

/* Since the module was loaded. verdicts = kernel + single + sized; the others overlap. */
struct policy_counts {
	uint64_t verdicts;
	uint64_t kernel;         /* the kernel decided */
	uint64_t single;         /* demand page only */
	uint64_t sized;          /* a window of the policy's */
	uint64_t prefetched;     /* pages */
	uint64_t clamped;        /* something was out of range */
	uint64_t guarded;        /* cut so that the cgroup is not OOM-killed */
	uint64_t errors;         /* decide() failed: the kernel decided */
	uint64_t background;     /* asked for background, run inline */
	uint64_t failed_charges; /* pages */
};

/* The counters by the key that they have in the file and in JSON, in that order. */
struct policy_counter {
	const char *key;
	size_t offset; /* in struct policy_counts */
};

extern const struct policy_counter policy_counters[];
extern const size_t nr_policy_counters;

uint64_t policy_counter__get(const struct policy_counter *counter,
			     const struct policy_counts *counts);

/* How faults reach the policies. Texts of a status live as long as it does. */
struct policy_hook {
	const char *function;
	const char *mode; /* "none" before the first policy, "redirect", "hint" */
	int error;        /* of the last attempt, 0 or a positive errno */
};

/* A function of the kernel that the module calls. */
struct policy_symbol {
	const char *name;
	const char *state; /* "ok", "missing" */
	const char *prototype;
};

struct policy_attached {
	uint64_t cgroup;
	const char *name;
	uint32_t link; /* 0: registered without a link */
};

/* A cgroup that faulted while a policy applied to it. */
struct policy_cgroup {
	uint64_t id;
	uint64_t policy; /* id of the cgroup whose policy it has */
	struct policy_counts counts;
	uint64_t unused; /* at most so many prefetched pages are neither used nor reclaimed */
};

struct policy_status {
	const char *version;
	uint32_t abi;
	bool zswap_readable; /* policies can ask whether a page is in zswap */
	struct policy_hook *hooks;
	size_t nr_hooks;
	struct policy_symbol *symbols;
	size_t nr_symbols;
	struct policy_counts total;
	struct policy_attached *policies; /* by cgroup id, ascending */
	size_t nr_policies;
	struct policy_cgroup *cgroups;    /* by id, ascending */
	size_t nr_cgroups;
	char *text;
};

/*
 * Returns 0, -EBADMSG for what is not the module's text, or -ENOMEM. Nothing is
 * printed. Release in any case.
 */
int policy_status__parse(struct policy_status *status, const char *text);

/*
 * Read /proc/swapra below a root ("" is the running system). Also returns
 * -ENOENT when the module is not loaded, or what open() and read() give.
 */
int policy_status__read(struct policy_status *status, const char *root);

void policy_status__release(struct policy_status *status);

/* The policy attached to exactly this cgroup; NULL if there is none. */
const struct policy_attached *policy_status__policy(const struct policy_status *status,
						    uint64_t cgroup);

/* The row of this cgroup; NULL if it did not fault under a policy. */
const struct policy_cgroup *policy_status__cgroup(const struct policy_status *status,
						  uint64_t cgroup);

#endif
