/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a policy decided, for the record of its batch (--events): the tracepoint of
 * the kernel module, see kmod/trace.h. The totals have it from /proc/swapra, so
 * nothing of this runs without --events.
 */
#ifndef SWAPRA_VERDICT_BPF_H
#define SWAPRA_VERDICT_BPF_H

#include "maps.bpf.h"

/*
 * Fires around the begin of the batch, before or after it: the module's hook and ours
 * are at one function. So the verdict stays in the task's state until the batch that
 * it is for has ended.
 */
SEC("raw_tp/swapra_verdict") int verdict(__u64 *ctx)
{
	struct task_state *state = task_state_create();

	if (!state)
		return 0;
	state->policy = ctx[1];
	state->verdict_asked = ctx[3];
	state->verdict_window = ctx[4];
	state->verdict_placement = ctx[5];
	state->verdict_flags = ctx[6];
	return 0;
}

#endif /* SWAPRA_VERDICT_BPF_H */
