// SPDX-License-Identifier: GPL-2.0-only
/* The verifier has nothing against it; the module refuses its name when it is attached. */
#include "../../bpf/policy/swapra_policy.bpf.h"

SWAPRA_DECIDE(badname_decide)
{
	return 0;
}

SEC(".struct_ops.link")
struct swapra_ops badname_ops = {
	.decide = (void *)badname_decide,
	.abi = SWAPRA_ABI,
	.name = "bad name",
};
