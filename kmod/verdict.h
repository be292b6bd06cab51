/* SPDX-License-Identifier: GPL-2.0-only */
/* Asking a policy about one fault: what it is told, and what is made of its answer. */
#ifndef KMOD_VERDICT_H
#define KMOD_VERDICT_H

#include <linux/bits.h>
#include <linux/oom.h>
#include <linux/percpu.h>
#include <linux/swap.h>

#include "ops.h"
#include "policy.h"
#include "trace.h"

struct vm_fault;

/*
 * A checked answer in the form in which it travels: in the upper half of a register,
 * whose lower half is gfp_mask (hook.c). 0: the kernel decides.
 */
#define VERDICT_ASKED BIT_ULL(63)
#define VERDICT_WINDOW GENMASK_ULL(39, 32) /* 1 to SWAPRA_MAX_WINDOW pages */
#define VERDICT_PLACEMENT GENMASK_ULL(41, 40)
#define VERDICT_REMEMBER BIT_ULL(42) /* for the guard: what is prefetched */

void verdict_init(void);

/* What a policy is told. */
void verdict_fill(struct swapra_fault *fault, const struct faulter *faulter, swp_entry_t entry,
		  struct vm_fault *vmf);

/* An answer that is not all zero: checked, counted, traced, packed. */
u64 verdict_settle(struct faulter *faulter, struct vm_fault *vmf, struct swapra_fault *fault,
		   u32 flags);

/*
 * What the policy that runs on this CPU is told. Nobody writes into the second but for the
 * answer: a policy that reads nothing finds 0 everywhere, and nothing has to be cleared.
 */
DECLARE_PER_CPU(struct swapra_fault, verdict_told);
DECLARE_PER_CPU(struct swapra_fault, verdict_told_nothing);

static __always_inline struct swapra_fault *verdict_prepare(const struct policy_ops *ops,
							    const struct faulter *faulter,
							    swp_entry_t entry, struct vm_fault *vmf)
{
	struct swapra_fault *fault;

	if (ops->flags & SWAPRA_OPS_BLIND) {
		fault = this_cpu_ptr(&verdict_told_nothing);
		fault->window = 0;
		fault->placement = SWAPRA_AROUND;
		fault->mode = SWAPRA_INLINE;
	} else {
		fault = this_cpu_ptr(&verdict_told);
		verdict_fill(fault, faulter, entry, vmf);
	}
	return fault;
}

/*
 * Ask the policy of a faulter that is not stale and has one. vmf is NULL for shmem;
 * flags: SWAPRA_VERDICT_SHMEM and _HINT. With preemption off, which is an RCU read lock, in
 * the faulting task. Inline: this runs at each fault, and a call of it was a tenth of its
 * cost.
 */
static __always_inline u64 verdict_ask(struct faulter *faulter, swp_entry_t entry,
				       struct vm_fault *vmf, u32 flags)
{
	struct policy_ops *ops = rcu_dereference_sched(faulter->policy->ops);
	struct swapra_fault *fault = verdict_prepare(ops, faulter, entry, vmf);
	struct mem_cgroup *memcg = mem_cgroup_from_css(task_css(current, memory_cgrp_id));

	if (unlikely(ops->decide(fault, memcg, faulter->cgroup)))
		flags |= SWAPRA_VERDICT_ERROR;
	if (fault->window | fault->placement | fault->mode | flags || trace_swapra_verdict_enabled())
		return verdict_settle(faulter, vmf, fault, flags);
	this_cpu_inc(faulter->account->counters->kernel);
	return 0;
}

/*
 * Whether stock code is to serve the current task whatever its policy says: swapoff reads
 * every page of a device, on its own account and under no cgroup's policy. It is the one
 * that volunteers for the OOM killer meanwhile.
 */
static __always_inline bool verdict_is_exempt(void)
{
	return oom_task_origin(current);
}

#endif
