// SPDX-License-Identifier: GPL-2.0-only
/* Asking a policy: see verdict.h. */
#include "swapra.h"

#include <linux/bitfield.h>
#include <linux/mm.h>
#include <linux/swap.h> /* before swapops.h, which needs it */
#include <linux/swapops.h>

#include "policy.h"
#include "readahead.h"
#include "state.h"
#include "symbols.h"
#include "trace.h"
#include "verdict.h"

/* Data of the kernel; NULL where it was not found, and then told as unknown. */
static struct swap_info_struct **swap_infos __ro_after_init;
static const int *page_cluster_log2 __ro_after_init;
static const atomic_t *nr_rotational __ro_after_init;
static const bool *vma_readahead_on __ro_after_init;

DEFINE_PER_CPU(struct swapra_fault, verdict_told);
DEFINE_PER_CPU(struct swapra_fault, verdict_told_nothing);

void verdict_init(void)
{
	swap_infos = (void *)symbol_address(SYM_SWAP_INFO);
	page_cluster_log2 = (void *)symbol_address(SYM_PAGE_CLUSTER);
	nr_rotational = (void *)symbol_address(SYM_NR_ROTATE_SWAP);
	vma_readahead_on = (void *)symbol_address(SYM_ENABLE_VMA_READAHEAD);
}

/* Whether page tables decide about neighbours, or slots do (rotational swap). */
static bool kernel_uses_vma_readahead(void)
{
	return vma_readahead_on && nr_rotational && READ_ONCE(*vma_readahead_on) &&
	       !atomic_read(nr_rotational);
}

/* By slot the window depends on hits of the whole machine that asking would reset. */
static u32 kernel_window(unsigned long state, unsigned long address)
{
	u32 max;

	if (!page_cluster_log2)
		return SWAPRA_KERNEL_WINDOW_UNKNOWN;
	max = 1u << min(READ_ONCE(*page_cluster_log2), 5);
	if (max == 1)
		return 1;
	return kernel_uses_vma_readahead() ? state_next_window(state, address, max) :
					     SWAPRA_KERNEL_WINDOW_UNKNOWN;
}

static u32 device_flags(swp_entry_t entry)
{
	unsigned long flags;

	if (!swap_infos)
		return 0;
	flags = READ_ONCE(swap_infos[swp_type(entry)]->flags); /* the fault holds the device */
	return (flags & SWP_SYNCHRONOUS_IO ? SWAPRA_DEVICE_SYNCHRONOUS : 0) |
	       (flags & SWP_SOLIDSTATE ? 0 : SWAPRA_DEVICE_ROTATIONAL);
}

static void fill_vma(struct swapra_fault *fault, struct vm_fault *vmf)
{
	unsigned long state = atomic_long_read(&vmf->vma->swap_readahead_info) ?: STATE_FRESH;

	fault->memory = SWAPRA_ANON;
	fault->address = vmf->address & PAGE_MASK;
	fault->vma_start = vmf->vma->vm_start;
	fault->vma_end = vmf->vma->vm_end;
	fault->vma_flags = vmf->vma->vm_flags;
	fault->prev_address = state & PAGE_MASK;
	fault->prev_window = state_window(state);
	fault->prev_hits = state_hits(state);
	fault->kernel_window = kernel_window(state, fault->address);
}

static void fill_shmem(struct swapra_fault *fault)
{
	fault->memory = SWAPRA_SHMEM;
	fault->address = 0;
	fault->vma_start = 0;
	fault->vma_end = 0;
	fault->vma_flags = 0;
	fault->prev_address = 0;
	fault->prev_window = 0;
	fault->prev_hits = 0;
	fault->kernel_window = SWAPRA_KERNEL_WINDOW_UNKNOWN;
}

/* Every member is set here, so that it need not be zeroed first at each fault. */
void verdict_fill(struct swapra_fault *fault, const struct faulter *faulter, swp_entry_t entry,
		  struct vm_fault *vmf)
{
	fault->cgroup_id = faulter->cgroup_id;
	fault->policy_cgroup_id = faulter->policy->cgroup_id;
	fault->swap_type = swp_type(entry);
	fault->swap_offset = swp_offset(entry);
	fault->device_flags = device_flags(entry);
	fault->max_window = SWAPRA_MAX_WINDOW;
	fault->unused_pages = guard_unused(&faulter->account->guard);
	fault->window = 0;
	fault->placement = SWAPRA_AROUND;
	fault->mode = SWAPRA_INLINE;
	fault->reserved = 0;
	if (likely(vmf))
		fill_vma(fault, vmf);
	else
		fill_shmem(fault);
}

static noinline void count_flags(struct counters __percpu *counters, u32 flags)
{
	if (flags & SWAPRA_VERDICT_CLAMPED)
		this_cpu_inc(counters->clamped);
	if (flags & SWAPRA_VERDICT_GUARDED)
		this_cpu_inc(counters->guarded);
	if (flags & SWAPRA_VERDICT_ERROR)
		this_cpu_inc(counters->errors);
	if (flags & SWAPRA_VERDICT_BACKGROUND)
		this_cpu_inc(counters->background);
}

static __always_inline void count(struct counters __percpu *counters, u32 window, u32 flags)
{
	if (!window)
		this_cpu_inc(counters->kernel);
	else if (window == 1)
		this_cpu_inc(counters->single);
	else
		this_cpu_inc(counters->sized);
	if (unlikely(flags))
		count_flags(counters, flags);
}

/* What is out of range becomes the nearest that is not. Returns the flags of that. */
static u32 clamp_answer(struct swapra_fault *fault)
{
	u32 flags = 0;

	if (fault->window > SWAPRA_MAX_WINDOW) {
		fault->window = SWAPRA_MAX_WINDOW;
		flags |= SWAPRA_VERDICT_CLAMPED;
	}
	if (fault->placement > SWAPRA_BEFORE) {
		fault->placement = SWAPRA_AROUND;
		flags |= SWAPRA_VERDICT_CLAMPED;
	}
	if (fault->mode > SWAPRA_BACKGROUND)
		flags |= SWAPRA_VERDICT_CLAMPED;
	else if (fault->mode == SWAPRA_BACKGROUND && fault->window > 1)
		flags |= SWAPRA_VERDICT_BACKGROUND;
	return flags;
}

/* Cuts the window. Returns whether what is prefetched has to be remembered. */
static bool apply_guard(struct faulter *faulter, struct vm_fault *vmf, u32 *window, u32 *flags)
{
	struct mem_cgroup *memcg = mem_cgroup_from_css(task_css(current, memory_cgrp_id));
	bool hint = *flags & SWAPRA_VERDICT_HINT; /* then the pages are the kernel's own */
	u32 cap = guard_cap(memcg, !hint && prefetched_is_reclaimable(vmf->vma)), allowed;

	if (cap == U32_MAX)
		return false;
	allowed = guard_window(&faulter->account->guard, cap, *window);
	if (allowed < *window)
		*flags |= SWAPRA_VERDICT_GUARDED;
	*window = allowed;
	return true;
}

static noinline u64 settle(struct faulter *faulter, struct vm_fault *vmf,
			   struct swapra_fault *fault, u32 flags)
{
	u32 asked = fault->window, window;
	bool remember = false;

	if (flags & SWAPRA_VERDICT_ERROR)
		fault->window = fault->placement = fault->mode = 0;
	flags |= clamp_answer(fault);
	window = fault->window;
	if (window > 1 && vmf)
		remember = apply_guard(faulter, vmf, &window, &flags);
	else if (window > 1) /* read by slot, among which any cgroup's pages may lie: on or off */
		window = 0;
	count(faulter->account->counters, window, flags);
	trace_swapra_verdict(faulter->cgroup_id, faulter->policy->cgroup_id,
			     vmf ? vmf->address & PAGE_MASK : 0, asked, window, fault->placement,
			     flags);
	if (!window)
		return 0;
	return VERDICT_ASKED | FIELD_PREP(VERDICT_WINDOW, window) |
	       FIELD_PREP(VERDICT_PLACEMENT, fault->placement) |
	       FIELD_PREP(VERDICT_REMEMBER, remember);
}

/* The demand page alone leaves nothing to check: what a policy that says `off` is asked for. */
u64 verdict_settle(struct faulter *faulter, struct vm_fault *vmf, struct swapra_fault *fault,
		   u32 flags)
{
	if ((fault->window ^ 1) | fault->placement | fault->mode | flags ||
	    trace_swapra_verdict_enabled())
		return settle(faulter, vmf, fault, flags);
	this_cpu_inc(faulter->account->counters->single);
	return VERDICT_ASKED | FIELD_PREP(VERDICT_WINDOW, 1);
}
