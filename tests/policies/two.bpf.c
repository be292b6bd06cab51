// SPDX-License-Identifier: GPL-2.0-only
/* Two policies in one object: which one is meant, nobody can tell. */
#include "../../bpf/policy/swapra_policy.bpf.h"

SWAPRA_POLICY(first)
{
	return 0;
}

SWAPRA_POLICY(second)
{
	return 0;
}
