// SPDX-License-Identifier: GPL-2.0-only
/* A BPF object that loads, but is no policy. */
#include "../../bpf/policy/swapra_policy.bpf.h"

SEC("socket")
int notype(void *ctx)
{
	return 0;
}
