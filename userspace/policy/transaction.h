/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Changing policies, all of a list or none. Each cgroup goes from its old policy
 * to its new one at once; one that fails takes the others back to what they were.
 */
#ifndef SWAPRA_POLICY_TRANSACTION_H
#define SWAPRA_POLICY_TRANSACTION_H

#include "policy/control.h"
#include "policy/diff.h"

/*
 * Load everything, then change everything. What is unchanged is not touched.
 * Returns 0 or -errno; says what failed, and whether all is as it was.
 */
int policy_transaction__run(const struct policy_control *control, const struct policy_diff *diff);

#endif
