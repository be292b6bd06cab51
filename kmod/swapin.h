/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reading one page from swap, the same on every kernel: get its folio in the swap
 * cache, read into it if that is for us to do, submit what was queued.
 */
#ifndef KMOD_SWAPIN_H
#define KMOD_SWAPIN_H

#include <linux/mm_types.h>
#include <linux/gfp_types.h>
#include <linux/swap.h>

struct mempolicy;

/* Reads that are under way; zeroed before the first. What is in it is the kernel's. */
struct swapin_io {
	unsigned long words[2];
};

/* Choose how this kernel does it. Returns 0, or -EOPNOTSUPP after saying why. */
int swapin_init(void);

/*
 * The folio of an entry whose device is held, with a reference. *fresh: it is new,
 * locked and waits for swapin_read(). NULL when there is no memory for it or the
 * entry is no longer in use.
 */
struct folio *swapin_get(swp_entry_t entry, gfp_t gfp, struct mempolicy *mpol, pgoff_t ilx,
			 bool *fresh);

void swapin_read(struct swapin_io *io, struct folio *folio);

void swapin_submit(struct swapin_io *io);

/* After a batch, where the kernel's own loop does it. */
void swapin_drain(void);

/*
 * Whether reclaim of this kernel passes over pages that were read ahead from zswap,
 * see make_reclaimable() in readahead.c.
 */
bool swapin_pins_unmapped(void);

/* Hold the device of an entry against swapoff; NULL: it is gone. put_swap_device() ends it. */
struct swap_info_struct *swapin_get_device(swp_entry_t entry);

#endif
