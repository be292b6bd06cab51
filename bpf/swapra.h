/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the BPF programs and user space agree on: what is counted, for which
 * cgroup, and in which histogram bucket. Both sides include this file and
 * nothing else of each other.
 *
 * The words (fault, batch, source, demand, prefetched, faulting and charged
 * cgroup) are those of docs/design.md. Enums leave the process in records and
 * JSON: their values are explicit and only ever appended to.
 */
#ifndef SWAPRA_H
#define SWAPRA_H

#ifndef __bpf__
#include <linux/types.h>
#endif

/* Where a page of a batch came from. */
enum swapra_source {
	SWAPRA_ZSWAP = 0, /* zswap_load() found and decompressed it */
	SWAPRA_DISK = 1,  /* submitted to a swap device, zram included */
	SWAPRA_ZERO = 2,  /* zero-filled: no data was ever stored */
	SWAPRA_SOURCES = 3,
};

/* Why a page was read. */
enum swapra_role {
	SWAPRA_DEMAND = 0,     /* the page the fault asked for */
	SWAPRA_PREFETCHED = 1, /* any other page of its batch */
	SWAPRA_WILLNEED = 2,   /* asked for by madvise(MADV_WILLNEED): no fault, no guess */
	SWAPRA_UNBATCHED = 3,  /* read while no batch was seen to be open, after a missed probe */
	SWAPRA_ROLES = 4,
};

/* What asked for a batch. */
enum swapra_kind {
	SWAPRA_ANON = 0,     /* page fault on anonymous memory, through swapin_readahead() */
	SWAPRA_SHMEM = 1,    /* shmem or tmpfs, by fault or by system call */
	SWAPRA_SYNC = 2,     /* page fault on a synchronous device (zram): no readahead */
	SWAPRA_SWAPOFF = 3,  /* swapoff(2) bringing anonymous memory back */
	SWAPRA_ADVICE = 4,   /* madvise(MADV_WILLNEED); counted as a batch, not as a fault */
	SWAPRA_KINDS = 5,
};

/* What became of a prefetched page. One that is in none of these is pending. */
enum swapra_outcome {
	SWAPRA_HIT = 0,       /* used, and its read had ended */
	SWAPRA_LATE = 1,      /* used, but the user had to wait for its read: a hit, too */
	SWAPRA_RECLAIMED = 2, /* wasted: written out or dropped before any use */
	SWAPRA_FREED = 3,     /* wasted: its slot was freed before any use (exit, munmap, swapoff) */
	SWAPRA_OUTCOMES = 4,
};

/* What a page fault waited for. */
enum swapra_wait {
	SWAPRA_WAIT_DEMAND = 0, /* its demand page, or one that somebody else had asked for */
	SWAPRA_WAIT_LATE = 1,   /* a late hit */
	SWAPRA_WAITS = 2,
};

/*
 * Batch sizes: one bucket per page count 0..32 (the largest window the kernel
 * can choose), the last one for more.
 */
#define SWAPRA_BATCH_MAX 32
#define SWAPRA_BATCH_BUCKETS (SWAPRA_BATCH_MAX + 2)

/*
 * Latencies: four buckets an octave, so that a percentile read from the middle
 * of a bucket is at most 12 % off. Bucket 0 holds everything below 128 ns, the
 * last one everything from 2^33 ns (8.6 s) up.
 */
#define SWAPRA_LATENCY_MIN_SHIFT 7
#define SWAPRA_LATENCY_MAX_SHIFT 33
#define SWAPRA_LATENCY_BUCKETS \
	((SWAPRA_LATENCY_MAX_SHIFT - SWAPRA_LATENCY_MIN_SHIFT) * 4 + 2)

/* The bucket of a latency. Inline: the programs need it too. */
static inline __attribute__((always_inline)) __u32 swapra_latency_bucket(__u64 ns)
{
	__u32 octave = 0, value;

	if (ns < 1ULL << SWAPRA_LATENCY_MIN_SHIFT)
		return 0;
	if (ns >= 1ULL << SWAPRA_LATENCY_MAX_SHIFT)
		return SWAPRA_LATENCY_BUCKETS - 1;
	/* Keep two bits below the leading one; 28 bits are left at most. */
	value = ns >> (SWAPRA_LATENCY_MIN_SHIFT - 2);
	if (value >> 18) {
		value >>= 16;
		octave = 16;
	}
	if (value >> 10) {
		value >>= 8;
		octave += 8;
	}
	if (value >> 6) {
		value >>= 4;
		octave += 4;
	}
	if (value >> 4) {
		value >>= 2;
		octave += 2;
	}
	if (value >> 3) {
		value >>= 1;
		octave += 1;
	}
	return 1 + octave * 4 + (value & 3);
}

/*
 * Ages of prefetched pages when their outcome comes: one bucket an octave. Bucket 0
 * holds everything below 1024 ns, the last one everything from 2^42 ns (73 min) up.
 * They are counted in units of 2^SWAPRA_AGE_UNIT_SHIFT ns.
 */
#define SWAPRA_AGE_UNIT_SHIFT 8
#define SWAPRA_AGE_MIN_SHIFT 10
#define SWAPRA_AGE_MAX_SHIFT 42
#define SWAPRA_AGE_BUCKETS (SWAPRA_AGE_MAX_SHIFT - SWAPRA_AGE_MIN_SHIFT + 2)

static inline __attribute__((always_inline)) __u32 swapra_age_bucket(__u64 ns)
{
	__u32 bucket = 1, value;

	if (ns < 1ULL << SWAPRA_AGE_MIN_SHIFT)
		return 0;
	if (ns >= 1ULL << SWAPRA_AGE_MAX_SHIFT)
		return SWAPRA_AGE_BUCKETS - 1;
	value = ns >> SWAPRA_AGE_MIN_SHIFT;
	if (value >> 16) {
		value >>= 16;
		bucket += 16;
	}
	if (value >> 8) {
		value >>= 8;
		bucket += 8;
	}
	if (value >> 4) {
		value >>= 4;
		bucket += 4;
	}
	if (value >> 2) {
		value >>= 2;
		bucket += 2;
	}
	return bucket + (value >> 1);
}

/* Keys of the cgroup map that are no cgroup; kernfs hands out neither. */
#define SWAPRA_CGROUP_UNKNOWN 0ULL   /* the page or task had no memory cgroup */
#define SWAPRA_CGROUP_OTHER (~0ULL)  /* the map was full when the cgroup first swapped in */

/*
 * Batches are timed by sample, one in so many (default 8); nothing else is
 * sampled. The latency histograms hold the timed ones.
 *
 * Everything counted for one cgroup since the tracer attached. Two subjects
 * share the row: pages belong to the cgroup they are charged to, faults and
 * batches to the cgroup whose memory faulted (that of mm->owner, as
 * memory.stat's pgmajfault counts).
 */
struct swapra_totals {
	/* charged cgroup; unit: pages */
	__u64 pages[SWAPRA_SOURCES][SWAPRA_ROLES];
	__u64 pages_by_others;  /* of these, read by another cgroup's batch */
	__u64 load_errors;      /* not of these: pages that zswap_load() failed to load */
	__u64 load_ns_sum;      /* time to load a page from zswap; of timed batches only */
	__u64 load_ns[SWAPRA_LATENCY_BUCKETS];
	__u64 use_age_ns_sum;   /* from the batch to the first use; of pages of timed batches only */
	__u64 use_age_ns[SWAPRA_AGE_BUCKETS];
	__u64 waste_age_ns_sum; /* from the batch to the reclaim or free, likewise */
	__u64 waste_age_ns[SWAPRA_AGE_BUCKETS];

	/* faulting cgroup; unit: batches unless named */
	__u64 batches[SWAPRA_KINDS];
	__u64 failed[SWAPRA_KINDS]; /* of these, returned no page: no major fault either */
	__u64 pages_for_others;     /* pages its batches read on another's account */
	__u64 batch_pages[SWAPRA_BATCH_BUCKETS];
	__u64 batch_source_pages[SWAPRA_SOURCES][SWAPRA_BATCH_BUCKETS];
	__u64 fault_ns_sum;     /* time in the readahead call of a fault, all kinds but ADVICE; timed batches only */
	__u64 fault_ns[SWAPRA_LATENCY_BUCKETS];
	__u64 waits[SWAPRA_WAITS];    /* page faults that waited for a page's read to end, all of them timed */
	__u64 wait_ns[SWAPRA_WAITS];  /* how long, in sum */
};

/*
 * Prefetched pages and what they were good for, apart for each cgroup and each
 * setting that it was read with. Two subjects share the row, as in the totals:
 * pages belong to the cgroup they are charged to, faults to the one that faulted.
 * prefetched = tracked + untracked; pending = tracked - unseen - sum of outcomes.
 */
struct swapra_use_key {
	__u64 cgroup;    /* kernfs id, or SWAPRA_CGROUP_* */
	__u64 policy;    /* cgroup whose policy was asked; 0: none, or nobody looked (see session.h) */
	__u32 window;    /* that it was granted, in pages; 0: the kernel decided */
	__u32 placement; /* enum swapra_placement of the policy ABI */
};

struct swapra_use {
	/* charged cgroup; unit: pages */
	__u64 demand;     /* read as demand pages */
	__u64 tracked;    /* prefetched, and remembered until its outcome */
	__u64 untracked;  /* prefetched, but its place in the table was taken: no outcome */
	__u64 unseen;     /* tracked, but its outcome was missed */
	__u64 outcomes[SWAPRA_OUTCOMES];

	/* faulting cgroup; only batches whose begin was seen, all kinds but ADVICE */
	__u64 faults;
	/* of these, the timed ones: enough for a line of latency over pages by least squares */
	__u64 timed;
	__u64 timed_pages;       /* sum of pages */
	__u64 timed_pages_sq;    /* sum of pages * pages */
	__u64 timed_ns;          /* sum of latencies */
	__u64 timed_pages_ns;    /* sum of pages * latency */
};

/* Rows are only ever added; 0 is that for keys that found the table full. */
struct swapra_use_row {
	struct swapra_use_key key;
	struct swapra_use use;
};

/* The kernel's swap_ra_hit = hits - silent + phantom: it goes by a page flag, which lies. */
struct swapra_kernel_hits {
	__u64 phantom; /* no hit of ours: flagged by reclaim, untracked, or older than the trace */
	__u64 silent;  /* hits whose flag was not set (yet, or any more) */
};

struct swapra_row {
	__u64 cgroup; /* kernfs id, or SWAPRA_CGROUP_* */
	struct swapra_totals totals;
};

/* A row as it is read: one record of the iterator. */
struct swapra_row_record {
	__u64 is_gone; /* not 0: the kernel no longer knows the cgroup, or does not show it here */
	struct swapra_row row;
};

/*
 * A row of a cgroup that is gone, to be given back in two steps. Closed, it gets no
 * additions but those of programs that found it before: what comes later is (other)'s.
 * When these have ended, a minute later, it is freed. Who asks for either has read the row
 * since it last changed.
 */
enum swapra_table {
	SWAPRA_TABLE_CGROUPS = 0, /* key: cgroup */
	SWAPRA_TABLE_USES = 1,    /* key: place; freed when no page of it is pending */
	SWAPRA_TABLE_IAA = 2,     /* key: cgroup */
};

enum swapra_leaving_step {
	SWAPRA_CLOSE = 0,
	SWAPRA_FREE = 1,
};

struct swapra_leaving {
	__u64 key;
	__u16 table;
	__u16 step;
	__u32 is_done; /* told by the program; 0: it was not closed, or has changed */
};

/* At a time; a power of two. */
#define SWAPRA_LEAVING_MAX 512

/* A program that runs for as long would have been called a stall of RCU long before. */
#define SWAPRA_LEAVING_NS (60 * 1000000000ULL)

/* What the programs know they could not count. One instance, in .bss. */
struct swapra_losses {
	__u64 events_dropped; /* batch records that found the ring buffer full */
	__u64 no_task_state;  /* batches or pages whose task state could not be allocated */
	__u64 no_cgroup_slot; /* additions that went to SWAPRA_CGROUP_OTHER */
	__u64 no_use_row;     /* additions that went to row 0 of the use table */
	__u64 unclosed;       /* batches whose end was not seen; their pages are counted, their latency is not */
};

#define SWAPRA_COMM_LEN 16

/* One batch, sent through the ring buffer when --events is on. */
struct swapra_event {
	__u64 time_ns;      /* CLOCK_MONOTONIC at the end of the batch */
	__u64 latency_ns;   /* entry to return of the readahead call */
	__u64 cgroup;       /* faulting cgroup */
	__u64 address;      /* faulting address; 0 where the kernel passes none (shmem) */
	__u64 swap_offset;  /* of the demand page, in pages */
	__u32 swap_type;    /* index of the swap device, as in /proc/swaps from 0 */
	__u32 kind;         /* enum swapra_kind */
	__u32 pid;          /* process (thread group) */
	__u32 tid;
	__u16 window;       /* pages the kernel meant to read; 0 = not known (cluster readahead) */
	__u16 pages[SWAPRA_SOURCES];
	__u16 demand_pages; /* 0: somebody else had read it already */
	__u16 other_pages;  /* charged to another cgroup than `cgroup` */
	__u8 failed;        /* the readahead call returned no page */
	__u8 verdict_placement; /* enum swapra_placement of the policy ABI */
	__u8 reserved[2];
	char comm[SWAPRA_COMM_LEN];
	__u64 policy;       /* cgroup whose policy was asked; 0: none was, and the rest means nothing */
	__u32 verdict_asked;  /* the window it wrote, in pages */
	__u16 verdict_window; /* what was granted; 0: the kernel decides */
	__u16 verdict_flags;  /* enum swapra_verdict_flags of the policy ABI */
};

/* One outcome of a prefetched page, sent through the same ring buffer when it is wanted. */
struct swapra_outcome_event {
	__u64 time_ns;     /* CLOCK_MONOTONIC */
	__u64 age_ns;      /* since its batch, a multiple of 256; 0: its batch was not timed */
	__u64 cgroup;      /* charged */
	__u64 policy;      /* as in struct swapra_use_key */
	__u64 swap_offset; /* in pages */
	__u32 swap_type;
	__u32 outcome;     /* enum swapra_outcome */
	__u32 window;
	__u32 placement;
	__u32 pid;         /* who used it, or made it go: reclaim may run in any task */
	__u32 tid;
	char comm[SWAPRA_COMM_LEN];
};

#ifndef __bpf__
_Static_assert(sizeof(struct swapra_event) == 104, "record layout is shared");
_Static_assert(sizeof(struct swapra_outcome_event) == 80, "record layout is shared");
_Static_assert(sizeof(struct swapra_use_row) == 136, "record layout is shared");
_Static_assert(sizeof(struct swapra_totals) % 8 == 0, "no tail padding");
#endif

#endif /* SWAPRA_H */
