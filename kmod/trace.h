/* SPDX-License-Identifier: GPL-2.0-only */
/* Tracepoints. Fields are values, so that a tracer needs no pointer of ours. */
#undef TRACE_SYSTEM
#define TRACE_SYSTEM swapra

#if !defined(KMOD_TRACE_H) || defined(TRACE_HEADER_MULTI_READ)
#define KMOD_TRACE_H

#include <linux/tracepoint.h>

#include "swapra_fault.h"

/*
 * A policy was asked. asked: the window it wrote; window: what was granted (0: the
 * kernel decides); flags: enum swapra_verdict_flags. Fires in the faulting task,
 * inside swapin_readahead() or swap_cluster_readahead(), before any page is read.
 */
TRACE_EVENT(swapra_verdict,
	TP_PROTO(u64 cgroup, u64 policy_cgroup, u64 address, u32 asked, u32 window, u32 placement,
		 u32 flags),
	TP_ARGS(cgroup, policy_cgroup, address, asked, window, placement, flags),
	TP_STRUCT__entry(
		__field(u64, cgroup)
		__field(u64, policy_cgroup)
		__field(u64, address)
		__field(u32, asked)
		__field(u32, window)
		__field(u32, placement)
		__field(u32, flags)
	),
	TP_fast_assign(
		__entry->cgroup = cgroup;
		__entry->policy_cgroup = policy_cgroup;
		__entry->address = address;
		__entry->asked = asked;
		__entry->window = window;
		__entry->placement = placement;
		__entry->flags = flags;
	),
	TP_printk("cgroup=%llu policy_cgroup=%llu address=%#llx asked=%u window=%u placement=%s flags=%s",
		__entry->cgroup, __entry->policy_cgroup, __entry->address, __entry->asked,
		__entry->window,
		__print_symbolic(__entry->placement, { 0, "around" }, { 1, "after" }, { 2, "before" }),
		__print_flags(__entry->flags, "|", { 1, "clamped" }, { 2, "guarded" }, { 4, "error" },
			      { 8, "background" }, { 16, "shmem" }, { 32, "hint" }))
);

#endif

#undef TRACE_INCLUDE_PATH
#define TRACE_INCLUDE_PATH .
#undef TRACE_INCLUDE_FILE
#define TRACE_INCLUDE_FILE trace
#include <trace/define_trace.h>
