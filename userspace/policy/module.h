/* SPDX-License-Identifier: GPL-2.0-only */
/* Why policies cannot be used here: the module is not there, or this process may not. */
#ifndef SWAPRA_POLICY_MODULE_H
#define SWAPRA_POLICY_MODULE_H

#include "obstacle.h"
#include "policy/status.h"

/*
 * Why the module is not loaded, from what files below root tell. swapra never
 * loads it: that is the administrator's to decide.
 */
void policy_module__explain(struct obstacle *obstacle, const char *root, const char *release);

/*
 * Read /proc/swapra. Returns 0; -ENOTSUP without the module; other -errno.
 * Printed. Release the status in any case.
 */
int policy_module__status(struct policy_status *status);

/* Check that policies can be loaded into it by this process. 0 or -errno, printed. */
int policy_module__require_access(void);

#endif
