/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * vma->swap_readahead_info: the kernel's readahead state of a VMA in one word. Its
 * layout is private to mm/swap_state.c, unchanged since 4.15: page address | window
 * | hits, six bits each. 0 is a VMA that never read: it counts as four hits.
 */
#ifndef KMOD_STATE_H
#define KMOD_STATE_H

#include <linux/log2.h>
#include <linux/minmax.h>
#include <linux/mm.h>

#define STATE_BITS (PAGE_SHIFT / 2)
#define STATE_MASK ((1UL << STATE_BITS) - 1)
#define STATE_FRESH 4

static inline unsigned long state_pack(unsigned long address, u32 window, u32 hits)
{
	return (address & PAGE_MASK) | ((window & STATE_MASK) << STATE_BITS) | (hits & STATE_MASK);
}

static inline u32 state_window(unsigned long state)
{
	return (state >> STATE_BITS) & STATE_MASK;
}

static inline u32 state_hits(unsigned long state)
{
	return state & STATE_MASK;
}

/*
 * Pages that the kernel's heuristic makes of a state: hits + 2 rounded up to a power
 * of two of at least 4; without hits 2 beside the last fault and 1 elsewhere; at most
 * max, at least half of the last window.
 */
static inline u32 state_next_window(unsigned long state, unsigned long address, u32 max)
{
	unsigned long last = state & PAGE_MASK;
	u32 hits = state_hits(state), pages;

	if (hits)
		pages = max(4u, (u32)roundup_pow_of_two(hits + 2));
	else
		pages = address == last + PAGE_SIZE || address + PAGE_SIZE == last ? 2 : 1;
	return max(min(pages, max), state_window(state) / 2);
}

#endif
