// SPDX-License-Identifier: GPL-2.0-only
/* Fails after it has asked for something: the kernel decides, and an error is counted. */
#include "../../bpf/policy/swapra_policy.bpf.h"

#define EINVAL 22

SWAPRA_POLICY(failing)
{
	fault->window = 8;
	return -EINVAL;
}
