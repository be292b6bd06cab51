/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Giving back the rows of cgroups that are gone: what both objects share. User space fills
 * the list and runs the program `leave`. The maps' system calls would do it as well, but
 * keep kprobe programs from running; see rows.bpf.h.
 */
#ifndef SWAPRA_LEAVING_BPF_H
#define SWAPRA_LEAVING_BPF_H

#include "../vmlinux/swapra_vmlinux.h"
#include <bpf/bpf_helpers.h>
#include "swapra.h"

/* With the number of a row, in an index: who looks it up shall not use it any more. */
#define INDEX_CLOSED (1U << 31)

struct swapra_leaving leaving[SWAPRA_LEAVING_MAX];
__u32 nr_leaving;

/* The i-th of the list: the mask is for the verifier. */
static __always_inline struct swapra_leaving *leaving_at(__u32 i)
{
	return &leaving[i & (SWAPRA_LEAVING_MAX - 1)];
}

#endif /* SWAPRA_LEAVING_BPF_H */
