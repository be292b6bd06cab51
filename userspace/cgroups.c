// SPDX-License-Identifier: GPL-2.0-only
/* The cache of cgroup names and what fills it; see cgroups.h. */
#include "cgroups.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "../bpf/swapra.h"
#include "cgroup_handle.h"
#include "cgroup_mount.h"
#include "cgroup_walk.h"
#include "known_cgroups.h"
#include "error.h"

/* The root directory of a kernfs hierarchy has this inode number, its id. */
#define ROOT_ID 1

struct cgroups {
	char *mount;
	int fd;           /* of the mount */
	dev_t device;
	bool has_handles; /* ids can be opened */
	struct known_cgroups known;
	unsigned refreshes;
	unsigned walked;  /* refresh count of the last walk */
};

/* Remember an id; path may be NULL. Returns NULL when memory runs out. */
static struct known_cgroup *remember(struct cgroups *cgroups, uint64_t id, const char *path)
{
	struct known_cgroup *entry = known_cgroups__add(&cgroups->known, id, path);

	if (entry)
		entry->checked = cgroups->refreshes;
	return entry;
}

static void learn(void *context, uint64_t id, const char *path)
{
	struct cgroups *cgroups = context;

	if (!known_cgroups__find(&cgroups->known, id))
		remember(cgroups, id, path);
}

static bool exists(const struct cgroups *cgroups, uint64_t id, const char *path)
{
	struct stat st;

	return !fstatat(cgroups->fd, path[1] ? path + 1 : ".", &st, AT_SYMLINK_NOFOLLOW) &&
	       st.st_ino == id;
}

/* The part of an absolute path below the mount, "/" for the mount itself; NULL if outside. */
static const char *below_mount(const struct cgroups *cgroups, const char *path)
{
	size_t length = strlen(cgroups->mount);

	if (!cgroup_path__is_below(path, cgroups->mount))
		return NULL;
	return path[length] ? path + length : "/";
}

/* Without handles (no CAP_DAC_READ_SEARCH, an old kernel) the whole tree is read instead. */
static struct known_cgroup *resolve_by_walk(struct cgroups *cgroups, uint64_t id)
{
	if (cgroups->walked != cgroups->refreshes) {
		cgroups->walked = cgroups->refreshes;
		cgroup_tree__walk(cgroups->fd, learn, cgroups);
	}
	return known_cgroups__find(&cgroups->known, id);
}

static struct known_cgroup *resolve(struct cgroups *cgroups, uint64_t id)
{
	const char *why = "removed", *below = NULL;
	char path[PATH_MAX];
	struct known_cgroup *entry;
	int err = -EOPNOTSUPP;

	if (cgroups->has_handles)
		err = cgroup_handle__path(cgroups->fd, id, path);
	if (!err) {
		below = below_mount(cgroups, path);
		err = below ? 0 : -EXDEV;
	}
	if (!err)
		return remember(cgroups, id, below);
	if (err == -EXDEV)
		why = "outside";
	else if (err != -ESTALE) {
		entry = resolve_by_walk(cgroups, id);
		if (entry)
			return entry;
	}
	entry = remember(cgroups, id, NULL);
	if (entry && asprintf(&entry->label, "(%s:%" PRIu64 ")", why, id) < 0)
		entry->label = NULL;
	if (entry)
		entry->gone = err != -EXDEV;
	return entry;
}

static struct known_cgroup *get_entry(struct cgroups *cgroups, uint64_t id)
{
	struct known_cgroup *entry = known_cgroups__find(&cgroups->known, id);

	return entry ? entry : resolve(cgroups, id);
}

/* Once gone is gone for good: ids are not used again. */
static void check_existence(struct cgroups *cgroups, struct known_cgroup *entry)
{
	if (entry->gone || entry->checked == cgroups->refreshes)
		return;
	entry->checked = cgroups->refreshes;
	if (exists(cgroups, entry->id, entry->path))
		return;
	entry->gone = true;
	if (asprintf(&entry->label, "%s (removed)", entry->path) < 0)
		entry->label = NULL;
}

const char *cgroups__name(struct cgroups *cgroups, uint64_t id)
{
	struct known_cgroup *entry;

	if (id == SWAPRA_CGROUP_UNKNOWN)
		return "(unknown)";
	if (id == SWAPRA_CGROUP_OTHER)
		return "(other)";
	entry = get_entry(cgroups, id);
	if (!entry)
		return "(no memory)";
	if (entry->path)
		check_existence(cgroups, entry);
	if (entry->label)
		return entry->label;
	return entry->path ? entry->path : "(no memory)";
}

bool cgroups__is_gone(struct cgroups *cgroups, uint64_t id)
{
	struct known_cgroup *entry = get_entry(cgroups, id);

	if (!entry)
		return false;
	if (entry->path)
		check_existence(cgroups, entry);
	return entry->gone;
}

const char *cgroups__path(struct cgroups *cgroups, uint64_t id)
{
	struct known_cgroup *entry;

	if (id == SWAPRA_CGROUP_UNKNOWN || id == SWAPRA_CGROUP_OTHER)
		return NULL;
	entry = get_entry(cgroups, id);
	return entry ? entry->path : NULL;
}

/* The directory that the user means, as an absolute path without symbolic links. */
static char *real_directory(const struct cgroups *cgroups, const char *path)
{
	char *joined, *real;

	if (cgroup_path__is_below(path, cgroups->mount))
		return realpath(path, NULL);
	if (asprintf(&joined, "%s/%s", cgroups->mount, path) < 0)
		return NULL;
	real = realpath(joined, NULL);
	free(joined);
	return real;
}

int cgroups__find(struct cgroups *cgroups, const char *path, uint64_t *id)
{
	char *real = real_directory(cgroups, path);
	const char *below;
	struct stat st;
	int err = 0;

	if (!real)
		return -errno;
	below = below_mount(cgroups, real);
	if (stat(real, &st))
		err = -errno;
	else if (!S_ISDIR(st.st_mode))
		err = -ENOTDIR;
	else if (!below || st.st_dev != cgroups->device)
		err = -EXDEV;
	else
		learn(cgroups, st.st_ino, below);
	*id = st.st_ino;
	free(real);
	return err;
}

int cgroups__level(struct cgroups *cgroups, uint64_t id)
{
	const char *path = cgroups__path(cgroups, id);
	int level = 0;

	if (!path || !exists(cgroups, ROOT_ID, "/"))
		return -1;
	for (; *path; path++)
		if (path[0] == '/' && path[1])
			level++;
	return level;
}

void cgroups__learn_all(struct cgroups *cgroups)
{
	cgroup_tree__walk(cgroups->fd, learn, cgroups);
}

void cgroups__forget(struct cgroups *cgroups, uint64_t id)
{
	known_cgroups__remove(&cgroups->known, id);
}

void cgroups__refresh(struct cgroups *cgroups)
{
	cgroups->refreshes++;
}

const char *cgroups__mount(const struct cgroups *cgroups)
{
	return cgroups->mount;
}

bool cgroup_path__is_below(const char *path, const char *root)
{
	size_t length = strlen(root);

	if (length == 1)
		return path[0] == '/';
	return !strncmp(path, root, length) && (!path[length] || path[length] == '/');
}

struct cgroups *cgroups__open_at(const char *mount)
{
	struct cgroups *cgroups = calloc(1, sizeof(*cgroups));
	struct statfs fs;
	struct stat st;
	int err;

	if (!cgroups)
		return NULL;
	cgroups->refreshes = 1;
	cgroups->mount = realpath(mount, NULL);
	cgroups->fd = open(mount, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (!cgroups->mount || cgroups->fd < 0 || fstat(cgroups->fd, &st) ||
	    fstatfs(cgroups->fd, &fs)) {
		err = errno;
		cgroups__close(cgroups);
		errno = err;
		return NULL;
	}
	cgroups->device = st.st_dev;
	cgroups->has_handles = fs.f_type == CGROUP2_SUPER_MAGIC;
	return cgroups;
}

struct cgroups *cgroups__open(void)
{
	char *path = cgroup_mount__find();
	struct cgroups *cgroups;

	if (!path)
		return NULL;
	cgroups = cgroups__open_at(path);
	if (!cgroups) {
		int err = errno;

		fail(err, "cgroup2 mount", path, "open");
		errno = err;
	}
	free(path);
	return cgroups;
}

void cgroups__close(struct cgroups *cgroups)
{
	if (!cgroups)
		return;
	known_cgroups__release(&cgroups->known);
	free(cgroups->mount);
	if (cgroups->fd >= 0)
		close(cgroups->fd);
	free(cgroups);
}
