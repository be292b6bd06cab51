/* SPDX-License-Identifier: GPL-2.0-only */
/* The BPF objects of bpf/policy/, which are part of this binary. */
#ifndef SWAPRA_POLICY_SHIPPED_H
#define SWAPRA_POLICY_SHIPPED_H

#include <stddef.h>

/* The object of that name; NULL if there is none. */
const void *policy_shipped__object(const char *name, size_t *size);

#endif
