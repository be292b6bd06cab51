/* SPDX-License-Identifier: GPL-2.0-only */
/* Finding the cgroup2 mount, whose paths name the cgroups. */
#ifndef SWAPRA_CGROUP_MOUNT_H
#define SWAPRA_CGROUP_MOUNT_H

#include <stdbool.h>
#include <stdio.h>

struct cgroup_mount {
	char *path;     /* of the cgroup2 mount, the one that shows its root if there are several; NULL: none */
	bool whole;     /* it shows the hierarchy from its root, not a part of it */
	bool memory_v1; /* memory is accounted in a version 1 hierarchy: ids are not cgroup2's */
};

/* Read the format of /proc/self/mountinfo. Returns 0 or -ENOMEM; the caller frees path. */
int cgroup_mount__parse(struct cgroup_mount *mount, FILE *mountinfo);

/*
 * The path of this machine's cgroup2 mount, to be freed. Returns NULL with errno
 * set and has printed why: ENOTSUP on a machine that accounts by cgroup v1.
 */
char *cgroup_mount__find(void);

#endif
