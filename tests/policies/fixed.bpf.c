// SPDX-License-Identifier: GPL-2.0-only
/* The same verdict for every fault: what tests/workloads/policywork.c attaches. */
#include "../../bpf/policy/swapra_policy.bpf.h"

const volatile __u32 fixed_verdict[2] = { 1, SWAPRA_AROUND }; /* window, placement */

SWAPRA_POLICY(fixed)
{
	fault->window = fixed_verdict[0];
	fault->placement = fixed_verdict[1];
	return 0;
}
