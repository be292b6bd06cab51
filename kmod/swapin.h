/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reading one page from swap, as this kernel does it. Which of three ways a kernel has is
 * told by the prototypes of its functions (swapin.c):
 *   6.12: __read_swap_cache_async() allocates, swap_read_folio(folio, plug) reads
 *   7.2:  swap_cache_alloc_folio() allocates, the same swap_read_folio()
 *   7.3:  swap_cache_alloc_folio() allocates, swap_read_folio(ctx, folio) reads
 * What runs for each page is inline: the calls beside the kernel's own were a tenth of what
 * the loop costs.
 */
#ifndef KMOD_SWAPIN_H
#define KMOD_SWAPIN_H

#include <linux/err.h>
#include <linux/jump_label.h>
#include <linux/mm.h>
#include <linux/static_call.h>
#include <linux/swap.h>

struct mempolicy;
struct swap_io_ctx;
struct swap_iocb;

/* Reads that were not submitted yet. Zeroed first; what is in it is the kernel's. */
struct swapin_io {
	struct swap_iocb *plug; /* or the first word of a context */
	unsigned long rest;
};

struct folio *kernel_read_swap_cache_async(swp_entry_t entry, gfp_t gfp, struct mempolicy *mpol,
					   pgoff_t ilx, bool *allocated, bool skip_if_exists);
struct folio *kernel_swap_cache_get_folio(swp_entry_t entry);
struct folio *kernel_swap_cache_alloc_folio(swp_entry_t entry, gfp_t gfp, unsigned long orders,
					    struct vm_fault *vmf, struct mempolicy *mpol,
					    pgoff_t ilx);
void kernel_swap_read_folio_plug(struct folio *folio, struct swap_iocb **plug);
void kernel_swap_read_unplug(struct swap_iocb *plug);
void kernel_swap_read_folio_ctx(struct swap_io_ctx *ctx, struct folio *folio);
void kernel_swap_read_submit(struct swap_io_ctx *ctx);
void kernel_lru_add_drain(void);

DECLARE_STATIC_CALL(swapin_read_async, kernel_read_swap_cache_async);
DECLARE_STATIC_CALL(swapin_get_folio, kernel_swap_cache_get_folio);
DECLARE_STATIC_CALL(swapin_alloc_folio, kernel_swap_cache_alloc_folio);
DECLARE_STATIC_CALL(swapin_read_plug, kernel_swap_read_folio_plug);
DECLARE_STATIC_CALL(swapin_unplug, kernel_swap_read_unplug);
DECLARE_STATIC_CALL(swapin_read_ctx, kernel_swap_read_folio_ctx);
DECLARE_STATIC_CALL(swapin_submit_ctx, kernel_swap_read_submit);
DECLARE_STATIC_CALL(swapin_lru_add_drain, kernel_lru_add_drain);

DECLARE_STATIC_KEY_FALSE(swapin_has_read_async); /* else alloc_folio */
DECLARE_STATIC_KEY_FALSE(swapin_has_ctx);	 /* else a plug */

/* Choose how this kernel does it. Returns 0, or -EOPNOTSUPP after saying why. */
int swapin_init(void);

/*
 * A folio for an entry whose device is held: new, with a reference, locked; it waits for
 * swapin_read(). -EEXIST: there is one in memory. NULL or another error: there is no memory
 * for one, or the entry is no longer in use. The swap cache is not asked first: allocating
 * looks there before it takes memory, and seldom finds what a fault or a page table asks for.
 */
static __always_inline struct folio *swapin_new(swp_entry_t entry, gfp_t gfp,
						struct mempolicy *mpol, pgoff_t ilx)
{
	struct folio *folio;
	bool fresh;

	if (!static_branch_likely(&swapin_has_read_async))
		return static_call(swapin_alloc_folio)(entry, gfp, BIT(0), NULL, mpol, ilx);
	folio = static_call(swapin_read_async)(entry, gfp, mpol, ilx, &fresh, false);
	if (likely(fresh) || !folio)
		return folio;
	folio_put(folio);
	return ERR_PTR(-EEXIST);
}

static __always_inline void swapin_read(struct swapin_io *io, struct folio *folio)
{
	if (static_branch_likely(&swapin_has_ctx))
		static_call(swapin_read_ctx)((struct swap_io_ctx *)io, folio);
	else
		static_call(swapin_read_plug)(folio, &io->plug);
}

static __always_inline void swapin_submit(struct swapin_io *io)
{
	if (static_branch_likely(&swapin_has_ctx))
		static_call(swapin_submit_ctx)((struct swap_io_ctx *)io);
	else if (io->plug)
		static_call(swapin_unplug)(io->plug);
}

/* *fresh: it waits for swapin_read(). */
static __always_inline struct folio *swapin_get_or_new(swp_entry_t entry, gfp_t gfp,
						       struct mempolicy *mpol, pgoff_t ilx,
						       bool *fresh)
{
	struct folio *folio;

	if (static_branch_likely(&swapin_has_read_async))
		return static_call(swapin_read_async)(entry, gfp, mpol, ilx, fresh, false);
	while ((folio = swapin_new(entry, gfp, mpol, ilx)) == ERR_PTR(-EEXIST)) {
		folio = static_call(swapin_get_folio)(entry);
		*fresh = false;
		if (folio)
			return folio;
	} /* it is gone again */
	*fresh = true;
	return IS_ERR(folio) ? NULL : folio;
}

/* The folio of an entry wherever it is, with a reference, its read under way, or NULL. */
static __always_inline struct folio *swapin_one(swp_entry_t entry, gfp_t gfp,
						struct mempolicy *mpol, pgoff_t ilx)
{
	struct swapin_io io = {};
	struct folio *folio;
	bool fresh;

	folio = swapin_get_or_new(entry, gfp, mpol, ilx, &fresh);
	if (likely(folio && fresh)) {
		swapin_read(&io, folio);
		swapin_submit(&io);
	}
	return folio;
}

/* 6.12 puts a batch on the LRU lists at once; later kernels leave it to the per-CPU batches. */
static inline void swapin_drain(void)
{
	if (static_branch_unlikely(&swapin_has_read_async))
		static_call(swapin_lru_add_drain)();
}

/*
 * Whether reclaim of this kernel passes over pages that were read ahead from zswap, see
 * make_reclaimable() in readahead.c. Reclaim changed when swap_writepage() went, before
 * swap_cache_alloc_folio() came; what reclaim does itself cannot be seen from outside.
 */
static inline bool swapin_pins_unmapped(void)
{
	return !static_branch_unlikely(&swapin_has_read_async);
}

/* Hold the device of an entry against swapoff; NULL: it is gone. put_swap_device() ends it. */
struct swap_info_struct *swapin_get_device(swp_entry_t entry);

#endif
