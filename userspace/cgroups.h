/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Names of cgroups: from the id that the kernel counts by to the path below the
 * cgroup2 mount and back. Names are looked up when first asked for and kept, so
 * that a removed cgroup can still be called by the path it had.
 */
#ifndef SWAPRA_CGROUPS_H
#define SWAPRA_CGROUPS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct cgroups;

/* Open the machine's cgroup2 mount. Returns NULL with errno set and has printed why. */
struct cgroups *cgroups__open(void);

/*
 * Open any directory tree as if it were the mount; ids are inode numbers.
 * Returns NULL with errno set, printing nothing.
 */
struct cgroups *cgroups__open_at(const char *mount);

/* Accepts NULL. */
void cgroups__close(struct cgroups *cgroups);

/* Nobody will ask for this cgroup again: its name need not be remembered. */
void cgroups__forget(struct cgroups *cgroups, uint64_t id);

/*
 * From now on look again whether the known cgroups still exist. Called once a
 * report, so that a report asks the kernel at most once for each cgroup.
 */
void cgroups__refresh(struct cgroups *cgroups);

/*
 * The path ("/" is the root), "PATH (removed)" if it is gone, "(removed:ID)" if
 * it went before it was asked for, "(outside:ID)" if the mount does not show it,
 * "(unknown)" and "(other)" for SWAPRA_CGROUP_*, "(no memory)" when that runs
 * out. Valid until cgroups__close().
 */
const char *cgroups__name(struct cgroups *cgroups, uint64_t id);

/* Removed, as cgroups__name() would say; asked of the kernel once a refresh. */
bool cgroups__is_gone(struct cgroups *cgroups, uint64_t id);

/* The path alone, also of a removed cgroup; NULL if it is not known. */
const char *cgroups__path(struct cgroups *cgroups, uint64_t id);

/*
 * Find a cgroup by its path below the mount or by its absolute path. Returns 0
 * or -errno: -ENOENT, -ENOTDIR, -EXDEV for a path that leads out of the mount.
 */
int cgroups__find(struct cgroups *cgroups, const char *path, uint64_t *id);

/* Levels between the root of the hierarchy and a known cgroup; -1 if the mount hides the root. */
int cgroups__level(struct cgroups *cgroups, uint64_t id);

/* Learn every cgroup at or below a path, so that they keep their names when removed. */
void cgroups__learn_all(struct cgroups *cgroups);

const char *cgroups__mount(const struct cgroups *cgroups);

/* Whether path is root or below it; both as cgroups__path() gives them. */
bool cgroup_path__is_below(const char *path, const char *root);

#endif
