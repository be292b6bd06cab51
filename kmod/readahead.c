// SPDX-License-Identifier: GPL-2.0-only
/*
 * The loop: the demand page first, then its neighbours by page table, whatever the
 * device and page_cluster are. Pages that it prefetches are marked and counted like
 * those of the kernel's own loop, so hits and swap_ra stay exact.
 */
#include "swapra.h"

#include <linux/blkdev.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>
#include <linux/swap.h> /* before swapops.h, which needs it */
#include <linux/swapops.h>
#include <linux/vmstat.h>
#if __has_include(<linux/leafops.h>)
#include <linux/leafops.h>
#define HAS_LEAFOPS
#endif

#include "page_table.h"
#include "policy.h"
#include "readahead.h"
#include "state.h"
#include "symbols.h"
#include "verdict.h"

DEFINE_STATIC_CALL_NULL(readahead_vma_policy, kernel_get_vma_policy);
DEFINE_STATIC_CALL_NULL(readahead_mpol_put, kernel_mpol_put);

int readahead_init(void)
{
	unsigned long policy = symbol_require(SYM_GET_VMA_POLICY);
	unsigned long put = symbol_require(SYM_MPOL_PUT);

	if (!policy || !put)
		return -EOPNOTSUPP;
	static_call_update(readahead_vma_policy, (typeof(&kernel_get_vma_policy))policy);
	static_call_update(readahead_mpol_put, (typeof(&kernel_mpol_put))put);
	return 0;
}

/* The pages around an address that may be read: bounds, the address among them. */
struct span {
	unsigned long start, end;
};

static struct span window_span(const struct vm_fault *vmf, u64 verdict)
{
	unsigned long window = FIELD_GET(VERDICT_WINDOW, verdict);
	unsigned long address = vmf->address & PAGE_MASK, before;
	unsigned long pmd_start = address & PMD_MASK;
	struct span range;

	switch (FIELD_GET(VERDICT_PLACEMENT, verdict)) {
	case SWAPRA_AFTER:
		before = 0;
		break;
	case SWAPRA_BEFORE:
		before = window - 1;
		break;
	default:
		before = (window - 1) / 2;
	}
	before = min(before << PAGE_SHIFT, address);
	/* One page table: vmf->pmd is what a fault may look at. The kernel clips likewise. */
	range.start = max3(address - before, vmf->vma->vm_start, pmd_start);
	range.end = min3(address - before + (window << PAGE_SHIFT),
			 vmf->vma->vm_end, pmd_start + PMD_SIZE);
	return range;
}

/* The swap entry that an entry of a page table names, .val 0 if it names none. */
static __always_inline swp_entry_t named_entry(pte_t pte)
{
	swp_entry_t entry = {};
#ifdef HAS_LEAFOPS
	/* 6.19: swap entries became leaf entries. Drop when 6.12 goes. */
	softleaf_t leaf = softleaf_from_pte(pte);

	if (softleaf_is_swap(leaf))
		entry.val = leaf.val;
#else
	if (is_swap_pte(pte))
		entry = pte_to_swp_entry(pte);
	if (non_swap_entry(entry))
		entry.val = 0;
#endif
	return entry;
}

/* In a private file mapping the page's index differs among kernels: it gets none early. */
bool prefetched_is_reclaimable(const struct vm_area_struct *vma)
{
	return !swapin_pins_unmapped() ||
	       (vma->anon_vma && !vma->vm_ops && !vma->vm_file);
}

/* What one fault reads its neighbours with. */
struct batch {
	struct page_table table;
	struct mempolicy *mpol;
	gfp_t gfp;
	u32 nr_prefetched;
	swp_entry_t demand;
	unsigned long first_ilx, first_index; /* of address 0, modulo 2^64 */
	struct address_space *mapping;	      /* that they get at once, or NULL */
	struct swapin_io io;
	bool remember; /* for the guard */
	struct prefetched prefetched[SWAPRA_MAX_WINDOW];
};

/*
 * 7.x: pageout() writes a dirty page of the swap cache only if it is anonymous by
 * its mapping, which a page read ahead gets when it is first used. One that came
 * from zswap is dirty, as zswap_load() drops the compressed copy. So it could not be
 * reclaimed before it was used, and enough of them end in an OOM kill. Give it the
 * mapping that it will have: a page that was unmapped while in the swap cache looks
 * the same. Drop when pageout() asks for folio_test_swapcache().
 */
static struct address_space *early_mapping(const struct vm_area_struct *vma)
{
	const unsigned long anon_bit = 1; /* PAGE_MAPPING_ANON, later FOLIO_MAPPING_ANON */

	if (!swapin_pins_unmapped() || !prefetched_is_reclaimable(vma))
		return NULL;
	return (struct address_space *)((unsigned long)vma->anon_vma->root + anon_bit);
}

/*
 * Between the look at the page table and now the slot may have been freed and used for a
 * page of somebody else's. Now that the folio is in the swap cache it cannot be.
 */
static __always_inline void make_reclaimable(struct batch *batch, struct folio *folio,
					     unsigned long address, pte_t seen)
{
	if (!batch->mapping || !pte_same(page_table_look(&batch->table, address), seen))
		return;
	folio->index = batch->first_index + (address >> PAGE_SHIFT);
	WRITE_ONCE(folio->mapping, batch->mapping);
}

/* Returns 0, or -ENOMEM when the page is still wanted but could not be had. */
static noinline int not_prefetched(struct batch *batch, const struct folio *error,
				   unsigned long address, swp_entry_t entry)
{
	if (error == ERR_PTR(-EEXIST) ||
	    named_entry(page_table_look(&batch->table, address)).val != entry.val)
		return 0;
	return -ENOMEM;
}

static __always_inline void note_prefetched(struct batch *batch, struct folio *folio,
					    swp_entry_t entry)
{
	struct prefetched *prefetched = &batch->prefetched[batch->nr_prefetched++];

	if (!batch->remember)
		return;
	prefetched->entry = entry;
	prefetched->pfn = folio_pfn(folio);
}

static __always_inline int prefetch_page(struct batch *batch, unsigned long address, pte_t seen,
					 swp_entry_t entry)
{
	struct folio *folio = swapin_new(entry, batch->gfp, batch->mpol,
					 batch->first_ilx + (address >> PAGE_SHIFT));

	if (IS_ERR_OR_NULL(folio))
		return not_prefetched(batch, folio, address, entry);
	make_reclaimable(batch, folio, address, seen);
	swapin_read(&batch->io, folio);
	folio_set_readahead(folio);
	count_vm_event(SWAP_RA);
	note_prefetched(batch, folio, entry);
	folio_put(folio);
	return 0;
}

/* The demand page's device is held by the fault; another one may be swapped off. */
static noinline int prefetch_from_other(struct batch *batch, unsigned long address, pte_t seen,
					swp_entry_t entry)
{
	struct swap_info_struct *device = swapin_get_device(entry);
	int err;

	if (!device)
		return 0;
	err = prefetch_page(batch, address, seen, entry);
	put_swap_device(device);
	return err;
}

static __always_inline int read_neighbour(struct batch *batch, unsigned long address)
{
	pte_t seen = page_table_look(&batch->table, address);
	swp_entry_t entry = named_entry(seen);

	if (!entry.val)
		return 0;
	if (unlikely(swp_type(entry) != swp_type(batch->demand)))
		return prefetch_from_other(batch, address, seen, entry);
	return prefetch_page(batch, address, seen, entry);
}

static int read_neighbours(struct batch *batch, struct span range, unsigned long demand)
{
	struct blk_plug plug __attribute__((uninitialized)); /* blk_start_plug() does it */
	unsigned long address;
	int err = 0;

	blk_start_plug(&plug);
	for (address = range.start; address < range.end && !err; address += PAGE_SIZE)
		if (address != demand)
			err = read_neighbour(batch, address);
	blk_finish_plug(&plug);
	swapin_submit(&batch->io);
	swapin_drain();
	return err;
}

/* Under RCU. Returns whether what was prefetched is still to be remembered. */
static bool account_batch(struct account *account, const struct batch *batch, int err)
{
	this_cpu_add(account->counters->prefetched, batch->nr_prefetched);
	if (unlikely(err)) {
		this_cpu_inc(account->counters->failed_charges);
		guard_failed(&account->guard);
	}
	return batch->remember &&
	       !guard_remember(&account->guard, batch->prefetched, batch->nr_prefetched);
}

/*
 * The current task's cgroup: the policies may have changed since it was asked. It is held
 * only where that takes memory, and with it time.
 */
static void settle(const struct batch *batch, int err)
{
	struct faulter *faulter;

	scoped_guard(rcu) {
		faulter = current_faulter_even_stale();
		if (!faulter || !faulter->account ||
		    likely(!account_batch(faulter->account, batch, err)) ||
		    !refcount_inc_not_zero(&faulter->refs))
			return;
	}
	guard_remember_growing(&faulter->account->guard, batch->prefetched, batch->nr_prefetched);
	faulter_put(faulter);
}

void read_around(u64 verdict, swp_entry_t demand, gfp_t gfp, struct vm_fault *vmf,
		 struct mempolicy *mpol, pgoff_t ilx)
{
	struct batch batch __attribute__((uninitialized)); /* half a KiB, of which little is used */
	unsigned long address = vmf->address & PAGE_MASK;

	batch.table.pmd = vmf->pmd;
	batch.table.named = PAGE_TABLE_NOT_FOUND;
	batch.mpol = mpol;
	/* Neighbours are not worth reclaiming hard for, and never worth a kill. */
	batch.gfp = gfp | __GFP_NORETRY | __GFP_NOWARN;
	batch.nr_prefetched = 0;
	batch.demand = demand;
	batch.first_ilx = ilx - (address >> PAGE_SHIFT);
	batch.first_index = linear_page_index(vmf->vma, address) - (address >> PAGE_SHIFT);
	batch.mapping = early_mapping(vmf->vma);
	batch.io = (struct swapin_io){};
	batch.remember = verdict & VERDICT_REMEMBER;
	settle(&batch, read_neighbours(&batch, window_span(vmf, verdict), address));
}

/*
 * Without hits and beside no earlier fault the heuristic arrives at half the last
 * window, whatever page_cluster is. So twice the window is written as the last one,
 * and the last address says on which side of the fault the window is to lie.
 */
void write_hint(u64 verdict, struct vm_fault *vmf)
{
	u32 window = FIELD_GET(VERDICT_WINDOW, verdict);
	u32 placement = FIELD_GET(VERDICT_PLACEMENT, verdict);
	unsigned long last = vmf->address & PAGE_MASK;

	if (window == 1 || placement == SWAPRA_AROUND)
		last = last >= PMD_SIZE ? 0 : ~0UL;
	else if (placement == SWAPRA_AFTER)
		last -= PAGE_SIZE;
	else
		last += PAGE_SIZE;
	atomic_long_set(&vmf->vma->swap_readahead_info,
			state_pack(last, min(window * 2, (u32)STATE_MASK), 0));
}
