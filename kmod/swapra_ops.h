/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The policy ABI: what a policy is told about a swap-in fault, what it answers
 * (swapra_fault.h), and the struct_ops type that carries it. Policies and the module
 * include the same two files. Members are only ever appended.
 *
 * A policy is a BPF struct_ops object of type swapra_ops, attached to one cgroup.
 * Its descendants inherit it, the nearest one wins. Policies are written against
 * bpf/policy/swapra_policy.bpf.h, which brings what else they need.
 *
 * Two files, because one file of the module alone may see struct swapra_ops: its
 * members name types of which a module's BTF tends to hold several, and then there
 * would be several swapra_ops, which the kernel refuses to register.
 */
#ifndef SWAPRA_OPS_H
#define SWAPRA_OPS_H

#include "swapra_fault.h"

struct mem_cgroup;
struct cgroup;

/*
 * decide: called for each fault that has to read, in the context of the faulting
 *   task, under the RCU read lock: it may not sleep. `memcg` and `cgroup` are the
 *   faulting task's. Returns 0; anything else: the kernel decides, and the fault
 *   counts as an error of the policy. Required.
 * cgroup_id: inode number of the cgroup's directory; 1 is the root. Required.
 * abi: SWAPRA_ABI of the build. Required.
 * flags: enum swapra_ops_flags.
 * name: what `swapra policy list` shows. Required.
 */
struct swapra_ops {
	int (*decide)(struct swapra_fault *fault, struct mem_cgroup *memcg, struct cgroup *cgroup);
	__u64 cgroup_id;
	__u32 abi;
	__u32 flags;
	char name[SWAPRA_NAME_LEN];
};

#endif
