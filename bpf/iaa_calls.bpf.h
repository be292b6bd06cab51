/* SPDX-License-Identifier: GPL-2.0-only */
/* IAA: calls of the driver, and the pages they were for. */
#ifndef SWAPRA_IAA_CALLS_BPF_H
#define SWAPRA_IAA_CALLS_BPF_H

#include "iaa_operations.bpf.h"

#define EINPROGRESS 115
#define ENODEV 19

static __always_inline void call_begin(__u64 key, __u32 kind)
{
	struct task_state *state = task_state_create();
	struct request request = { .start_ns = bpf_ktime_get_ns(), .kind = kind };

	if (!state)
		return;
	state->request = key;
	if (kind == SWAPRA_IAA_CALL_DECOMPRESS)
		state->asked = 1;
	request.task = bpf_get_current_task();
	if (bpf_map_update_elem(&requests, &key, &request, BPF_ANY))
		count(&losses.no_room, 1);
}

/* Of a call that ends as it returns. */
static __always_inline void request_end(__u64 key, int error)
{
	struct request *request = bpf_map_lookup_elem(&requests, &key);
	struct swapra_iaa_calls *call;

	if (!request)
		return;
	call = &calls[request->kind & (SWAPRA_IAA_CALLS - 1)];
	if (error == -ENODEV)
		count(&call->disabled, 1);
	else if (error)
		count(&call->failed, 1);
	else
		count_latency(call->ns, &call->ns_sum, bpf_ktime_get_ns() - request->start_ns);
	bpf_map_delete_elem(&requests, &key);
}

static __always_inline void call_end(__u32 kind, int error)
{
	struct task_state *state = task_state();
	__u64 key;

	if (!state || !state->request)
		return;
	key = state->request;
	state->request = 0;
	count(&calls[kind].calls, 1);
	if (error == -EINPROGRESS)
		count(&calls[kind].asynchronous, 1);
	else
		request_end(key, error);
	task_state_release(state);
}

/* The driver is told of a completion: the operation ends now, the call when it has seen to it. */
static __always_inline void complete_begin(const struct idxd_desc *desc)
{
	__u64 key = (__u64)BPF_CORE_READ(desc, crypto.req);
	struct request *request = bpf_map_lookup_elem(&requests, &key);
	struct task_state *state;

	operation_end(desc);
	state = request ? task_state_create() : NULL;
	if (!state)
		return;
	/* Taken now: as soon as its caller is told, it may use the request for its next call. */
	state->completing = key;
	state->call_ns = request->start_ns;
	state->call_kind = request->kind;
	state->waiter = request->task;
	bpf_map_delete_elem(&requests, &key);
}

/* How it ended is not told here, but to the caller: status and fallbacks have that. */
static __always_inline void complete_end(void)
{
	struct task_state *state = task_state();
	struct swapra_iaa_calls *call;

	if (!state || !state->completing)
		return;
	call = &calls[state->call_kind & (SWAPRA_IAA_CALLS - 1)];
	count_latency(call->ns, &call->ns_sum, bpf_ktime_get_ns() - state->call_ns);
	state->completing = 0;
	task_state_release(state);
}

static __always_inline void fallback(__u64 key, __u32 kind)
{
	struct task_state *state = task_state(), *waiter;
	__u64 task = bpf_get_current_task();

	count(&calls[kind].fallbacks, 1);
	if (state && state->completing == key)
		task = state->waiter;
	waiter = bpf_map_lookup_elem(&tasks, &task);
	if (waiter)
		waiter->fell_back = 1;
}

static __noinline __u32 new_cgroup(__u64 id)
{
	__u32 row = nr_cgroups, *found;
	struct swapra_iaa_pages *row_pages;

	if (row < SWAPRA_IAA_CGROUPS)
		row = __sync_fetch_and_add(&nr_cgroups, 1);
	row_pages = row < SWAPRA_IAA_CGROUPS ? bpf_map_lookup_elem(&pages, &row) : NULL;
	if (!row_pages)
		return 0;
	/* Before others find it: readers merge rows of one cgroup. */
	row_pages->cgroup = id;
	if (bpf_map_update_elem(&cgroup_index, &id, &row, BPF_NOEXIST)) {
		found = bpf_map_lookup_elem(&cgroup_index, &id);
		return found ? *found : 0;
	}
	return row;
}

static __noinline struct swapra_iaa_pages *pages_of(__u64 id)
{
	__u32 *found = bpf_map_lookup_elem(&cgroup_index, &id);
	__u32 row = found ? *found : new_cgroup(id);

	if (!row)
		count(&losses.no_cgroup, 1);
	return bpf_map_lookup_elem(&pages, &row);
}

static __always_inline void load_begin(const struct folio *folio)
{
	struct task_state *state = task_state_create();

	if (!state)
		return;
	state->folio = (__u64)folio;
	state->asked = 0;
	state->fell_back = 0;
}

static __always_inline bool is_loaded(int returned)
{
	return cfg_load_returns_int ? !returned : returned & 1;
}

static __always_inline void count_page(const struct task_state *state)
{
	unsigned long charge = bpf_core_cast((void *)state->folio, struct folio)->memcg_data;
	struct swapra_iaa_pages *row = pages_of(cgroup_id(css_cgroup(folio_css(charge))));

	if (!row)
		return;
	if (!state->asked)
		count(&row->other, 1);
	else if (state->fell_back)
		count(&row->fallback, 1);
	else
		count(&row->iaa, 1);
}

static __always_inline void load_end(int returned)
{
	struct task_state *state = task_state();

	if (!state || !state->folio)
		return;
	if (is_loaded(returned))
		count_page(state);
	state->folio = 0;
	task_state_release(state);
}

#endif /* SWAPRA_IAA_CALLS_BPF_H */
