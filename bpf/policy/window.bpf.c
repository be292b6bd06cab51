// SPDX-License-Identifier: GPL-2.0-only
/* The same window for every fault; the module clips it to what is allowed. */
#include "swapra_policy.bpf.h"

const volatile __u32 window = 8;
const volatile __u32 placement = SWAPRA_AROUND;

SWAPRA_BLIND_POLICY(window)
{
	fault->window = window;
	fault->placement = placement;
	return 0;
}
