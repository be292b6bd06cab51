/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading as a verdict says. */
#ifndef KMOD_READAHEAD_H
#define KMOD_READAHEAD_H

#include <linux/bitfield.h>
#include <linux/mempolicy.h>
#include <linux/mm.h>
#include <linux/static_call.h>
#include <linux/swap.h>

#include "state.h"
#include "swapin.h"
#include "verdict.h"

struct mempolicy *kernel_get_vma_policy(struct vm_area_struct *vma, unsigned long address,
					int order, pgoff_t *ilx);
void kernel_mpol_put(struct mempolicy *mpol);
DECLARE_STATIC_CALL(readahead_vma_policy, kernel_get_vma_policy);
DECLARE_STATIC_CALL(readahead_mpol_put, kernel_mpol_put);

/* Returns 0, or -EOPNOTSUPP after saying why. */
int readahead_init(void);

/*
 * The neighbours of a demand page that is read already. When the faulting cgroup was
 * removed meanwhile, nobody's counters are charged. Apart from the common part for its
 * stack: a kernel stack is shallow here already.
 */
void read_around(u64 verdict, swp_entry_t demand, gfp_t gfp, struct vm_fault *vmf,
		 struct mempolicy *mpol, pgoff_t ilx);

/* Serve a fault with a window of one page or more, like swapin_readahead(). */
static __always_inline struct folio *read_window(u64 verdict, swp_entry_t entry, gfp_t gfp,
						 struct vm_fault *vmf)
{
	u32 window = FIELD_GET(VERDICT_WINDOW, verdict);
	struct mempolicy *mpol;
	struct folio *folio;
	pgoff_t ilx __attribute__((uninitialized)); /* get_vma_policy() always sets it */

	atomic_long_set(&vmf->vma->swap_readahead_info,
			state_pack(vmf->address, window, 0));
	mpol = static_call(readahead_vma_policy)(vmf->vma, vmf->address, 0, &ilx);
	folio = swapin_one(entry, gfp, mpol, ilx);
	if (folio && window > 1)
		read_around(verdict, entry, gfp, vmf, mpol, ilx);
	if (mpol_needs_cond_ref(mpol))
		static_call(readahead_mpol_put)(mpol);
	return folio;
}

/* Whether reclaim can take pages that were prefetched here and not used yet. */
bool prefetched_is_reclaimable(const struct vm_area_struct *vma);

/* Write the VMA's readahead state so that the kernel's own loop arrives at the window. */
void write_hint(u64 verdict, struct vm_fault *vmf);

#endif
