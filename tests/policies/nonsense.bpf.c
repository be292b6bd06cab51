// SPDX-License-Identifier: GPL-2.0-only
/* Every part of the verdict is out of range. */
#include "../../bpf/policy/swapra_policy.bpf.h"

SWAPRA_POLICY(nonsense)
{
	fault->window = 0xffffffff;
	fault->placement = 99;
	fault->mode = 7;
	return 0;
}
