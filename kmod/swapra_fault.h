/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The policy ABI, first half: what a policy is told about a swap-in fault and what
 * it answers. The second half and the introduction are in swapra_ops.h.
 */
#ifndef SWAPRA_FAULT_H
#define SWAPRA_FAULT_H

/* Goes up when a member is appended; a policy says in .abi what it was built for. */
#define SWAPRA_ABI 1

/* Pages a batch may hold, the demand page included. */
#define SWAPRA_MAX_WINDOW 32

/* With the terminating NUL. Letters, digits and "._-=,:+" only. */
#define SWAPRA_NAME_LEN 32

/* Where the window lies with respect to the demand page. */
enum swapra_placement {
	SWAPRA_AROUND = 0, /* (window - 1) / 2 pages before it, the rest after it */
	SWAPRA_AFTER = 1,  /* the demand page is the first one */
	SWAPRA_BEFORE = 2, /* the demand page is the last one */
};

/* Who reads the neighbours. */
enum swapra_mode {
	SWAPRA_INLINE = 0,
	SWAPRA_BACKGROUND = 1, /* reserved: run inline and counted as `background` */
};

/* What the faulting task was after. */
enum swapra_memory {
	SWAPRA_ANON = 0,  /* a page of a VMA */
	SWAPRA_SHMEM = 1, /* a page of tmpfs or shared memory: no VMA is known, and a
			   * window above 1 means that the kernel decides */
};

/* Answer of bpf_swapra_stored(). */
enum swapra_stored {
	SWAPRA_STORED_UNKNOWN = 0,	  /* this kernel's zswap could not be read */
	SWAPRA_STORED_DEVICE = 1,	  /* on the swap device, or zero-filled */
	SWAPRA_STORED_ZSWAP_SOFTWARE = 2, /* in zswap, decompressed by a CPU */
	SWAPRA_STORED_ZSWAP_IAA = 3,	  /* in zswap, decompressed by Intel IAA */
};

/* swapra_fault.device_flags */
enum swapra_device {
	SWAPRA_DEVICE_SYNCHRONOUS = 1 << 0, /* reads end at once: zram, brd, pmem */
	SWAPRA_DEVICE_ROTATIONAL = 1 << 1,
};

/* swapra_fault.kernel_window: it depends on state that is the kernel's own. */
#define SWAPRA_KERNEL_WINDOW_UNKNOWN 0

/*
 * One fault. Everything before `window` is read-only: the verifier refuses a
 * policy that writes it. The last three are the verdict; they start as written
 * below and are checked after decide(): what is out of range is clamped and
 * counted.
 */
struct swapra_fault {
	__u64 cgroup_id;	/* faulting cgroup: inode number of its directory */
	__u64 policy_cgroup_id; /* the cgroup this policy was attached to */
	__u64 address;		/* of the fault, page aligned; 0 for shmem */
	__u64 vma_start;	/* bounds of the VMA: start <= address < end */
	__u64 vma_end;
	__u64 vma_flags;	/* VM_* of include/linux/mm.h */
	__u64 prev_address;	/* of the last readahead or hit in this VMA, 0: none */
	__u64 swap_offset;	/* slot of the demand page on its device, in pages */
	__u32 swap_type;	/* index of the device, order of swapon */
	__u32 device_flags;	/* enum swapra_device */
	__u32 memory;		/* enum swapra_memory */
	__u32 prev_window;	/* window of the last readahead in this VMA, pages */
	__u32 prev_hits;	/* hits in this VMA since then; stays 0 while the kernel
				 * does readahead by slot (rotational swap) */
	__u32 kernel_window;	/* what the kernel would use, pages */
	__u32 max_window;	/* the largest that will be granted, pages */
	__u32 unused_pages;	/* at most so many pages that policies prefetched for
				 * this cgroup were neither used nor reclaimed yet;
				 * 0 where no memory.max applies: not counted */

	__u32 window;	 /* 0: the kernel decides; 1: demand page only; pages. Is 0 */
	__u32 placement; /* enum swapra_placement. Is SWAPRA_AROUND */
	__u32 mode;	 /* enum swapra_mode. Is SWAPRA_INLINE */
	__u32 reserved;
};

/* swapra_ops.flags */
enum swapra_ops_flags {
	/* decide() reads nothing of the fault, which makes it cheaper: members are 0. */
	SWAPRA_OPS_BLIND = 1 << 0,
};

/* Flags of the tracepoint swapra_verdict: what became of the answer. */
enum swapra_verdict_flags {
	SWAPRA_VERDICT_CLAMPED = 1 << 0,    /* something was out of range */
	SWAPRA_VERDICT_GUARDED = 1 << 1,    /* cut so that the cgroup is not OOM-killed */
	SWAPRA_VERDICT_ERROR = 1 << 2,	    /* decide() failed: the kernel decides */
	SWAPRA_VERDICT_BACKGROUND = 1 << 3, /* asked for background, run inline */
	SWAPRA_VERDICT_SHMEM = 1 << 4,
	SWAPRA_VERDICT_HINT = 1 << 5,	    /* written as a hint for the kernel's own loop */
};

#endif
