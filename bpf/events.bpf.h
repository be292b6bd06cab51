/* SPDX-License-Identifier: GPL-2.0-only */
/* One record a batch, only with --events: the default path never comes here. */
#ifndef SWAPRA_EVENTS_BPF_H
#define SWAPRA_EVENTS_BPF_H

#include "maps.bpf.h"
#include "compat.bpf.h"

/* vma->swap_readahead_info: address of the last fault, window, hits */
#define RA_INFO_PAGE_MASK (~4095UL)
#define RA_INFO_WINDOW_SHIFT 6
#define RA_INFO_WINDOW_MASK 63

static __always_inline bool event_wanted(const struct cgroup *cgroup)
{
	if (!cfg_events_cgroup)
		return true;
	return cgroup_below(cgroup, cfg_events_cgroup, cfg_events_cgroup_level);
}

/* VMA readahead leaves its window in the VMA; cluster readahead nowhere. */
static __always_inline __u16 readahead_window(const struct task_state *state)
{
	const struct vm_area_struct *vma;
	unsigned long info;

	if (!state->vma)
		return 0;
	vma = bpf_core_cast((void *)state->vma, struct vm_area_struct);
	info = vma->swap_readahead_info.counter;
	if ((info ^ state->address) & RA_INFO_PAGE_MASK)
		return 0;
	return info >> RA_INFO_WINDOW_SHIFT & RA_INFO_WINDOW_MASK;
}

static __noinline int send_event(struct task_state *state, __u64 now, bool failed)
{
	__u64 id = bpf_get_current_pid_tgid();
	struct swapra_event *event;
	__u32 source;

	if (!state)
		return 0;
	event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
	if (!event) {
		count(&losses.events_dropped, 1);
		return 0;
	}
	__builtin_memset(event, 0, sizeof(*event));
	event->time_ns = now ?: bpf_ktime_get_ns();
	event->latency_ns = state->start_ns ? now - state->start_ns : 0;
	event->cgroup = state->faulting;
	event->address = state->address;
	event->swap_offset = state->target & ((1ULL << SWP_TYPE_SHIFT) - 1);
	event->swap_type = state->target >> SWP_TYPE_SHIFT;
	event->kind = state->kind;
	event->pid = id >> 32;
	event->tid = id;
	event->window = readahead_window(state);
#pragma unroll
	for (source = 0; source < SWAPRA_SOURCES; source++)
		event->pages[source] = state->batch[source];
	event->demand_pages = state->batch_demand;
	event->other_pages = state->batch_other;
	event->failed = failed;
	event->policy = state->policy;
	if (state->policy) {
		event->verdict_asked = state->verdict_asked;
		event->verdict_window = state->verdict_window;
		event->verdict_placement = state->verdict_placement;
		event->verdict_flags = state->verdict_flags;
	}
	bpf_get_current_comm(event->comm, sizeof(event->comm));
	bpf_ringbuf_submit(event, 0);
	return 0;
}

#endif /* SWAPRA_EVENTS_BPF_H */
