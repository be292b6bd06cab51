// SPDX-License-Identifier: GPL-2.0-only
/* The cheapest there is: what is left is the cost of asking a policy. */
#include "../../bpf/policy/swapra_policy.bpf.h"

SWAPRA_BLIND_POLICY(trivial)
{
	return 0;
}
