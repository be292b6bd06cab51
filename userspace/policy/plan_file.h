/* SPDX-License-Identifier: GPL-2.0-only */
/* A plan on this machine: read from its file, its cgroups found. */
#ifndef SWAPRA_POLICY_PLAN_FILE_H
#define SWAPRA_POLICY_PLAN_FILE_H

#include "policy/control.h"
#include "policy/plan.h"

/* Read the file. Returns 0 or -errno, printed. Release the plan in any case. */
int policy_plan__load(struct policy_plan *plan, const char *file);

/*
 * Find the cgroups of all entries, and refuse two names for one. Prints every
 * one that is wrong. Returns 0 or -errno.
 */
int policy_plan__resolve(struct policy_plan *plan, const char *file,
			 struct policy_control *control);

#endif
