/* SPDX-License-Identifier: GPL-2.0-only */
/* Visiting every directory of a cgroup tree. */
#ifndef SWAPRA_CGROUP_WALK_H
#define SWAPRA_CGROUP_WALK_H

#include <stdint.h>

/* Called with the inode number (the cgroup's id) and the path below the root ("/" for itself). */
typedef void (*cgroup_visit_fn)(void *context, uint64_t id, const char *path);

/*
 * Visit the tree at the open directory root. What disappears or cannot be read
 * meanwhile is left out: a tree in use is never read in one piece anyway.
 */
void cgroup_tree__walk(int root, cgroup_visit_fn visit, void *context);

#endif
