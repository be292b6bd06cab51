/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The fentry backend: cheapest, and exact where a task cannot be preempted
 * inside a program. Where it can, another task on that CPU makes the kernel
 * skip the program; preemption is then disabled around the body, which leaves
 * a window of a few instructions before and after, and what is skipped there
 * is counted by the kernel.
 */
#ifndef SWAPRA_FENTRY_BPF_H
#define SWAPRA_FENTRY_BPF_H

#include "batches.bpf.h"

extern void bpf_preempt_disable(void) __ksym;
extern void bpf_preempt_enable(void) __ksym;

/* Define a program and the body it guards. */
#define FENTRY(section, name)                                    \
	static __always_inline void name##_body(__u64 *ctx);     \
	SEC(section) int name(__u64 *ctx)                        \
	{                                                        \
		if (cfg_preemptible)                             \
			bpf_preempt_disable();                   \
		name##_body(ctx);                                \
		if (cfg_preemptible)                             \
			bpf_preempt_enable();                    \
		return 0;                                        \
	}                                                        \
	static __always_inline void name##_body(__u64 *ctx)

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

FENTRY("fentry/swap_read_folio", fentry_read_entry)
{
	page_begin((void *)fentry_moved_arg(ctx));
}

FENTRY("fexit/swap_read_folio", fentry_read_exit)
{
	page_end();
}

FENTRY("fexit/zswap_load", fentry_load_exit)
{
	page_loaded((void *)ctx[0], ctx[1]);
}

FENTRY("fentry/swapin_readahead", fentry_readahead_entry)
{
	struct vm_fault *vmf = (void *)ctx[2];

	batch_begin(readahead_kind(vmf), ctx[0], vmf);
}

FENTRY("fexit/swapin_readahead", fentry_readahead_exit)
{
	fentry_batch_end(SWAPRA_ANON, ctx[0], (void *)ctx[2], ctx[3]);
}

FENTRY("fentry/swap_cluster_readahead", fentry_cluster_entry)
{
	struct task_state *state = task_state();

	if (!state || state->target != ctx[0]) /* else called by swapin_readahead() */
		batch_begin(SWAPRA_SHMEM, ctx[0], NULL);
}

FENTRY("fexit/swap_cluster_readahead", fentry_cluster_exit)
{
	struct task_state *state = task_state();

	if (state && state->target == ctx[0] && state->kind == SWAPRA_SHMEM)
		batch_end(state, ctx[4]);
}

FENTRY("fentry/read_swap_cache_async", fentry_advice_entry)
{
	batch_begin(SWAPRA_ADVICE, fentry_moved_arg(ctx), NULL);
}

FENTRY("fexit/read_swap_cache_async", fentry_advice_exit)
{
	fentry_batch_end(SWAPRA_ADVICE, fentry_moved_arg(ctx), NULL, ctx[5]);
}

FENTRY("fentry/swapin_sync", fentry_sync_entry)
{
	batch_begin(ctx[4] ? SWAPRA_SHMEM : SWAPRA_SYNC, ctx[0], (void *)ctx[3]);
}

FENTRY("fexit/swapin_sync", fentry_sync_exit)
{
	fentry_batch_end(ctx[4] ? SWAPRA_SHMEM : SWAPRA_SYNC, ctx[0], (void *)ctx[3], ctx[6]);
}

FENTRY("fentry/swapin_folio", fentry_swapin_folio_entry)
{
	batch_begin(SWAPRA_SYNC, ctx[0], NULL);
}

FENTRY("fexit/swapin_folio", fentry_swapin_folio_exit)
{
	fentry_batch_end(SWAPRA_SYNC, ctx[0], NULL, ctx[2]);
}

#endif /* SWAPRA_FENTRY_BPF_H */
