/* SPDX-License-Identifier: GPL-2.0-only */
/* The constants of a policy's object: what the user may set before it is loaded. */
#ifndef SWAPRA_POLICY_SETTING_H
#define SWAPRA_POLICY_SETTING_H

#include "policy/spec.h"

struct bpf_object;

/*
 * Set an integer of .rodata by name; label is what messages call the object.
 * Returns 0, or -ENOENT or -ERANGE, printed.
 */
int policy_setting__make(struct bpf_object *object, const char *label,
			 const struct policy_setting *setting);

#endif
