// SPDX-License-Identifier: GPL-2.0-only
/* No readahead: the demand page only. For memory that is accessed at random. */
#include "swapra_policy.bpf.h"

SWAPRA_BLIND_POLICY(off)
{
	fault->window = 1;
	return 0;
}
