/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading as a verdict says. */
#ifndef KMOD_READAHEAD_H
#define KMOD_READAHEAD_H

#include <linux/swap.h>

struct vm_area_struct;
struct vm_fault;
struct mempolicy;

/* Returns 0, or -EOPNOTSUPP after saying why. */
int readahead_init(void);

/*
 * Serve a fault with a window of one page or more, like swapin_readahead(). When the
 * faulting cgroup was removed meanwhile, nobody's counters are charged.
 */
struct folio *read_window(u64 verdict, swp_entry_t entry, gfp_t gfp, struct vm_fault *vmf);

/* Whether reclaim can take pages that were prefetched here and not used yet. */
bool prefetched_is_reclaimable(const struct vm_area_struct *vma);

/* Write the VMA's readahead state so that the kernel's own loop arrives at the window. */
void write_hint(u64 verdict, struct vm_fault *vmf);

#endif
