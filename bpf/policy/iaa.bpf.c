// SPDX-License-Identifier: GPL-2.0-only
/*
 * Readahead where it is cheap: out of zswap with Intel IAA. Neighbours that a CPU
 * decompresses, one after the other, cost the fault more than they tend to save.
 * Pages of the device are the kernel's business.
 */
#include "swapra_policy.bpf.h"

const volatile __u32 window = 8;

SWAPRA_POLICY(iaa)
{
	switch (bpf_swapra_stored(fault)) {
	case SWAPRA_STORED_ZSWAP_IAA:
		fault->window = window;
		break;
	case SWAPRA_STORED_ZSWAP_SOFTWARE:
		fault->window = 1;
		break;
	}
	return 0;
}
