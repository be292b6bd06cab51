/* SPDX-License-Identifier: GPL-2.0-only */
/* The struct_ops type swapra_ops and the kfuncs of its programs. */
#ifndef KMOD_OPS_H
#define KMOD_OPS_H

#include <linux/types.h>

#include "swapra_fault.h"

struct cgroup;
struct mem_cgroup;

/*
 * struct swapra_ops under another name: only ops.c may see that one (swapra_ops.h says
 * why), and checks that both are alike.
 */
struct policy_ops {
	int (*decide)(struct swapra_fault *fault, struct mem_cgroup *memcg, struct cgroup *cgroup);
	u64 cgroup_id;
	u32 abi;
	u32 flags; /* enum swapra_ops_flags */
	char name[SWAPRA_NAME_LEN];
};

int ops_register(void);

#endif
