// SPDX-License-Identifier: GPL-2.0-only
/* From the module's rows to those of a report; see row_policy.h. */
#include "row_policy.h"

#include <string.h>

#include "cgroups.h"
#include "report.h"

/* The policy of the nearest cgroup at or above this one: so the module finds it. */
static const struct verdict_policy *nearest(const struct verdicts *verdicts,
					    const struct cgroup_names *names, uint64_t cgroup)
{
	const char *path = names->path(names->context, cgroup), *above;
	const struct verdict_policy *best = NULL;
	size_t longest = 0;

	for (size_t i = 0; path && i < verdicts->nr_policies; i++) {
		above = names->path(names->context, verdicts->policies[i].cgroup);
		if (!above || !cgroup_path__is_below(path, above) ||
		    (best && strlen(above) < longest))
			continue;
		best = &verdicts->policies[i];
		longest = strlen(above);
	}
	return best;
}

/*
 * The module leaves out cgroups in which no policy ever decided, and those that were
 * removed. What the removed ones had is the rest of the total: of which cgroup it
 * was is known only when there is none.
 */
static bool counts_nothing(const struct verdicts *verdicts, const struct cgroup_names *names,
			   uint64_t cgroup)
{
	return names->path(names->context, cgroup) || policy_counts__is_zero(&verdicts->removed);
}

void row_policy__find(struct row_policy *policy, const struct verdicts *verdicts,
		      const struct cgroup_names *names, uint64_t cgroup)
{
	const struct verdict_row *row = verdicts__row(verdicts, cgroup);
	const struct verdict_policy *applies;

	*policy = (struct row_policy){};
	if (!verdicts->loaded)
		return;
	applies = row ? verdicts__policy(verdicts, row->policy) : nearest(verdicts, names, cgroup);
	if (applies) {
		policy->name = applies->name;
		policy->cgroup = applies->cgroup;
	}
	if (row)
		policy->counts = row->counts;
	policy->is_counted = row || counts_nothing(verdicts, names, cgroup);
}

void row_policy__add(struct row_policy *into, const struct row_policy *from)
{
	policy_counts__add(&into->counts, &from->counts);
	into->is_counted &= from->is_counted;
}
