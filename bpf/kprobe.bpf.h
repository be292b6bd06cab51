/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kprobe backend: dearer than fentry, but its programs run with preemption
 * disabled and are not skipped, so it is exact on preemptible kernels. A
 * return probe does not see the arguments; what it needs is in the task's
 * state since the entry.
 */
#ifndef SWAPRA_KPROBE_BPF_H
#define SWAPRA_KPROBE_BPF_H

#include "batches.bpf.h"

#define __VMLINUX_H__ /* bpf_tracing.h: pt_regs is the kernel's, not the UAPI's */
#include <bpf/bpf_tracing.h>

/*
 * An argument that moved when a swap_io_ctx came first (7.3). Two loads: the
 * verifier lets no program index its context, and the compiler would.
 */
static __always_inline __u64 kprobe_moved_arg(struct pt_regs *regs)
{
	__u64 first = PT_REGS_PARM1(regs), second = PT_REGS_PARM2(regs);

	barrier_var(first);
	barrier_var(second);
	return cfg_io_ctx_first ? second : first;
}

/* End the task's batch if it is of one of the kinds that this function opens. */
static __always_inline void kprobe_batch_end(struct pt_regs *regs, __u32 kind, __u32 or_kind)
{
	struct task_state *state = task_state();

	if (state && state->target && (state->kind == kind || state->kind == or_kind))
		batch_end(state, PT_REGS_RC(regs));
}

SEC("kprobe/swap_read_folio") int kprobe_read_entry(struct pt_regs *regs)
{
	page_begin((void *)kprobe_moved_arg(regs));
	return 0;
}

SEC("kretprobe/swap_read_folio") int kprobe_read_exit(struct pt_regs *regs)
{
	page_end();
	return 0;
}

SEC("kretprobe/zswap_load") int kprobe_load_exit(struct pt_regs *regs)
{
	page_loaded(NULL, PT_REGS_RC(regs));
	return 0;
}

SEC("kprobe/swapin_readahead") int kprobe_readahead_entry(struct pt_regs *regs)
{
	struct vm_fault *vmf = (void *)PT_REGS_PARM3(regs);

	batch_begin(readahead_kind(vmf), PT_REGS_PARM1(regs), vmf);
	return 0;
}

SEC("kretprobe/swapin_readahead") int kprobe_readahead_exit(struct pt_regs *regs)
{
	kprobe_batch_end(regs, SWAPRA_ANON, SWAPRA_SWAPOFF);
	return 0;
}

SEC("kprobe/swap_cluster_readahead") int kprobe_cluster_entry(struct pt_regs *regs)
{
	struct task_state *state = task_state();
	__u64 target = PT_REGS_PARM1(regs);

	if (!state || state->target != target) /* else called by swapin_readahead() */
		batch_begin(SWAPRA_SHMEM, target, NULL);
	return 0;
}

SEC("kretprobe/swap_cluster_readahead") int kprobe_cluster_exit(struct pt_regs *regs)
{
	kprobe_batch_end(regs, SWAPRA_SHMEM, SWAPRA_SHMEM);
	return 0;
}

SEC("kprobe/read_swap_cache_async") int kprobe_advice_entry(struct pt_regs *regs)
{
	batch_begin(SWAPRA_ADVICE, kprobe_moved_arg(regs), NULL);
	return 0;
}

SEC("kretprobe/read_swap_cache_async") int kprobe_advice_exit(struct pt_regs *regs)
{
	kprobe_batch_end(regs, SWAPRA_ADVICE, SWAPRA_ADVICE);
	return 0;
}

SEC("kprobe/swapin_sync") int kprobe_sync_entry(struct pt_regs *regs)
{
	batch_begin(PT_REGS_PARM5(regs) ? SWAPRA_SHMEM : SWAPRA_SYNC, PT_REGS_PARM1(regs),
		    (void *)PT_REGS_PARM4(regs));
	return 0;
}

SEC("kretprobe/swapin_sync") int kprobe_sync_exit(struct pt_regs *regs)
{
	kprobe_batch_end(regs, SWAPRA_SYNC, SWAPRA_SHMEM);
	return 0;
}

SEC("kprobe/swapin_folio") int kprobe_swapin_folio_entry(struct pt_regs *regs)
{
	batch_begin(SWAPRA_SYNC, PT_REGS_PARM1(regs), NULL);
	return 0;
}

SEC("kretprobe/swapin_folio") int kprobe_swapin_folio_exit(struct pt_regs *regs)
{
	kprobe_batch_end(regs, SWAPRA_SYNC, SWAPRA_SYNC);
	return 0;
}

SEC("kprobe/swap_update_readahead") int kprobe_found(struct pt_regs *regs)
{
	page_found((void *)PT_REGS_PARM1(regs));
	return 0;
}

SEC("kretprobe/swap_cache_get_folio") int kprobe_lookup_exit(struct pt_regs *regs)
{
	page_looked_up((void *)PT_REGS_RC(regs));
	return 0;
}

SEC("kprobe/__swap_cache_del_folio") int kprobe_delete(struct pt_regs *regs)
{
	use_gone(PT_REGS_PARM3(regs), PT_REGS_PARM4(regs));
	return 0;
}

SEC("kprobe/__delete_from_swap_cache") int kprobe_delete_from(struct pt_regs *regs)
{
	use_gone(PT_REGS_PARM2(regs), PT_REGS_PARM3(regs));
	return 0;
}

SEC("kprobe/__folio_lock_or_retry") int kprobe_wait_entry(struct pt_regs *regs)
{
	wait_begin((void *)PT_REGS_PARM1(regs));
	return 0;
}

SEC("kretprobe/__folio_lock_or_retry") int kprobe_wait_exit(struct pt_regs *regs)
{
	wait_end();
	return 0;
}

#endif /* SWAPRA_KPROBE_BPF_H */
