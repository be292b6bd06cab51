/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Batches: from the pages a task reads to the totals of the cgroups they
 * belong to. The backends call these functions:
 *
 *   batch_begin   entry of a readahead entry point
 *   page_begin    entry of swap_read_folio()
 *   page_loaded   return of zswap_load(): the page came from zswap or disk
 *   page_end      return of swap_read_folio(), only where no batch_end follows
 *   batch_end     return of the entry point
 *
 * A page that swap_read_folio() began and zswap_load() never saw was
 * zero-filled. Whatever comes next closes it, so that zero-filled pages need
 * no probe of their own. Counts wait in the task's state until the batch ends
 * and then go to the maps at once.
 */
#ifndef SWAPRA_BATCHES_BPF_H
#define SWAPRA_BATCHES_BPF_H

#include "compat.bpf.h"
#include "events.bpf.h"
#include "flush.bpf.h"

#define ENOENT 2
#define MAX_ERRNO 4095

static __always_inline void page_close(struct task_state *state, __u32 source)
{
	__u32 slot = source & (SOURCE_SLOTS - 1);
	__u32 role = state->page_role & (SWAPRA_ROLES - 1);

	state->pages[slot][role] += state->page_pages;
	state->folio = 0;
}

/* End the open batch: everything it counted goes to the maps. */
static __always_inline void batch_close(struct task_state *state, bool failed)
{
	struct swapra_totals *totals;
	__u64 now = 0;

	if (state->start_ns)
		now = bpf_ktime_get_ns();
	if (state->folio)
		page_close(state, SWAPRA_ZERO);
	if (state->charged != state->faulting)
		flush_charged(state);
	totals = cgroup_totals(state->faulting);
	if (totals) {
		if (state->charged == state->faulting)
			flush_to(state, totals);
		count_batch(state, totals, failed, now - state->start_ns);
	}
	if (cfg_events && state->wanted)
		send_event(state, now, failed);
	if (cfg_verdicts)
		state->policy = 0;
	task_state_release(state);
}

/*
 * Close what no batch_end will close: a batch whose end was missed, or a page
 * outside of any batch. Its pages are counted, its latency is not.
 */
__noinline int batch_abandon(struct task_state *state)
{
	if (!state)
		return 0;
	if (state->target) {
		count(&losses.unclosed, 1);
		state->seen = 0;
		state->start_ns = 0;
		batch_close(state, false);
		return 0;
	}
	if (state->folio)
		page_close(state, SWAPRA_ZERO);
	flush_charged(state);
	if (cfg_verdicts)
		state->policy = 0; /* of a batch whose begin was missed */
	task_state_release(state);
	return 0;
}

/*
 * Reading the clock is a fifth of what tracing costs, so latencies are those
 * of a sample. Spread by a multiplication, lest it fall in step with the load.
 */
static __always_inline bool batch_sampled(struct task_state *state)
{
	return !(state->sequence++ * 2654435769U >> 20 & cfg_sample_mask);
}

static __always_inline void batch_open(struct task_state *state, __u32 kind, __u64 target,
				       struct cgroup_subsys_state *css)
{
	struct cgroup *cgroup = css_cgroup(css);

	if (state->target || state->folio)
		batch_abandon(state);
	state->owner = bpf_get_current_task();
	state->target = target;
	state->kind = kind;
	state->faulting_css = (__u64)css;
	state->faulting = cgroup_id(cgroup);
	state->charged = state->faulting;
	state->memcg_data = 0;
	state->batch_word = 0;
	state->batch_other = 0;
	if (cfg_events) {
		state->batch_demand = 0;
		state->wanted = event_wanted(cgroup);
		state->address = 0;
		state->vma = 0;
	}
	state->seen = 1;
	state->demand_read = 0;
	state->start_ns = batch_sampled(state) ? bpf_ktime_get_ns() : 0;
}

/* vmf may be NULL: then the batch is for the address space of the task. */
static __always_inline void batch_begin(__u32 kind, __u64 target, struct vm_fault *vmf)
{
	struct task_state *state = task_state_create();
	const struct vm_area_struct *vma;

	if (!state)
		return;
	if (!vmf) {
		batch_open(state, kind, target, mm_css(current_mm()));
		return;
	}
	vmf = bpf_core_cast(vmf, struct vm_fault);
	vma = vmf->vma;
	batch_open(state, kind, target, mm_css(vma->vm_mm));
	if (cfg_events) {
		state->address = vmf->address;
		state->vma = (__u64)vma;
	}
}

/*
 * The batch was too late for its demand page: it came into the swap cache since the
 * fault looked there. If it was prefetched, this is its first use, and no look-up.
 */
static __noinline int demand_was_there(const struct task_state *state, struct folio *folio)
{
	if (!state || (state->kind != SWAPRA_ANON && state->kind != SWAPRA_SHMEM))
		return 0;
	tell_hits(0, use_hit(state->target, !folio_test(folio, PG_uptodate)));
	return 0;
}

/* returned: what the entry point gave back, a folio, NULL or an ERR_PTR. */
static __always_inline void batch_end(struct task_state *state, __u64 returned)
{
	bool failed = !returned || returned >= (__u64)-MAX_ERRNO;

	if (cfg_use_rows && !failed && !state->demand_read)
		demand_was_there(state, (void *)returned);
	batch_close(state, failed);
}

/* swapoff(2) builds a vm_fault of its own and leaves the PTE out. */
static __always_inline __u32 readahead_kind(struct vm_fault *vmf)
{
	return bpf_core_cast(vmf, struct vm_fault)->orig_pte.pte ? SWAPRA_ANON : SWAPRA_SWAPOFF;
}

/*
 * A page with no batch open. Where the synchronous path has no entry point of
 * its own (6.12), it reads a folio that is not in the swap cache, and the page
 * is the batch. Anything else is a page whose batch began unseen.
 */
static __noinline struct task_state *page_unbracketed(struct folio *folio)
{
	struct task_state *state = task_state();

	if (state && state->folio)
		batch_abandon(state);
	state = task_state_create();
	if (!state || !folio)
		return NULL;
	if (cfg_sync_unbracketed && !folio_test(folio, PG_swapcache)) {
		batch_open(state, SWAPRA_SYNC, folio_entry(folio),
			   mm_css(current_mm()));
		state->implicit = 1;
	}
	return state;
}

static __always_inline __u32 page_role(const struct task_state *state, __u64 entry)
{
	if (!state->target)
		return SWAPRA_UNBATCHED;
	if (state->kind == SWAPRA_ADVICE)
		return SWAPRA_WILLNEED;
	/* A large folio holds the target, but rarely begins with it. */
	if (state->kind == SWAPRA_SYNC || entry == state->target)
		return SWAPRA_DEMAND;
	return SWAPRA_PREFETCHED;
}

/* Settle who pays for the page; counts for another cgroup are added first. */
static __always_inline void page_charge(struct task_state *state, unsigned long memcg_data)
{
	struct cgroup_subsys_state *css;
	__u64 charged = state->faulting;

	if (memcg_data == state->memcg_data && state->target)
		return;
	css = folio_css(memcg_data);
	if ((__u64)css != state->faulting_css || !state->target)
		charged = cgroup_id(css_cgroup(css));
	if (charged != state->charged && state->target)
		flush_charged(state);
	state->charged = charged;
	state->memcg_data = memcg_data;
	if (!state->target) {
		state->faulting = charged; /* not known, so nobody's other */
		state->start_ns = 0;
	}
}

/* Readahead reads single pages; only synchronous devices get large folios. */
static __always_inline __u32 page_pages(const struct task_state *state, const struct folio *folio)
{
	return state->kind == SWAPRA_ANON && state->target ? 1 : folio_nr_pages(folio);
}

static __always_inline struct task_state *page_begin(struct folio *arg)
{
	struct folio *folio = bpf_core_cast(arg, struct folio);
	struct task_state *state = task_state();

	if (!state || !state->target)
		state = page_unbracketed(arg);
	if (!state)
		return NULL;
	if (state->folio)
		page_close(state, SWAPRA_ZERO);
	page_charge(state, folio->memcg_data);
	state->entry = folio_entry(arg);
	state->page_role = page_role(state, state->entry);
	if (state->page_role == SWAPRA_DEMAND)
		state->demand_read = 1;
	else if (cfg_use_rows && state->page_role == SWAPRA_PREFETCHED)
		use_add(state, state->entry);
	state->page_pages = page_pages(state, folio);
	state->folio = (__u64)arg;
	state->page_ns = state->start_ns ? bpf_ktime_get_ns() : 0;
	return state;
}

static __always_inline __u32 load_source(__s32 returned)
{
	if (!cfg_load_returns_int) /* 6.12: a bool. Drop when it leaves the list. */
		return returned & 0xff ? SWAPRA_ZSWAP : SWAPRA_DISK;
	if (!returned)
		return SWAPRA_ZSWAP;
	return returned == -ENOENT ? SWAPRA_DISK : SOURCE_ERROR;
}

static __always_inline void keep_load_latency(struct task_state *state)
{
	__u64 ns = bpf_ktime_get_ns() - state->page_ns;

	if (state->nr_loads >= LOADS_KEPT)
		flush_charged(state);
	state->loads[state->nr_loads & (LOADS_KEPT - 1)] = swapra_latency_bucket(ns);
	state->nr_loads++;
	state->load_ns_sum += ns;
}

/* folio: NULL where the return probe does not know it (kprobe). */
static __always_inline void page_loaded(struct folio *folio, __s32 returned)
{
	struct task_state *state = task_state();
	__u32 source = load_source(returned);

	if (folio && (!state || state->folio != (__u64)folio)) {
		state = page_begin(folio); /* its begin was missed */
		if (state)
			state->page_ns = 0;
	}
	if (!state || !state->folio)
		return;
	if (source == SOURCE_ERROR && cfg_use_rows && state->page_role == SWAPRA_PREFETCHED)
		use_forget(state, state->entry);
	if (source == SWAPRA_ZSWAP && state->page_ns)
		keep_load_latency(state);
	page_close(state, source);
	if (!state->target)
		batch_abandon(state);
}

static __always_inline void page_end(void)
{
	struct task_state *state = task_state();

	if (!state)
		return;
	if (state->implicit)
		batch_close(state, false);
	else if (state->folio && !state->target)
		batch_abandon(state);
}

#endif /* SWAPRA_BATCHES_BPF_H */
