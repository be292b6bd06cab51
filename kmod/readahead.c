// SPDX-License-Identifier: GPL-2.0-only
/*
 * The loop: the demand page first, then its neighbours by page table, whatever the
 * device and page_cluster are. Pages that it prefetches are marked and counted like
 * those of the kernel's own loop, so hits and swap_ra stay exact.
 */
#include "swapra.h"

#include <linux/bitfield.h>
#include <linux/blkdev.h>
#include <linux/mempolicy.h>
#include <linux/mm.h>
#include <linux/pagemap.h>
#include <linux/rmap.h>
#include <linux/static_call.h>
#include <linux/swap.h> /* before swapops.h, which needs it */
#include <linux/swapops.h>
#include <linux/vmstat.h>
#if __has_include(<linux/leafops.h>)
#include <linux/leafops.h>
#define HAS_LEAFOPS
#endif

#include "policy.h"
#include "readahead.h"
#include "state.h"
#include "swapin.h"
#include "symbols.h"
#include "verdict.h"

pte_t *kernel_pte_offset_map(pmd_t *pmd, unsigned long address, pmd_t *pmdvalp);
struct mempolicy *kernel_get_vma_policy(struct vm_area_struct *vma, unsigned long address,
					int order, pgoff_t *ilx);
void kernel_mpol_put(struct mempolicy *mpol);
DEFINE_STATIC_CALL_NULL(pte_map, kernel_pte_offset_map);
DEFINE_STATIC_CALL_NULL(vma_policy, kernel_get_vma_policy);
DEFINE_STATIC_CALL_NULL(mpol_free, kernel_mpol_put);

int readahead_init(void)
{
	unsigned long map = symbol_require(SYM_PTE_OFFSET_MAP);
	unsigned long policy = symbol_require(SYM_GET_VMA_POLICY);
	unsigned long put = symbol_require(SYM_MPOL_PUT);

	if (!map || !policy || !put)
		return -EOPNOTSUPP;
	static_call_update(pte_map, (typeof(&kernel_pte_offset_map))map);
	static_call_update(vma_policy, (typeof(&kernel_get_vma_policy))policy);
	static_call_update(mpol_free, (typeof(&kernel_mpol_put))put);
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

/* The swap entry at an address, .val 0 if there is none. */
static swp_entry_t entry_at(pmd_t *pmd, unsigned long address)
{
	swp_entry_t entry = {};
	pte_t *ptep = static_call(pte_map)(pmd, address, NULL);
	pte_t pte;

	if (!ptep)
		return entry;
	pte = ptep_get_lockless(ptep);
	pte_unmap(ptep);
#ifdef HAS_LEAFOPS
	/* 6.19: swap entries became leaf entries. Drop when 6.12 goes. */
	if (softleaf_is_swap(softleaf_from_pte(pte)))
		entry.val = softleaf_from_pte(pte).val;
#else
	if (is_swap_pte(pte) && !non_swap_entry(pte_to_swp_entry(pte)))
		entry = pte_to_swp_entry(pte);
#endif
	return entry;
}

/* In a private file mapping the page's index differs among kernels: it gets none early. */
bool prefetched_is_reclaimable(const struct vm_area_struct *vma)
{
	return !swapin_pins_unmapped() ||
	       (vma->anon_vma && !vma->vm_ops && !vma->vm_file);
}

/* What one fault reads its pages with. */
struct batch {
	struct vm_fault *vmf;
	struct mempolicy *mpol;
	pgoff_t ilx; /* of the demand page */
	gfp_t gfp;
	swp_entry_t demand;
	struct swapin_io io;
	struct prefetched prefetched[SWAPRA_MAX_WINDOW];
	u32 nr_prefetched;
};

struct folio *read_one(swp_entry_t entry, gfp_t gfp, struct mempolicy *mpol, pgoff_t ilx)
{
	struct swapin_io io = {};
	struct folio *folio;
	bool fresh;

	folio = swapin_get(entry, gfp, mpol, ilx, &fresh);
	if (folio && fresh) {
		swapin_read(&io, folio);
		swapin_submit(&io);
	}
	return folio;
}

/*
 * 7.x: pageout() writes a dirty page of the swap cache only if it is anonymous by
 * its mapping, which a page read ahead gets when it is first used. One that came
 * from zswap is dirty, as zswap_load() drops the compressed copy. So it could not be
 * reclaimed before it was used, and enough of them end in an OOM kill. Give it the
 * mapping that it will have: a page that was unmapped while in the swap cache looks
 * the same. Drop when pageout() asks for folio_test_swapcache().
 */
static void make_reclaimable(const struct batch *batch, struct folio *folio,
			     unsigned long address, swp_entry_t entry)
{
	const unsigned long anon_bit = 1; /* PAGE_MAPPING_ANON, later FOLIO_MAPPING_ANON */
	struct vm_area_struct *vma = batch->vmf->vma;

	if (!swapin_pins_unmapped() || !prefetched_is_reclaimable(vma))
		return;
	/*
	 * Between the look at the page table and now the slot may have been freed and used
	 * for a page of somebody else's. Now that the folio is in the swap cache it cannot be.
	 */
	if (entry_at(batch->vmf->pmd, address).val != entry.val)
		return;
	folio->index = linear_page_index(vma, address);
	WRITE_ONCE(folio->mapping, (struct address_space *)
		   ((unsigned long)vma->anon_vma->root + anon_bit));
}

static void prefetch_into(struct batch *batch, struct folio *folio, swp_entry_t entry)
{
	struct prefetched *prefetched = &batch->prefetched[batch->nr_prefetched++];

	swapin_read(&batch->io, folio);
	folio_set_readahead(folio);
	count_vm_event(SWAP_RA);
	prefetched->entry = entry;
	prefetched->pfn = folio_pfn(folio);
}

/* Returns 0, or -ENOMEM when the page is still wanted but could not be had. */
static int read_neighbour(struct batch *batch, unsigned long address, swp_entry_t entry)
{
	/* Neighbours are not worth reclaiming hard for, and never worth a kill. */
	gfp_t gfp = batch->gfp | __GFP_NORETRY | __GFP_NOWARN;
	long distance = (long)(address - (batch->vmf->address & PAGE_MASK)) >> PAGE_SHIFT;
	struct folio *folio;
	bool fresh;

	folio = swapin_get(entry, gfp, batch->mpol, batch->ilx + distance, &fresh);
	if (!folio)
		return entry_at(batch->vmf->pmd, address).val == entry.val ? -ENOMEM : 0;
	if (fresh) {
		make_reclaimable(batch, folio, address, entry);
		prefetch_into(batch, folio, entry);
	}
	folio_put(folio);
	return 0;
}

/* The demand page's device is held by the fault; another one may be swapped off. */
static int read_held_neighbour(struct batch *batch, unsigned long address)
{
	swp_entry_t entry = entry_at(batch->vmf->pmd, address);
	struct swap_info_struct *device = NULL;
	int err;

	if (!entry.val)
		return 0;
	if (swp_type(entry) != swp_type(batch->demand)) {
		device = swapin_get_device(entry);
		if (!device)
			return 0;
	}
	err = read_neighbour(batch, address, entry);
	if (device)
		put_swap_device(device);
	return err;
}

static int read_neighbours(struct batch *batch, struct span range)
{
	unsigned long demand = batch->vmf->address & PAGE_MASK, address;
	struct blk_plug plug;
	int err = 0;

	blk_start_plug(&plug);
	for (address = range.start; address < range.end && !err; address += PAGE_SIZE)
		if (address != demand)
			err = read_held_neighbour(batch, address);
	blk_finish_plug(&plug);
	swapin_submit(&batch->io);
	swapin_drain();
	return err;
}

/* The current task's cgroup. The policies may have changed since it was asked. */
static struct faulter *get_faulter(void)
{
	struct faulter *faulter;

	guard(rcu)();
	faulter = current_faulter_even_stale();
	return faulter && faulter->account && refcount_inc_not_zero(&faulter->refs) ? faulter : NULL;
}

static void settle(struct batch *batch, bool remember, int err)
{
	struct faulter *faulter = get_faulter();
	struct account *account;

	if (!faulter)
		return;
	account = faulter->account;
	this_cpu_add(account->counters->prefetched, batch->nr_prefetched);
	if (remember && batch->nr_prefetched)
		guard_remember(&account->guard, batch->prefetched, batch->nr_prefetched);
	if (err) {
		this_cpu_inc(account->counters->failed_charges);
		guard_failed(&account->guard);
	}
	faulter_put(faulter);
}

/* Apart from the common part for its stack: a kernel stack is shallow here already. */
static noinline_for_stack void read_around(u64 verdict, swp_entry_t demand,
					   gfp_t gfp, struct vm_fault *vmf,
					   struct mempolicy *mpol, pgoff_t ilx)
{
	struct batch batch __attribute__((uninitialized)); /* half a KiB, of which little is used */

	batch.vmf = vmf;
	batch.mpol = mpol;
	batch.ilx = ilx;
	batch.gfp = gfp;
	batch.demand = demand;
	batch.io = (struct swapin_io){};
	batch.nr_prefetched = 0;
	settle(&batch, verdict & VERDICT_REMEMBER,
	       read_neighbours(&batch, window_span(vmf, verdict)));
}

struct folio *read_window(u64 verdict, swp_entry_t entry, gfp_t gfp, struct vm_fault *vmf)
{
	u32 window = FIELD_GET(VERDICT_WINDOW, verdict);
	struct mempolicy *mpol;
	struct folio *folio;
	pgoff_t ilx;

	atomic_long_set(&vmf->vma->swap_readahead_info,
			state_pack(vmf->address, window, 0));
	mpol = static_call(vma_policy)(vmf->vma, vmf->address, 0, &ilx);
	folio = read_one(entry, gfp, mpol, ilx);
	if (folio && window > 1)
		read_around(verdict, entry, gfp, vmf, mpol, ilx);
	if (mpol_needs_cond_ref(mpol))
		static_call(mpol_free)(mpol);
	return folio;
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
