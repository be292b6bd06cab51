/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a command that changes policies works with: the module's state, the names
 * of cgroups, and the pins, whose lock it holds.
 */
#ifndef SWAPRA_POLICY_CONTROL_H
#define SWAPRA_POLICY_CONTROL_H

#include "cgroups.h"
#include "policy/pins.h"
#include "policy/status.h"

struct policy_control {
	struct policy_status status;
	struct policy_pins pins;
	struct cgroups *cgroups;
};

enum policy_access {
	POLICY_VERIFY, /* pins are of no interest */
	POLICY_LOOK,
	POLICY_CHANGE, /* pins that hold nothing any more are removed, with a word about it */
};

/*
 * Returns 0 or -errno, printed; -ENOTSUP when the module is not there. Pins that
 * hold nothing any more are not among the control's. Close in any case.
 */
int policy_control__open(struct policy_control *control, enum policy_access access);
void policy_control__close(struct policy_control *control);

/*
 * Find a cgroup, which must have the memory controller. Its path below the mount
 * lives as long as the control. Returns 0 or -errno, printed.
 */
int policy_control__find(struct policy_control *control, const char *cgroup, uint64_t *id,
			 const char **path);

/* The pin that holds a cgroup's policy; NULL if swapra attached none there. */
const struct policy_pin *policy_control__pin(const struct policy_control *control,
					     uint64_t cgroup);

/* Refuse a cgroup whose policy others attached. Returns 0 or -EEXIST, printed. */
int policy_control__check_foreign(const struct policy_control *control, uint64_t cgroup,
				  const char *path);

#endif
