/* SPDX-License-Identifier: GPL-2.0-only */
/* The maps, the settings made before load, and the look-ups they need. */
#ifndef SWAPRA_MAPS_BPF_H
#define SWAPRA_MAPS_BPF_H

#include "../vmlinux/swapra_vmlinux.h"
#include <bpf/bpf_helpers.h>
#include "swapra.h"

/* swp_entry_t: the device's index above, the offset in it below. */
#define SWP_TYPE_SHIFT 58

/* Loads of one batch whose latency waits for the batch's end. */
#define LOADS_KEPT 64

/* enum swapra_source, and one slot for pages that zswap_load() failed to read. */
#define SOURCE_ERROR SWAPRA_SOURCES
#define SOURCE_SLOTS (SWAPRA_SOURCES + 1)

/*
 * A task's open batch, and its open page. A task reads one page at a time and
 * one batch at a time; what a missed probe leaves open, the next batch or page
 * of the task closes.
 */
struct task_state {
	__u64 owner;        /* the task, in a slot; 0: the slot is free */
	__u64 target;       /* entry that the batch is for; 0: no batch open */
	__u64 start_ns;     /* 0: not timed */
	__u64 faulting_css; /* memory controller's state of the faulting cgroup */
	__u64 faulting;     /* its id */
	__u64 memcg_data;   /* of the page before; `charged` belongs to it */
	__u64 charged;      /* id of the cgroup that the counts below are for */
	__u64 folio;        /* the open page; 0: none */
	__u64 entry;        /* its swap entry */
	__u64 page_ns;      /* 0: not timed */
	__u64 load_ns_sum;
	__u64 address;      /* with vma, only for records (--events) */
	__u64 vma;
	__u32 kind;
	__u16 page_pages;   /* pages of the open folio */
	__u8 page_role;
	__u8 implicit;      /* opened by its page: no entry point was passed */
	union {
		__u16 batch[SOURCE_SLOTS]; /* pages of the batch, whoever pays */
		__u64 batch_word;
	};
	__u16 batch_demand;
	__u16 batch_other;
	__u8 wanted;        /* its record is wanted (--events) */
	__u8 nr_loads;
	__u8 seen;          /* the begin was: the size is known */
	__u8 demand_read;   /* the demand page was read by this batch */
	__u8 verdict_placement; /* with those below, only with cfg_verdicts */
	__u32 sequence;     /* of batches in this state, never reset */
	__u32 verdict_asked;
	__u64 policy;       /* cgroup whose policy was asked; 0: none was */
	__u16 verdict_window;
	__u16 verdict_flags;
	__u16 use_tracked;  /* pages of `charged`, not yet added to its row */
	__u16 use_untracked;
	__u64 use_cgroup;   /* use_row belongs to these; valid from one batch to the next */
	__u64 use_policy;
	__u32 use_window;
	__u32 use_placement;
	__u32 use_row;
	__u32 use_epoch;
	__u64 wait_ns;      /* a wait for a page is open since then; 0: none */
	__u32 wait_kind;    /* enum swapra_wait */
	__u32 reserved2;
	union {
		__u16 pages[SOURCE_SLOTS][SWAPRA_ROLES]; /* not yet added to `charged` */
		__u64 pages_word[SOURCE_SLOTS];
	};
	__u8 loads[LOADS_KEPT]; /* latency buckets */
};

/*
 * Where task states live. A slot, found by hashing the task, is held while a
 * batch is open: reaching it costs a fifth of a look-up in task storage. A task
 * that finds its slot held by another takes task storage instead.
 */
#define SLOT_BITS 10

static struct task_state slots[1 << SLOT_BITS];
static bool spilled; /* some task has used task storage */

struct {
	__uint(type, BPF_MAP_TYPE_TASK_STORAGE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__type(key, int);
	__type(value, struct task_state);
} task_states SEC(".maps");

struct cgroup_row {
	__u32 closed; /* to those who do not have it yet; see leaving.bpf.h */
	__u32 told_gone;
	struct swapra_totals totals;
	__u64 told;    /* sum of the totals when they were read last */
	__u32 told_in; /* value of reading then; 0: never read */
	__u32 reserved;
};

/*
 * Not per CPU: a row is 3 KB and machines have many CPUs and cgroups. Rows are
 * changed by atomic additions, a few a batch.
 */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 16384);
	__type(key, __u64);
	__type(value, struct cgroup_row);
} cgroups SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, 4096); /* set by user space when events are on */
} events SEC(".maps");

struct swapra_losses losses;

const volatile bool cfg_events;
/* What policies decide is told: by events, or for rows apart. */
const volatile bool cfg_verdicts;
const volatile __u64 cfg_events_cgroup;
const volatile __u32 cfg_events_cgroup_level;
/* Reads on synchronous devices pass no entry point: 6.12 to 6.19. */
const volatile bool cfg_sync_unbracketed;
/* 7.3: a swap_io_ctx comes first in the functions that read; before, a plug last. */
const volatile bool cfg_io_ctx_first;
/* zswap_load() returns 0 or -errno, and -ENOENT for a miss; before, whether it hit. */
const volatile bool cfg_load_returns_int;
/* Time one batch in mask + 1, a power of two. */
const volatile __u32 cfg_sample_mask;

static const struct cgroup_row zero_row;

static __always_inline void count(__u64 *counter, __u64 n)
{
	__sync_fetch_and_add(counter, n);
}

static __always_inline struct task_state *slot_of(__u64 task)
{
	return &slots[task * 0x9e3779b97f4a7c15ULL >> (64 - SLOT_BITS)];
}

static __noinline struct task_state *spilled_state(__u64 flags)
{
	return bpf_task_storage_get(&task_states, bpf_get_current_task_btf(), NULL, flags);
}

/* The state that holds the task's open batch or page; NULL: neither is open. */
static __always_inline struct task_state *task_state(void)
{
	__u64 task = bpf_get_current_task();
	struct task_state *state = slot_of(task);

	if (state->owner == task)
		return state;
	return spilled ? spilled_state(0) : NULL;
}

static __noinline struct task_state *spill(void)
{
	struct task_state *state;

	spilled = true;
	state = spilled_state(BPF_LOCAL_STORAGE_GET_F_CREATE);
	if (!state)
		count(&losses.no_task_state, 1);
	return state;
}

/* The same, or a fresh one. */
static __always_inline struct task_state *task_state_create(void)
{
	__u64 task = bpf_get_current_task();
	struct task_state *slot = slot_of(task), *state;

	if (slot->owner == task)
		return slot;
	if (spilled) {
		state = spilled_state(0);
		if (state && (state->target || state->folio))
			return state;
	}
	if (!slot->owner && !__sync_val_compare_and_swap(&slot->owner, 0, task))
		return slot;
	return spill();
}

/* Nothing is open any more. */
static __always_inline void task_state_release(struct task_state *state)
{
	state->target = 0;
	state->implicit = 0;
	barrier(); /* the next owner must find it closed */
	*(volatile __u64 *)&state->owner = 0;
}

/* The row of a cgroup; that of SWAPRA_CGROUP_OTHER when the map is full, or the row closed. */
static __noinline struct swapra_totals *cgroup_totals_create(__u64 id)
{
	struct cgroup_row *row;
	__u64 other = SWAPRA_CGROUP_OTHER;

	bpf_map_update_elem(&cgroups, &id, &zero_row, BPF_NOEXIST);
	row = bpf_map_lookup_elem(&cgroups, &id);
	if (!row || row->closed) {
		count(&losses.no_cgroup_slot, 1);
		row = bpf_map_lookup_elem(&cgroups, &other);
	}
	return row ? &row->totals : NULL;
}

static __always_inline struct swapra_totals *cgroup_totals(__u64 id)
{
	struct cgroup_row *row = bpf_map_lookup_elem(&cgroups, &id);

	return row && !row->closed ? &row->totals : cgroup_totals_create(id);
}

#endif /* SWAPRA_MAPS_BPF_H */
