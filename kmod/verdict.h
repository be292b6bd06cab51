/* SPDX-License-Identifier: GPL-2.0-only */
/* Asking a policy about one fault: what it is told, and what is made of its answer. */
#ifndef KMOD_VERDICT_H
#define KMOD_VERDICT_H

#include <linux/swap.h>

#include "swapra_fault.h"

struct faulter;
struct vm_fault;
struct mem_cgroup;

/* A checked answer. */
struct verdict {
	u32 window; /* 0: the kernel decides; 1 to SWAPRA_MAX_WINDOW pages */
	u32 placement;
	u32 flags; /* enum swapra_verdict_flags */
};

void verdict_init(void);

/*
 * Ask the policy of the current task's cgroup. vmf is NULL for shmem. May sleep.
 * Returns the cgroup, to be given back by faulter_put(); NULL: there is no policy,
 * or the stock code has to serve this fault.
 */
struct faulter *verdict_ask(swp_entry_t entry, struct vm_fault *vmf, struct verdict *verdict);

/* The same for the hint, under RCU and not sleeping: false without a policy. */
bool verdict_ask_atomic(swp_entry_t entry, struct vm_fault *vmf, struct verdict *verdict);

/* Whether page tables decide about neighbours, or slots do (rotational swap). */
bool kernel_uses_vma_readahead(void);

#endif
