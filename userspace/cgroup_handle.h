/* SPDX-License-Identifier: GPL-2.0-only */
/* From a cgroup's id straight to its directory, without reading the tree. */
#ifndef SWAPRA_CGROUP_HANDLE_H
#define SWAPRA_CGROUP_HANDLE_H

#include <limits.h>
#include <stdint.h>

/*
 * Absolute path of the cgroup, seen through the cgroup2 mount open at mount.
 * Returns 0 or -errno: -ESTALE when it was removed, -EPERM without
 * CAP_DAC_READ_SEARCH. A cgroup that the mount does not show comes out with a
 * path that is not below it.
 */
int cgroup_handle__path(int mount, uint64_t id, char path[PATH_MAX]);

#endif
