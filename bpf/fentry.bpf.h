/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The fentry backend: cheapest, and exact where a task cannot be preempted
 * inside a program. Where it can, the kernel skips the program for other tasks
 * on that CPU meanwhile, and counts that. Disabling preemption in the programs
 * was tried: half as many are skipped, which makes it no more exact, and 6.12
 * then refuses global functions.
 */
#ifndef SWAPRA_FENTRY_BPF_H
#define SWAPRA_FENTRY_BPF_H

#include "batches.bpf.h"

/* The begin of the batch was missed: count it, without size and latency. */
static __noinline struct task_state *fentry_unseen_batch(__u32 kind, __u64 target,
							 struct vm_fault *vmf)
{
	struct task_state *state;

	if (kind == SWAPRA_ANON)
		kind = readahead_kind(vmf);
	batch_begin(kind, target, vmf);
	state = task_state();
	if (state) {
		state->seen = 0;
		state->start_ns = 0;
	}
	return state;
}

static __always_inline void fentry_batch_end(__u32 kind, __u64 target, struct vm_fault *vmf,
					     __u64 returned)
{
	struct task_state *state = task_state();

	if (!state || state->target != target)
		state = fentry_unseen_batch(kind, target, vmf);
	if (state)
		batch_end(state, returned);
}

/*
 * An argument that moved when a swap_io_ctx came first (7.3). The barriers keep
 * the compiler from indexing the context, which the verifier does not allow.
 */
static __always_inline __u64 fentry_moved_arg(__u64 *ctx)
{
	__u64 arg;

	if (cfg_io_ctx_first) {
		arg = ctx[1];
		barrier_var(arg);
	} else {
		arg = ctx[0];
		barrier_var(arg);
	}
	return arg;
}

SEC("fentry/swap_read_folio") int fentry_read_entry(__u64 *ctx)
{
	page_begin((void *)fentry_moved_arg(ctx));
	return 0;
}

SEC("fexit/swap_read_folio") int fentry_read_exit(__u64 *ctx)
{
	page_end();
	return 0;
}

SEC("fexit/zswap_load") int fentry_load_exit(__u64 *ctx)
{
	page_loaded((void *)ctx[0], ctx[1]);
	return 0;
}

SEC("fentry/swapin_readahead") int fentry_readahead_entry(__u64 *ctx)
{
	struct vm_fault *vmf = (void *)ctx[2];

	batch_begin(readahead_kind(vmf), ctx[0], vmf);
	return 0;
}

SEC("fexit/swapin_readahead") int fentry_readahead_exit(__u64 *ctx)
{
	fentry_batch_end(SWAPRA_ANON, ctx[0], (void *)ctx[2], ctx[3]);
	return 0;
}

SEC("fentry/swap_cluster_readahead") int fentry_cluster_entry(__u64 *ctx)
{
	struct task_state *state = task_state();

	if (!state || state->target != ctx[0]) /* else called by swapin_readahead() */
		batch_begin(SWAPRA_SHMEM, ctx[0], NULL);
	return 0;
}

SEC("fexit/swap_cluster_readahead") int fentry_cluster_exit(__u64 *ctx)
{
	struct task_state *state = task_state();

	if (state && state->target == ctx[0] && state->kind == SWAPRA_SHMEM)
		batch_end(state, ctx[4]);
	return 0;
}

SEC("fentry/read_swap_cache_async") int fentry_advice_entry(__u64 *ctx)
{
	batch_begin(SWAPRA_ADVICE, fentry_moved_arg(ctx), NULL);
	return 0;
}

SEC("fexit/read_swap_cache_async") int fentry_advice_exit(__u64 *ctx)
{
	fentry_batch_end(SWAPRA_ADVICE, fentry_moved_arg(ctx), NULL, ctx[5]);
	return 0;
}

SEC("fentry/swapin_sync") int fentry_sync_entry(__u64 *ctx)
{
	batch_begin(ctx[4] ? SWAPRA_SHMEM : SWAPRA_SYNC, ctx[0], (void *)ctx[3]);
	return 0;
}

SEC("fexit/swapin_sync") int fentry_sync_exit(__u64 *ctx)
{
	fentry_batch_end(ctx[4] ? SWAPRA_SHMEM : SWAPRA_SYNC, ctx[0], (void *)ctx[3], ctx[6]);
	return 0;
}

SEC("fentry/swapin_folio") int fentry_swapin_folio_entry(__u64 *ctx)
{
	batch_begin(SWAPRA_SYNC, ctx[0], NULL);
	return 0;
}

SEC("fexit/swapin_folio") int fentry_swapin_folio_exit(__u64 *ctx)
{
	fentry_batch_end(SWAPRA_SYNC, ctx[0], NULL, ctx[2]);
	return 0;
}

SEC("fentry/swap_update_readahead") int fentry_found(__u64 *ctx)
{
	page_found((void *)ctx[0]);
	return 0;
}

/* Where a look-up tells of hits itself: 6.12. */
SEC("fexit/swap_cache_get_folio") int fentry_lookup_exit(__u64 *ctx)
{
	page_looked_up((void *)ctx[3]);
	return 0;
}

SEC("fentry/__swap_cache_del_folio") int fentry_delete(__u64 *ctx)
{
	use_gone(ctx[2], ctx[3]);
	return 0;
}

/* The same before 6.18. */
SEC("fentry/__delete_from_swap_cache") int fentry_delete_from(__u64 *ctx)
{
	use_gone(ctx[1], ctx[2]);
	return 0;
}

SEC("fentry/__folio_lock_or_retry") int fentry_wait_entry(__u64 *ctx)
{
	wait_begin((void *)ctx[0]);
	return 0;
}

SEC("fexit/__folio_lock_or_retry") int fentry_wait_exit(__u64 *ctx)
{
	wait_end();
	return 0;
}

/*
 * Only where programs are skipped: a task that ends with its batch open, since
 * the end was missed, has no next batch to close it.
 */
SEC("tp_btf/sched_process_exit") int fentry_task_exit(__u64 *ctx)
{
	struct task_state *state = task_state();

	if (state)
		batch_abandon(state);
	return 0;
}

#endif /* SWAPRA_FENTRY_BPF_H */
