/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The rows of `swapra policy list`: every cgroup that has a policy of its own, or
 * that faulted while it inherited one, with the policy that applies to it now. Pure.
 */
#ifndef SWAPRA_POLICY_LIST_H
#define SWAPRA_POLICY_LIST_H

#include "policy/status.h"

struct policy_row {
	uint64_t id;
	const char *name;      /* path, or what stands for it */
	const char *policy;    /* NULL: the kernel decides */
	uint32_t link;         /* of the policy; 0: none */
	uint64_t from;         /* id of the cgroup that the policy is attached to */
	const char *from_name;
	struct policy_counts counts;
	uint64_t unused;
};

struct policy_list {
	const struct policy_status *status;
	struct policy_row *rows; /* by name */
	size_t nr;
};

/* How cgroups are called; as cgroups__name() and cgroups__path(). */
struct policy_names {
	void *context;
	const char *(*name)(void *context, uint64_t id);
	const char *(*path)(void *context, uint64_t id);
};

/*
 * With selected cgroups, these have a row in any case, and of the others only
 * those below them. Returns 0 or -ENOMEM. Release in any case.
 */
int policy_list__build(struct policy_list *list, const struct policy_status *status,
		       const struct policy_names *names, const uint64_t *selected,
		       size_t nr_selected);
void policy_list__release(struct policy_list *list);

/* The row's policy is attached to the cgroup itself. */
bool policy_row__is_own(const struct policy_row *row);

#endif
