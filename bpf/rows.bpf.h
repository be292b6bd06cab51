/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reading the cgroup map. Not by the map's system calls: they keep the kernel
 * from running kprobe programs on their CPU, and as they can be preempted, the
 * faults of other tasks would go uncounted meanwhile. An iterator does not.
 */
#ifndef SWAPRA_ROWS_BPF_H
#define SWAPRA_ROWS_BPF_H

#include "usefulness.bpf.h"

#define NR_COUNTERS (sizeof(struct swapra_totals) / sizeof(__u64))
#define COUNTERS_A_TURN 32

extern struct cgroup *bpf_cgroup_from_id(__u64 id) __ksym __weak;
extern void bpf_cgroup_release(struct cgroup *cgroup) __ksym __weak;

/*
 * Which reading it is. Rows that were read in it before are read again only when they
 * changed: of many cgroups few swap at a time, and a row is 3 KB. User space makes it one
 * more to read all.
 */
__u32 reading = 1;

/* There is one reader at a time. */
static struct swapra_row_record record;

/*
 * Number by number, each whole while it grows; into: NULL for nowhere. Returns their sum:
 * as nothing is ever subtracted, it is the same only while all of them are.
 */
static __always_inline __u64 take_counters(volatile __u64 *into,
					   const struct swapra_totals *totals)
{
	const volatile __u64 *counters = (const __u64 *)totals;
	__u64 sum = 0, value;
	__u32 i, k;

	for (i = 0; i + COUNTERS_A_TURN <= NR_COUNTERS; i += COUNTERS_A_TURN) {
#pragma unroll
		for (k = 0; k < COUNTERS_A_TURN; k++) {
			value = counters[i + k];
			if (into)
				into[i + k] = value;
			sum += value;
			barrier_var(sum); /* one after the other: no registers for more */
		}
	}
	for (; i < NR_COUNTERS; i++) {
		value = counters[i];
		if (into)
			into[i] = value;
		sum += value;
	}
	return sum;
}

static __always_inline bool is_gone(__u64 id)
{
	struct cgroup *cgroup;

	if (id == SWAPRA_CGROUP_UNKNOWN || id == SWAPRA_CGROUP_OTHER ||
	    !bpf_ksym_exists(bpf_cgroup_from_id))
		return false;
	cgroup = bpf_cgroup_from_id(id);
	if (!cgroup)
		return true;
	bpf_cgroup_release(cgroup);
	return false;
}

SEC("iter/bpf_map_elem") int read_row(struct bpf_iter__bpf_map_elem *ctx)
{
	struct seq_file *seq = ctx->meta->seq;
	__u64 *cgroup = ctx->key;
	struct cgroup_row *row = ctx->value;
	__u64 sum;
	bool gone;

	if (!cgroup || !row) { /* the call after the last row */
		settle_hits();
		return 0;
	}
	gone = is_gone(*cgroup);
	if (row->told_in == reading && row->told_gone == gone &&
	    row->told == take_counters(NULL, &row->totals))
		return 0;
	sum = take_counters((__u64 *)&record.row.totals, &row->totals);
	record.row.cgroup = *cgroup;
	record.is_gone = gone;
	/* No room left: the kernel hands out what there is and comes back to this row. */
	if (bpf_seq_write(seq, &record, sizeof(record)))
		return 0;
	row->told = sum;
	row->told_gone = gone;
	row->told_in = reading;
	return 0;
}

/* Nothing was counted in it since the last reading, which told that its cgroup is gone. */
static __always_inline bool is_told(const struct cgroup_row *row)
{
	return row->told_in == reading && row->told_gone &&
	       row->told == take_counters(NULL, &row->totals);
}

static __noinline bool leave_cgroups(__u64 id, __u32 step)
{
	struct cgroup_row *row = bpf_map_lookup_elem(&cgroups, &id);

	if (!row || !is_told(row))
		return false;
	if (step == SWAPRA_FREE)
		return row->closed && !bpf_map_delete_elem(&cgroups, &id);
	row->closed = 1;
	return true;
}

static long leave_one(__u32 i, void *context)
{
	struct swapra_leaving *one = leaving_at(i);

	if (one->table == SWAPRA_TABLE_CGROUPS)
		one->is_done = leave_cgroups(one->key, one->step);
	else
		one->is_done = leave_uses(one->key, one->step);
	return 0;
}

SEC("syscall") int leave(void *context)
{
	bpf_loop(nr_leaving, leave_one, NULL, 0);
	return 0;
}

#endif /* SWAPRA_ROWS_BPF_H */
