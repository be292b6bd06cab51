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

/* A row that no cgroup has; 0: there is none. */
static __always_inline __u32 new_row(void)
{
	__u32 row;

	if (!bpf_map_pop_elem(&free_cgroups, &row))
		return row;
	if (nr_cgroups >= SWAPRA_IAA_CGROUPS)
		return 0;
	row = __sync_fetch_and_add(&nr_cgroups, 1);
	return row < SWAPRA_IAA_CGROUPS ? row : 0;
}

/* 0: it has none, or that is closed. */
static __always_inline __u32 find_row(__u64 id)
{
	__u32 *row = bpf_map_lookup_elem(&cgroup_index, &id);

	return !row || *row & INDEX_CLOSED ? 0 : *row;
}

static __noinline __u32 new_cgroup(__u64 id)
{
	__u32 row = new_row();
	struct swapra_iaa_pages *row_pages = row ? bpf_map_lookup_elem(&pages, &row) : NULL;

	if (!row_pages)
		return 0;
	row_pages->cgroup = id;
	if (!bpf_map_update_elem(&cgroup_index, &id, &row, BPF_NOEXIST))
		return row;
	/* Another CPU was faster, or the one that there is is closed. */
	bpf_map_push_elem(&free_cgroups, &row, 0);
	return find_row(id);
}

static __noinline struct swapra_iaa_pages *pages_of(__u64 id)
{
	__u32 row = find_row(id) ?: new_cgroup(id);

	if (!row)
		count(&losses.no_cgroup, 1);
	return bpf_map_lookup_elem(&pages, &row);
}

static __noinline bool leave_pages(__u64 id, __u32 step)
{
	static const struct swapra_iaa_pages unused;
	__u32 *index = bpf_map_lookup_elem(&cgroup_index, &id), row;
	struct swapra_iaa_pages *row_pages;

	if (!index)
		return false;
	row = *index & ~INDEX_CLOSED;
	if (step == SWAPRA_CLOSE) {
		*index = row | INDEX_CLOSED;
		return true;
	}
	row_pages = bpf_map_lookup_elem(&pages, &row);
	if (!row_pages || !(*index & INDEX_CLOSED) || bpf_map_delete_elem(&cgroup_index, &id))
		return false;
	*row_pages = unused;
	return !bpf_map_push_elem(&free_cgroups, &row, 0);
}

static long leave_one(__u32 i, void *context)
{
	struct swapra_leaving *one = leaving_at(i);

	one->is_done = leave_pages(one->key, one->step);
	return 0;
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
