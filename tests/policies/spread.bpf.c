// SPDX-License-Identifier: GPL-2.0-only
/*
 * All that a policy can use: every member of the fault, both questions to the
 * module, a map, and storage of the cgroup. The window of a cgroup doubles while
 * what was prefetched is used, and starts again when it is not. `seen` keeps the
 * last fault of each cgroup for the test to look at.
 */
#include "../../bpf/policy/swapra_policy.bpf.h"

#define FIRST_WINDOW 2

struct seen {
	__u64 policy_cgroup_id, address, vma_start, vma_end, vma_flags, prev_address, swap_offset;
	__u64 room, memcg_cgroup_id;
	__u32 swap_type, device_flags, memory, prev_window, prev_hits, kernel_window, max_window;
	__u32 unused_pages, stored, window;
};

struct growth {
	__u64 nr_faults;
	__u64 window;
};

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, 1024);
	__type(key, __u64);
	__type(value, struct seen);
} seen SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_CGRP_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct growth);
} growths SEC(".maps");

static __always_inline void remember(struct swapra_fault *fault, struct mem_cgroup *memcg)
{
	struct seen now = {
		.policy_cgroup_id = fault->policy_cgroup_id,
		.address = fault->address,
		.vma_start = fault->vma_start,
		.vma_end = fault->vma_end,
		.vma_flags = fault->vma_flags,
		.prev_address = fault->prev_address,
		.swap_offset = fault->swap_offset,
		.room = bpf_swapra_room(memcg),
		.memcg_cgroup_id = memcg->css.cgroup->kn->id,
		.swap_type = fault->swap_type,
		.device_flags = fault->device_flags,
		.memory = fault->memory,
		.prev_window = fault->prev_window,
		.prev_hits = fault->prev_hits,
		.kernel_window = fault->kernel_window,
		.max_window = fault->max_window,
		.unused_pages = fault->unused_pages,
		.stored = bpf_swapra_stored(fault),
		.window = fault->window,
	};
	__u64 id = fault->cgroup_id;

	bpf_map_update_elem(&seen, &id, &now, BPF_ANY);
}

static __always_inline __u32 grow(struct growth *growth, struct swapra_fault *fault)
{
	__u64 window = fault->prev_hits ? growth->window * 2 : 0;

	if (window < FIRST_WINDOW)
		window = FIRST_WINDOW;
	if (window > fault->max_window)
		window = fault->max_window;
	growth->window = window;
	__sync_fetch_and_add(&growth->nr_faults, 1);
	return window;
}

SWAPRA_POLICY(spread)
{
	struct growth *growth;

	growth = bpf_cgrp_storage_get(&growths, cgroup, 0, BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (!growth)
		return 0;
	fault->window = grow(growth, fault);
	fault->placement = SWAPRA_AFTER;
	fault->mode = SWAPRA_INLINE;
	remember(fault, memcg);
	return 0;
}
