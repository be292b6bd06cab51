/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the BPF programs and user space agree on about IAA: what is counted for each work
 * queue, for the driver's callers, and for the cgroups whose pages it brings back. All of
 * it is counters but for what says otherwise.
 */
#ifndef SWAPRA_IAA_H
#define SWAPRA_IAA_H

#include "swapra.h"

/* What a descriptor asks the device for. */
enum swapra_iaa_operation {
	SWAPRA_IAA_COMPRESS = 0,
	SWAPRA_IAA_DECOMPRESS = 1,
	SWAPRA_IAA_VERIFY = 2, /* a decompression without output: verify_compress */
	SWAPRA_IAA_OTHER = 3,
	SWAPRA_IAA_OPERATIONS = 4,
};

#define SWAPRA_IAA_STATUSES 256

/* Operations of one kind on one work queue. */
struct swapra_iaa_counts {
	__u64 submitted; /* taken by the device */
	__u64 refused;   /* not taken: its queue was full, or it is off; not among submitted */
	__u64 abandoned; /* of those submitted, given up by the driver before they completed */
	__u64 bytes_in;  /* of those submitted */
	__u64 bytes_out; /* of those that completed with success */
	__u64 ns_sum;    /* from submission until the driver took notice */
	__u64 ns[SWAPRA_LATENCY_BUCKETS];
	__u64 status[SWAPRA_IAA_STATUSES]; /* completed with this status; 1 is success */
};

#define SWAPRA_IAA_SUCCESS 1

/* Row 0 is that for work queues that found the table full. */
struct swapra_iaa_queue {
	__u32 device; /* the N of iaxN */
	__u32 queue;  /* the M of wqN.M */
	__u64 is_used;
	__u64 in_flight;     /* a state: submitted, not yet seen to end */
	__u64 in_flight_max; /* a state: the most there have been */
	struct swapra_iaa_counts operations[SWAPRA_IAA_OPERATIONS];
};

#define SWAPRA_IAA_QUEUES 128

/* What callers of the driver asked it for. */
enum swapra_iaa_call {
	SWAPRA_IAA_CALL_COMPRESS = 0,
	SWAPRA_IAA_CALL_DECOMPRESS = 1,
	SWAPRA_IAA_CALLS = 2,
};

struct swapra_iaa_calls {
	__u64 calls;        /* that returned */
	__u64 asynchronous; /* of these, their end came later */
	__u64 disabled;     /* returned -ENODEV: no work queue, or the driver gave IAA up */
	__u64 failed;       /* returned any other error; of what ends later the statuses tell */
	__u64 fallbacks;    /* done by the driver's software instead of the device */
	__u64 ns_sum;       /* from the call to its end; of all that did not return an error */
	__u64 ns[SWAPRA_LATENCY_BUCKETS];
};

/* Pages that zswap_load() brought back, by the cgroup they are charged to. */
struct swapra_iaa_pages {
	__u64 cgroup;   /* kernfs id, or SWAPRA_CGROUP_*; row 0 is SWAPRA_CGROUP_OTHER */
	__u64 iaa;      /* decompressed by the device */
	__u64 fallback; /* by the driver's software */
	__u64 other;    /* the driver was not asked: another compressor, or stored as they were */
};

#define SWAPRA_IAA_CGROUPS 16384

struct swapra_iaa_losses {
	__u64 no_room;     /* operations or calls not counted: too many at a time */
	__u64 no_queue;    /* operations that went to row 0 of the queues */
	__u64 no_cgroup;   /* pages that went to row 0 of the cgroups */
	__u64 unclosed;    /* operations whose end was not seen */
};

#ifndef __bpf__
_Static_assert(sizeof(struct swapra_iaa_counts) % 8 == 0, "no tail padding");
_Static_assert(sizeof(struct swapra_iaa_queue) % 8 == 0, "no tail padding");
#endif

#endif /* SWAPRA_IAA_H */
