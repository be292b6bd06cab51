// SPDX-License-Identifier: GPL-2.0-only
/* Does not say what it was built for. */
#include "../../bpf/policy/swapra_policy.bpf.h"

SWAPRA_DECIDE(noabi_decide)
{
	return 0;
}

SEC(".struct_ops.link")
struct swapra_ops noabi_ops = {
	.decide = (void *)noabi_decide,
	.name = "noabi",
};
