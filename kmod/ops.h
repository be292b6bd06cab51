/* SPDX-License-Identifier: GPL-2.0-only */
/* The struct_ops type swapra_ops and the kfuncs of its programs. */
#ifndef KMOD_OPS_H
#define KMOD_OPS_H

#include <linux/types.h>

struct cgroup;
struct mem_cgroup;
struct swapra_fault;
struct swapra_ops; /* only ops.c may see it, see swapra_ops.h */

int ops_register(void);

u64 ops_cgroup_id(const struct swapra_ops *ops);
const char *ops_name(const struct swapra_ops *ops);

/* Under RCU. Returns what the policy returned. */
int ops_decide(const struct swapra_ops *ops, struct swapra_fault *fault, struct mem_cgroup *memcg,
	       struct cgroup *cgroup);

#endif
