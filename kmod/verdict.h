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
	bool remember; /* for the guard: what is prefetched */
};

void verdict_init(void);

/*
 * Ask the policy of a faulter that is not stale and has one. vmf is NULL for shmem;
 * flags: SWAPRA_VERDICT_HINT or 0. Under RCU, in the faulting task.
 */
void verdict_ask(struct faulter *faulter, swp_entry_t entry, struct vm_fault *vmf, u32 flags,
		 struct verdict *verdict);

/* Whether the current task is to be served by stock code whatever its policy says. */
bool verdict_is_exempt(void);

#endif
