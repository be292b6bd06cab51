/* SPDX-License-Identifier: GPL-2.0-only */
/* What has to change for the machine to be as a plan wants it. Pure. */
#ifndef SWAPRA_POLICY_DIFF_H
#define SWAPRA_POLICY_DIFF_H

#include "policy/plan.h"

/* A policy that swapra attached earlier. Texts belong to others. */
struct policy_present {
	uint64_t cgroup;
	const char *path;
	const char *name;
};

enum policy_change_kind {
	POLICY_ADD,
	POLICY_REPLACE,
	POLICY_UNCHANGED,
	POLICY_CLEAR,
};

struct policy_change {
	enum policy_change_kind kind;
	uint64_t cgroup;
	const char *path;
	const char *before; /* name of the policy there is; NULL: none */
	const char *after;  /* policy as the plan has it; NULL: none */
	const struct policy_spec *spec; /* of after */
};

struct policy_diff {
	struct policy_change *changes; /* by path */
	size_t nr;
};

/*
 * Compare. A shipped policy of the same name is unchanged; a file is always
 * loaded again, since it may be another one by now. With keep, what the plan does
 * not name stays. Returns 0 or -ENOMEM. Release in any case.
 */
int policy_diff__build(struct policy_diff *diff, const struct policy_plan *plan,
		       const struct policy_present *present, size_t nr_present, bool keep);
void policy_diff__release(struct policy_diff *diff);

/* One line a change: what is to be done, or what was done. */
void policy_diff__print(FILE *out, const struct policy_diff *diff, bool done);

#endif
