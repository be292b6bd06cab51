/* SPDX-License-Identifier: GPL-2.0-only */
/* The policy of a report's row: which one applies, and what it decided. Pure. */
#ifndef SWAPRA_ROW_POLICY_H
#define SWAPRA_ROW_POLICY_H

#include "verdicts.h"

struct cgroup_names;

struct row_policy {
	const char *name; /* of the one that applies; NULL: none, or not one cgroup */
	uint64_t cgroup;  /* it is attached to: the row's own, or one above it */
	bool is_counted;  /* false: no module, or the cgroup went with its counts */
	struct policy_counts counts;
};

/* Of one cgroup. The name stays valid as long as the verdicts. */
void row_policy__find(struct row_policy *policy, const struct verdicts *verdicts,
		      const struct cgroup_names *names, uint64_t cgroup);

/* into += from: a sum of which one part is not counted is not known either. */
void row_policy__add(struct row_policy *into, const struct row_policy *from);

#endif
