/* SPDX-License-Identifier: GPL-2.0-only */
/* What a redirected fault does: ask the policy, then read as it says. */
#ifndef KMOD_READAHEAD_H
#define KMOD_READAHEAD_H

#include <linux/swap.h>

struct vm_area_struct;
struct vm_fault;
struct mempolicy;

/* Returns 0, or -EOPNOTSUPP after saying why. */
int readahead_init(void);

/* In place of the kernel's functions of these names, with their contracts. */
struct folio *policy_swapin_readahead(swp_entry_t entry, gfp_t gfp, struct vm_fault *vmf);
struct folio *policy_cluster_readahead(swp_entry_t entry, gfp_t gfp, struct mempolicy *mpol,
				       pgoff_t ilx);

/* Whether reclaim can take pages that were prefetched here and not used yet. */
bool prefetched_is_reclaimable(const struct vm_area_struct *vma);

/* Write the VMA's readahead state so that the kernel's own loop follows the policy. */
void policy_hint(swp_entry_t entry, struct vm_fault *vmf);

#endif
