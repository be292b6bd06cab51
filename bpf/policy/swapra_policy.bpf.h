/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The one header that a policy includes. It brings the ABI, the kernel types and
 * helpers that a policy needs, and this, which is a whole policy:
 *
 *	#include "swapra_policy.bpf.h"
 *
 *	SWAPRA_POLICY(off)
 *	{
 *		fault->window = 1;
 *		return 0;
 *	}
 *
 * docs/policies.md says what the parts mean, and how to build and load one.
 */
#ifndef SWAPRA_POLICY_BPF_H
#define SWAPRA_POLICY_BPF_H

/*
 * A policy that reads other kernel objects includes a vmlinux.h before this; then
 * that one's types are taken.
 */
#ifndef __VMLINUX_H__
#include "../../vmlinux/swapra_uapi.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct kernfs_node {
	__u64 id;
};

struct cgroup {
	struct kernfs_node *kn;
	int level;
};

struct cgroup_subsys_state {
	struct cgroup *cgroup;
};

struct mem_cgroup {
	struct cgroup_subsys_state css;
};

#pragma clang attribute pop
#endif /* __VMLINUX_H__ */

#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>

/* CO-RE: where a member really is, the module's BTF says at load time. */
#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)
#include "../../kmod/swapra_ops.h"
#pragma clang attribute pop

/* swapra_fault.vma_flags: what the program announced by madvise(). */
#ifndef VM_SEQ_READ
#define VM_SEQ_READ 0x00008000  /* MADV_SEQUENTIAL */
#define VM_RAND_READ 0x00010000 /* MADV_RANDOM */
#endif

/*
 * What is asked of the module only when a policy wants to know. A module that
 * lacks one refuses the policy that calls it, unless the call stands behind
 * bpf_ksym_exists().
 */

/* Where the demand page is: enum swapra_stored. */
extern __u32 bpf_swapra_stored(struct swapra_fault *fault) __ksym __weak;

/* Pages that can be charged before the nearest memory.max is reached; ~0: there is none. */
extern __u64 bpf_swapra_room(struct mem_cgroup *memcg) __ksym __weak;

/* All that the module offers is for GPL-compatible programs. */
char LICENSE[] SEC("license") = "GPL";

/*
 * SWAPRA_DECIDE(program) { … } defines the BPF program alone. Its body has the
 * arguments of swapra_ops.decide: fault, memcg, cgroup. The kernel hands them
 * over as an array.
 */
#define SWAPRA_DECIDE(program) \
	static __always_inline int program##_body(struct swapra_fault *fault, \
			struct mem_cgroup *memcg, struct cgroup *cgroup); \
	SEC("struct_ops/decide") int program(__u64 *arguments) \
	{ \
		return program##_body((void *)arguments[0], (void *)arguments[1], \
				      (void *)arguments[2]); \
	} \
	static __always_inline int program##_body(struct swapra_fault *fault, \
			struct mem_cgroup *memcg, struct cgroup *cgroup)

/*
 * Inode number of the cgroup's directory. `swapra policy set` fills it in; for
 * other loaders: -DSWAPRA_CGROUP_ID=$(stat -c %i /sys/fs/cgroup/NAME)
 */
#ifndef SWAPRA_CGROUP_ID
#define SWAPRA_CGROUP_ID 0
#endif

/* SWAPRA_POLICY(name) { … } defines the program name_decide and the policy name_ops. */
#define SWAPRA_POLICY(policy) SWAPRA_POLICY_FLAGS(policy, 0)

/* The same for a policy that reads nothing of the fault: it is told nothing, and cheaper. */
#define SWAPRA_BLIND_POLICY(policy) SWAPRA_POLICY_FLAGS(policy, SWAPRA_OPS_BLIND)

#define SWAPRA_POLICY_FLAGS(policy, policy_flags)                                                \
	int policy##_decide(__u64 *arguments);                                                   \
	SEC(".struct_ops.link") struct swapra_ops policy##_ops = {                               \
		.decide = (void *)policy##_decide,                                               \
		.cgroup_id = SWAPRA_CGROUP_ID,                                                   \
		.abi = SWAPRA_ABI,                                                               \
		.flags = policy_flags,                                                           \
		.name = #policy,                                                                 \
	};                                                                                       \
	SWAPRA_DECIDE(policy##_decide)

#endif
