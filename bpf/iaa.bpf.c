// SPDX-License-Identifier: GPL-2.0-only
/*
 * IAA: what the driver asks its devices for and what becomes of it. An object of its own,
 * since it needs the BTF of iaa_crypto.ko to be loaded at all.
 *
 *   submit        idxd_submit_desc() begins an operation; if it fails there was none
 *   descriptor    idxd_free_desc() ends one that the driver polled for, its completion
 *                 record still being valid; iaa_desc_complete() one with an interrupt
 *   call          iaa_comp_acompress(), iaa_comp_adecompress(): what zswap asked for; where
 *                 they return -EINPROGRESS the return of iaa_desc_complete() is their end
 *   fallback      deflate_generic_*(): the driver does it by software
 *   load          zswap_load(): whose page it was
 */
#include "../vmlinux/swapra_iaa.h"
#include "compat.bpf.h"
#include "iaa.h"

#define __VMLINUX_H__ /* bpf_tracing.h: pt_regs is the kernel's, not the UAPI's */
#include <bpf/bpf_tracing.h>

#define EINPROGRESS 115
#define ENODEV 19
#define ENOENT 2

#define OPCODE_DECOMPRESS 0x42
#define OPCODE_COMPRESS 0x43
#define SUPPRESS_OUTPUT (1 << 9)

/* Operations, calls and tasks at a time; a device has at most 128 descriptors. */
#define AT_ONCE 8192

char LICENSE[] SEC("license") = "GPL";

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

/* A row that somebody else made meanwhile leaves ours unused, which readers skip. */
static __noinline __u32 new_queue(__u64 key)
{
	struct swapra_iaa_queue *queue;
	__u32 row = nr_queues, *found;

	if (row < SWAPRA_IAA_QUEUES)
		row = __sync_fetch_and_add(&nr_queues, 1);
	queue = row < SWAPRA_IAA_QUEUES ? bpf_map_lookup_elem(&queues, &row) : NULL;
	if (!queue) {
		count(&losses.no_queue, 1);
		return 0;
	}
	if (bpf_map_update_elem(&queue_index, &key, &row, BPF_NOEXIST)) {
		found = bpf_map_lookup_elem(&queue_index, &key);
		return found ? *found : 0;
	}
	queue->device = key >> 32;
	queue->queue = key;
	queue->is_used = 1;
	return row;
}

static __always_inline __u32 queue_of(const struct idxd_wq *wq)
{
	__u64 key = (__u64)(__u32)BPF_CORE_READ(wq, idxd, id) << 32 | (__u32)BPF_CORE_READ(wq, id);
	__u32 *row = bpf_map_lookup_elem(&queue_index, &key);

	return row ? *row : new_queue(key);
}

static __always_inline struct swapra_iaa_counts *counts_of(struct swapra_iaa_queue *queue,
							   __u32 kind)
{
	return &queue->operations[kind & (SWAPRA_IAA_OPERATIONS - 1)];
}

static __always_inline __u32 kind_of(const struct iaa_descriptor *descriptor)
{
	if (descriptor->opcode == OPCODE_COMPRESS)
		return SWAPRA_IAA_COMPRESS;
	if (descriptor->opcode != OPCODE_DECOMPRESS)
		return SWAPRA_IAA_OTHER;
	return descriptor->operation_flags & SUPPRESS_OUTPUT ? SWAPRA_IAA_VERIFY :
							       SWAPRA_IAA_DECOMPRESS;
}

static __always_inline void queue_enter(struct swapra_iaa_queue *queue)
{
	__u64 depth = __sync_fetch_and_add(&queue->in_flight, 1) + 1, seen;

	for (int i = 0; i < 4; i++) {
		seen = queue->in_flight_max;
		if (seen >= depth || __sync_val_compare_and_swap(&queue->in_flight_max, seen, depth) == seen)
			break;
	}
}

/* The end of an operation was missed: its descriptor is used again. */
static __noinline int forget_operation(__u64 descriptor)
{
	struct operation *operation = bpf_map_lookup_elem(&operations, &descriptor);
	struct swapra_iaa_queue *queue;

	if (!operation)
		return 0;
	queue = bpf_map_lookup_elem(&queues, &operation->queue);
	if (queue)
		count(&queue->in_flight, -1);
	count(&losses.unclosed, 1);
	return 0;
}

static __always_inline void submit_begin(const struct idxd_wq *wq, const struct idxd_desc *desc)
{
	struct task_state *state = task_state_create();
	struct iaa_descriptor descriptor = {};
	struct operation operation = {};
	struct swapra_iaa_queue *queue;
	__u64 key = (__u64)desc;

	if (!state)
		return;
	bpf_probe_read_kernel(&descriptor, sizeof(descriptor), BPF_CORE_READ(desc, iax_hw));
	forget_operation(key);
	operation.queue = queue_of(wq);
	operation.kind = kind_of(&descriptor);
	operation.start_ns = bpf_ktime_get_ns();
	if (bpf_map_update_elem(&operations, &key, &operation, BPF_ANY)) {
		count(&losses.no_room, 1);
		task_state_release(state);
		return;
	}
	state->descriptor = key;
	state->queue = operation.queue;
	state->kind = operation.kind;
	state->bytes_in = descriptor.src1_bytes;
	queue = bpf_map_lookup_elem(&queues, &operation.queue);
	if (queue)
		queue_enter(queue);
}

/* With an interrupt the operation may have ended already: what is needed is in the state. */
static __always_inline void submit_end(int error)
{
	struct task_state *state = task_state();
	struct swapra_iaa_queue *queue;
	struct swapra_iaa_counts *counts;
	__u64 key;
	__u32 row;

	if (!state || !state->descriptor)
		return;
	key = state->descriptor;
	state->descriptor = 0;
	row = state->queue;
	queue = bpf_map_lookup_elem(&queues, &row);
	if (queue) {
		counts = counts_of(queue, state->kind);
		if (error) {
			count(&counts->refused, 1);
			count(&queue->in_flight, -1);
			bpf_map_delete_elem(&operations, &key);
		} else {
			count(&counts->submitted, 1);
			count(&counts->bytes_in, state->bytes_in);
		}
	}
	task_state_release(state);
}

/* Of a descriptor whose operation has ended before, or was not seen to begin, there is none. */
static __always_inline void operation_end(const struct idxd_desc *desc)
{
	__u64 key = (__u64)desc;
	struct operation *operation = bpf_map_lookup_elem(&operations, &key);
	struct iaa_completion completion = {};
	struct swapra_iaa_counts *counts;
	struct swapra_iaa_queue *queue;

	if (!operation)
		return;
	queue = bpf_map_lookup_elem(&queues, &operation->queue);
	if (!queue)
		return;
	counts = counts_of(queue, operation->kind);
	bpf_probe_read_kernel(&completion, sizeof(completion), BPF_CORE_READ(desc, iax_completion));
	count(&queue->in_flight, -1);
	if (completion.status) {
		count(&counts->status[completion.status], 1);
		count_latency(counts->ns, &counts->ns_sum, bpf_ktime_get_ns() - operation->start_ns);
	} else {
		count(&counts->abandoned, 1);
	}
	if (completion.status == SWAPRA_IAA_SUCCESS)
		count(&counts->bytes_out, completion.output_bytes);
	bpf_map_delete_elem(&operations, &key);
}

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

#define ENTRY(name, function, ...) \
	SEC("fentry/" function) int fentry_##name(__u64 *ctx) { __VA_ARGS__; return 0; }
#define KPROBE(name, function, ...) \
	SEC("kprobe/" function) int kprobe_##name(struct pt_regs *regs) { __VA_ARGS__; return 0; }
#define EXIT(name, function, ...) \
	SEC("fexit/" function) int fentry_##name(__u64 *ctx) { __VA_ARGS__; return 0; }
#define KRETPROBE(name, function, ...) \
	SEC("kretprobe/" function) int kprobe_##name(struct pt_regs *regs) { __VA_ARGS__; return 0; }

ENTRY(submit_begin, "idxd_submit_desc", submit_begin((void *)ctx[0], (void *)ctx[1]))
EXIT(submit_end, "idxd_submit_desc", submit_end(ctx[2]))
ENTRY(free, "idxd_free_desc", operation_end((void *)ctx[1]))
ENTRY(complete_begin, "iaa_desc_complete", complete_begin((void *)ctx[0]))
EXIT(complete_end, "iaa_desc_complete", complete_end())
ENTRY(compress_begin, "iaa_comp_acompress", call_begin(ctx[0], SWAPRA_IAA_CALL_COMPRESS))
EXIT(compress_end, "iaa_comp_acompress", call_end(SWAPRA_IAA_CALL_COMPRESS, ctx[1]))
ENTRY(decompress_begin, "iaa_comp_adecompress", call_begin(ctx[0], SWAPRA_IAA_CALL_DECOMPRESS))
EXIT(decompress_end, "iaa_comp_adecompress", call_end(SWAPRA_IAA_CALL_DECOMPRESS, ctx[1]))
ENTRY(software_compress, "deflate_generic_compress", fallback(ctx[0], SWAPRA_IAA_CALL_COMPRESS))
ENTRY(software_decompress, "deflate_generic_decompress", fallback(ctx[0], SWAPRA_IAA_CALL_DECOMPRESS))
ENTRY(load_begin, "zswap_load", load_begin((void *)ctx[0]))
EXIT(load_end, "zswap_load", load_end(ctx[1]))

KPROBE(submit_begin, "idxd_submit_desc",
       submit_begin((void *)PT_REGS_PARM1(regs), (void *)PT_REGS_PARM2(regs)))
KRETPROBE(submit_end, "idxd_submit_desc", submit_end(PT_REGS_RC(regs)))
KPROBE(free, "idxd_free_desc", operation_end((void *)PT_REGS_PARM2(regs)))
KPROBE(complete_begin, "iaa_desc_complete", complete_begin((void *)PT_REGS_PARM1(regs)))
KRETPROBE(complete_end, "iaa_desc_complete", complete_end())
KPROBE(compress_begin, "iaa_comp_acompress", call_begin(PT_REGS_PARM1(regs), SWAPRA_IAA_CALL_COMPRESS))
KRETPROBE(compress_end, "iaa_comp_acompress", call_end(SWAPRA_IAA_CALL_COMPRESS, PT_REGS_RC(regs)))
KPROBE(decompress_begin, "iaa_comp_adecompress",
       call_begin(PT_REGS_PARM1(regs), SWAPRA_IAA_CALL_DECOMPRESS))
KRETPROBE(decompress_end, "iaa_comp_adecompress",
	  call_end(SWAPRA_IAA_CALL_DECOMPRESS, PT_REGS_RC(regs)))
KPROBE(software_compress, "deflate_generic_compress",
       fallback(PT_REGS_PARM1(regs), SWAPRA_IAA_CALL_COMPRESS))
KPROBE(software_decompress, "deflate_generic_decompress",
       fallback(PT_REGS_PARM1(regs), SWAPRA_IAA_CALL_DECOMPRESS))
KPROBE(load_begin, "zswap_load", load_begin((void *)PT_REGS_PARM1(regs)))
KRETPROBE(load_end, "zswap_load", load_end(PT_REGS_RC(regs)))
