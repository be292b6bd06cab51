/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Giving up privileges once everything is attached. What stays are capabilities that a
 * later call needs, permitted but not in effect: code that reads from the network runs
 * without any, and those calls are bracketed by confine__raise() and confine__lower().
 */
#ifndef SWAPRA_EXPORTER_CONFINE_H
#define SWAPRA_EXPORTER_CONFINE_H

#include <stdint.h>

#include "user.h"

#define CAPABILITY(number) (UINT64_C(1) << (number))

/*
 * Become the user, NULL for staying, keep those capabilities of the mask that there are,
 * and see to it that no program started from here gets any. Returns 0 or -errno, printed.
 */
int confine__enter(const struct user *user, uint64_t kept);

/* Put what was kept into effect, and out of it again. Return 0 or -errno, printed. */
int confine__raise(void);
int confine__lower(void);

#endif
