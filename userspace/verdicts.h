/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What policies had decided at one moment, or between two, cgroup by cgroup: the
 * part of a snapshot that the kernel module counts. Nothing is counted twice for
 * it, so it costs the kernel nothing. Pure but for verdicts__read().
 */
#ifndef SWAPRA_VERDICTS_H
#define SWAPRA_VERDICTS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "policy/status.h"

/* The policy ABI's own names for these are in kmod/swapra_fault.h. */
#define VERDICT_POLICY_LEN 32

enum verdict_flag {
	VERDICT_CLAMPED = 1 << 0,
	VERDICT_GUARDED = 1 << 1,
	VERDICT_ERROR = 1 << 2,
	VERDICT_BACKGROUND = 1 << 3,
	VERDICT_HINT = 1 << 5,
};

/* Where a window lies; NULL for what this build does not know. */
const char *placement__name(unsigned placement);

struct verdict_policy {
	uint64_t cgroup; /* it is attached to */
	char name[VERDICT_POLICY_LEN];
};

struct verdict_row {
	uint64_t cgroup; /* that faulted */
	uint64_t policy; /* cgroup whose policy applies to it; 0: none does */
	struct policy_counts counts;
};

struct verdicts {
	bool loaded;   /* the module; false: the rest is empty */
	uint64_t load; /* tells one load of it from the next; 0: not known */
	struct verdict_policy *policies; /* by cgroup id, ascending */
	size_t nr_policies;
	struct verdict_row *rows; /* by cgroup id, ascending */
	size_t nr_rows;
	struct policy_counts total;   /* of all cgroups, removed ones too */
	struct policy_counts removed; /* of these, in no row; only between two moments */
};

/* Returns 0, also without the module, or -errno. Release in any case. */
int verdicts__read(struct verdicts *verdicts, const char *root);

/* Copy what a status tells. Returns 0 or -ENOMEM. Release in any case. */
int verdicts__take(struct verdicts *verdicts, const struct policy_status *status, uint64_t load);

/*
 * delta = newer - older. Where the module was loaded anew, or was not loaded then,
 * its counts begin at 0. Policies are those of newer. Returns 0 or -ENOMEM.
 * Release in any case.
 */
int verdicts__delta(struct verdicts *delta, const struct verdicts *newer,
		    const struct verdicts *older);

void verdicts__release(struct verdicts *verdicts);

/* Policies are attached, or were when something was decided. */
bool verdicts__any(const struct verdicts *verdicts);

/* The row of this cgroup; NULL if it has none. */
const struct verdict_row *verdicts__row(const struct verdicts *verdicts, uint64_t cgroup);

/* The policy attached to exactly this cgroup; NULL if there is none. */
const struct verdict_policy *verdicts__policy(const struct verdicts *verdicts, uint64_t cgroup);

/* into += from; true when nothing was counted. */
void policy_counts__add(struct policy_counts *into, const struct policy_counts *from);
bool policy_counts__is_zero(const struct policy_counts *counts);

#endif
