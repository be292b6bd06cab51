/* SPDX-License-Identifier: GPL-2.0-only */
/* IAA: operations of the device, from submission to completion. */
#ifndef SWAPRA_IAA_OPERATIONS_BPF_H
#define SWAPRA_IAA_OPERATIONS_BPF_H

#include "iaa_maps.bpf.h"

#define OPCODE_DECOMPRESS 0x42
#define OPCODE_COMPRESS 0x43
#define SUPPRESS_OUTPUT (1 << 9)

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

/* The same functions serve DSA, whose descriptors mean something else. */
static __always_inline bool is_iaa(const struct idxd_wq *wq)
{
	return BPF_CORE_READ(wq, idxd, data, type) ==
	       bpf_core_enum_value(enum idxd_type, IDXD_TYPE_IAX);
}

static __always_inline void submit_begin(const struct idxd_wq *wq, const struct idxd_desc *desc)
{
	struct task_state *state = is_iaa(wq) ? task_state_create() : NULL;
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

#endif /* SWAPRA_IAA_OPERATIONS_BPF_H */
