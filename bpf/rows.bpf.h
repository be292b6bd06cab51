/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reading the cgroup map. Not by the map's system calls: they keep the kernel
 * from running kprobe programs on their CPU, and as they can be preempted, the
 * faults of other tasks would go uncounted meanwhile. An iterator does not.
 */
#ifndef SWAPRA_ROWS_BPF_H
#define SWAPRA_ROWS_BPF_H

#include "usefulness.bpf.h"

/* One record a row: struct swapra_row. */
SEC("iter/bpf_map_elem") int read_row(struct bpf_iter__bpf_map_elem *ctx)
{
	struct seq_file *seq = ctx->meta->seq;
	__u64 *cgroup = ctx->key;
	struct swapra_totals *totals = ctx->value;

	if (!cgroup || !totals) { /* the call after the last row */
		settle_hits();
		return 0;
	}
	bpf_seq_write(seq, cgroup, sizeof(*cgroup));
	bpf_seq_write(seq, totals, sizeof(*totals));
	return 0;
}

#endif /* SWAPRA_ROWS_BPF_H */
