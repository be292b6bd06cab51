// SPDX-License-Identifier: GPL-2.0-only
/* Believe what programs say of their memory. The example of docs/policies.md. */
#include "../../bpf/policy/swapra_policy.bpf.h"

const volatile __u32 window = 16;

SWAPRA_POLICY(madvise)
{
	if (fault->vma_flags & VM_RAND_READ)
		fault->window = 1;
	if (fault->vma_flags & VM_SEQ_READ) {
		fault->window = window;
		fault->placement = SWAPRA_AFTER;
	}
	return 0;
}
