// SPDX-License-Identifier: GPL-2.0-only
/* What the kernel does without a policy: exempts a cgroup from that of its parent. */
#include "swapra_policy.bpf.h"

SWAPRA_BLIND_POLICY(kernel)
{
	fault->window = 0;
	return 0;
}
