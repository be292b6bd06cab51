// SPDX-License-Identifier: GPL-2.0-only
/* Built for an ABI that no module has yet. */
#include "../../bpf/policy/swapra_policy.bpf.h"

SWAPRA_DECIDE(future_decide)
{
	return 0;
}

SEC(".struct_ops.link")
struct swapra_ops future_ops = {
	.decide = (void *)future_decide,
	.cgroup_id = SWAPRA_CGROUP_ID,
	.abi = 999,
	.name = "future",
};
