/* SPDX-License-Identifier: GPL-2.0-only */
/* IAA: the maps, and the state of a task. */
#ifndef SWAPRA_IAA_MAPS_BPF_H
#define SWAPRA_IAA_MAPS_BPF_H

#include "../vmlinux/swapra_iaa.h"
#include "compat.bpf.h"
#include "iaa.h"
#include "leaving.bpf.h"

/* Operations, calls and tasks at a time; a device has at most 128 descriptors. */
#define AT_ONCE 8192

/* zswap_load() returns 0 or -errno, and -ENOENT for a miss; before, whether it hit. */
const volatile bool cfg_load_returns_int;

struct swapra_iaa_calls calls[SWAPRA_IAA_CALLS];
struct swapra_iaa_losses losses;
__u32 nr_queues = 1; /* rows in use; 0 is for those that find no room */
__u32 nr_cgroups = 1;

struct operation {
	__u64 start_ns;
	__u32 queue; /* row */
	__u32 kind;
};

/* By descriptor. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, AT_ONCE);
	__type(key, __u64);
	__type(value, struct operation);
} operations SEC(".maps");

/* By request: a call that has not ended. */
struct request {
	__u64 start_ns;
	__u64 task; /* that waits for it */
	__u32 kind;
	__u32 reserved;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, AT_ONCE);
	__type(key, __u64);
	__type(value, struct request);
} requests SEC(".maps");

/* What a task is in the middle of. */
struct task_state {
	__u64 folio;      /* being loaded; 0: none */
	__u64 descriptor; /* being submitted, on this row, with so many bytes */
	__u32 queue;
	__u32 kind;
	__u64 bytes_in;
	__u64 request;    /* of the call it is in */
	__u64 completing; /* request whose completion it handles; what is known of it: */
	__u64 call_ns;
	__u64 waiter;
	__u32 call_kind;
	__u32 asked;      /* the driver was, for this folio */
	__u32 fell_back;  /* and did it by software */
	__u32 reserved;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, AT_ONCE);
	__type(key, __u64);
	__type(value, struct task_state);
} tasks SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, SWAPRA_IAA_QUEUES);
	__type(key, __u64);
	__type(value, __u32);
} queue_index SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, SWAPRA_IAA_QUEUES);
	__type(key, __u32);
	__type(value, struct swapra_iaa_queue);
} queues SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, SWAPRA_IAA_CGROUPS);
	__type(key, __u64);
	__type(value, __u32);
} cgroup_index SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, SWAPRA_IAA_CGROUPS);
	__type(key, __u32);
	__type(value, struct swapra_iaa_pages);
} pages SEC(".maps");

/* Rows of pages that were given back. */
struct {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(max_entries, SWAPRA_IAA_CGROUPS);
	__type(value, __u32);
} free_cgroups SEC(".maps");

static __always_inline void count(__u64 *counter, __u64 n)
{
	__sync_fetch_and_add(counter, n);
}

static __always_inline void count_latency(__u64 *buckets, __u64 *sum, __u64 ns)
{
	__u32 bucket = swapra_latency_bucket(ns);

	if (bucket < SWAPRA_LATENCY_BUCKETS)
		count(&buckets[bucket], 1);
	count(sum, ns);
}

static __always_inline struct task_state *task_state(void)
{
	__u64 task = bpf_get_current_task();

	return bpf_map_lookup_elem(&tasks, &task);
}

static __noinline struct task_state *task_state_create(void)
{
	static const struct task_state zero;
	__u64 task = bpf_get_current_task();
	struct task_state *state = bpf_map_lookup_elem(&tasks, &task);

	if (state)
		return state;
	bpf_map_update_elem(&tasks, &task, &zero, BPF_NOEXIST);
	state = bpf_map_lookup_elem(&tasks, &task);
	if (!state)
		count(&losses.no_room, 1);
	return state;
}

static __always_inline void task_state_release(const struct task_state *state)
{
	__u64 task = bpf_get_current_task();

	if (!state->folio && !state->descriptor && !state->request && !state->completing)
		bpf_map_delete_elem(&tasks, &task);
}

#endif /* SWAPRA_IAA_MAPS_BPF_H */
