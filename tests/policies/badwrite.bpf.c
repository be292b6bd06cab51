// SPDX-License-Identifier: GPL-2.0-only
/* Writes a read-only member: the verifier must refuse it. */
#include "../../bpf/policy/swapra_policy.bpf.h"

SWAPRA_POLICY(badwrite)
{
	fault->max_window = 64;
	return 0;
}
