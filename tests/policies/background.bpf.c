// SPDX-License-Identifier: GPL-2.0-only
/* Wants somebody else to read: reserved in the ABI, and done inline. */
#include "../../bpf/policy/swapra_policy.bpf.h"

const volatile __u32 window = 8;

SWAPRA_POLICY(background)
{
	fault->window = window;
	fault->mode = SWAPRA_BACKGROUND;
	return 0;
}
