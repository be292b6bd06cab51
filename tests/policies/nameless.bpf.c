// SPDX-License-Identifier: GPL-2.0-only
/* Has no name of its own: it is called after its file. */
#include "../../bpf/policy/swapra_policy.bpf.h"

const volatile __s8 low = -1;
const volatile bool flag = true;

SWAPRA_DECIDE(nameless_decide)
{
	fault->window = low + flag;
	return 0;
}

SEC(".struct_ops.link")
struct swapra_ops nameless_ops = {
	.decide = (void *)nameless_decide,
	.abi = SWAPRA_ABI,
};
