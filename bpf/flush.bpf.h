/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From a task's state to the rows of the cgroup map: the pages and loads that
 * wait in the state go to the cgroup they are charged to, the batch itself to
 * the cgroup that faulted.
 */
#ifndef SWAPRA_FLUSH_BPF_H
#define SWAPRA_FLUSH_BPF_H

#include "maps.bpf.h"
#include "usefulness.bpf.h"

/*
 * Functions without `static` are verified by themselves, once, instead of at
 * every call: loops and rare paths are such. They must accept NULL.
 */
__noinline int flush_loads(struct task_state *state, struct swapra_totals *totals)
{
	__u32 i, bucket;

	if (!state || !totals)
		return 0;
	for (i = 0; i < LOADS_KEPT && i < state->nr_loads; i++) {
		bucket = state->loads[i];
		if (bucket < SWAPRA_LATENCY_BUCKETS)
			count(&totals->load_ns[bucket], 1);
	}
	count(&totals->load_ns_sum, state->load_ns_sum);
	state->nr_loads = 0;
	state->load_ns_sum = 0;
	return 0;
}

/* Returns the number of pages added. word: four roles of 16 bits. */
static __always_inline __u32 flush_source(struct task_state *state, struct swapra_totals *totals,
					  __u32 source, __u64 word)
{
	__u64 demand = word & 0xffff, prefetched = word >> 16 & 0xffff, n = demand + prefetched;

	if (demand)
		count(&totals->pages[source][SWAPRA_DEMAND], demand);
	if (prefetched)
		count(&totals->pages[source][SWAPRA_PREFETCHED], prefetched);
	if (word >> 32) {
		count(&totals->pages[source][SWAPRA_WILLNEED], word >> 32 & 0xffff);
		count(&totals->pages[source][SWAPRA_UNBATCHED], word >> 48);
		n += (word >> 32 & 0xffff) + (word >> 48);
	}
	state->pages_word[source] = 0;
	state->batch[source] += n;
	if (cfg_events)
		state->batch_demand += demand;
	return n;
}

static __always_inline __u32 flush_pages(struct task_state *state, struct swapra_totals *totals)
{
	__u32 source, sum = 0, demand = 0;
	__u64 word;

#pragma unroll
	for (source = 0; source < SWAPRA_SOURCES; source++) {
		word = state->pages_word[source];
		if (!word)
			continue;
		demand += word & 0xffff;
		sum += flush_source(state, totals, source, word);
	}
	use_flush(state, demand);
	word = state->pages_word[SOURCE_ERROR];
	if (word) {
		count(&totals->load_errors, (word & 0xffff) + (word >> 16 & 0xffff) +
						    (word >> 32 & 0xffff) + (word >> 48));
		state->pages_word[SOURCE_ERROR] = 0;
	}
	return sum;
}

/* Add what waits in the state to the row of the cgroup it is charged to. */
static __always_inline void flush_to(struct task_state *state, struct swapra_totals *totals)
{
	__u32 pages = flush_pages(state, totals);

	if (state->nr_loads)
		flush_loads(state, totals);
	if (state->charged == state->faulting || !pages)
		return;
	count(&totals->pages_by_others, pages);
	state->batch_other += pages;
}

__noinline int flush_charged(struct task_state *state)
{
	struct swapra_totals *totals;

	if (!state)
		return 0;
	totals = cgroup_totals(state->charged);
	if (totals)
		flush_to(state, totals);
	return 0;
}

/* Returns their number. */
static __always_inline __u32 count_batch_pages(const struct task_state *state,
					      struct swapra_totals *totals)
{
	__u32 source, n, sum = 0;

#pragma unroll
	for (source = 0; source < SWAPRA_SOURCES; source++) {
		n = state->batch[source];
		sum += n;
		if (n > SWAPRA_BATCH_MAX)
			n = SWAPRA_BATCH_MAX + 1;
		if (n)
			count(&totals->batch_source_pages[source][n], 1);
	}
	count(&totals->batch_pages[sum > SWAPRA_BATCH_MAX ? SWAPRA_BATCH_MAX + 1 : sum], 1);
	return sum;
}

static __always_inline void count_batch(struct task_state *state, struct swapra_totals *totals,
					bool failed, __u64 latency_ns)
{
	__u32 kind = state->kind, pages;

	if (kind >= SWAPRA_KINDS)
		return;
	count(&totals->batches[kind], 1);
	if (failed)
		count(&totals->failed[kind], 1);
	if (state->batch_other)
		count(&totals->pages_for_others, state->batch_other);
	if (kind == SWAPRA_ADVICE || !state->seen)
		return;
	pages = count_batch_pages(state, totals);
	use_count_fault(state, pages, latency_ns);
	if (!state->start_ns)
		return;
	count(&totals->fault_ns[swapra_latency_bucket(latency_ns)], 1);
	count(&totals->fault_ns_sum, latency_ns);
}

#endif /* SWAPRA_FLUSH_BPF_H */
