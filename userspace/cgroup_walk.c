// SPDX-License-Identifier: GPL-2.0-only
/* The directory walk; see cgroup_walk.h. */
#include "cgroup_walk.h"

#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct walk {
	cgroup_visit_fn visit;
	void *context;
	char path[PATH_MAX]; /* of the directory being read; empty for the root */
};

static bool is_child_directory(const struct dirent *entry)
{
	return (entry->d_type == DT_DIR || entry->d_type == DT_UNKNOWN) &&
	       strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..");
}

static void walk_directory(struct walk *walk, int fd);

static void walk_child(struct walk *walk, int parent, const char *name)
{
	size_t length = strlen(walk->path), room = sizeof(walk->path) - length;
	int fd;

	if ((size_t)snprintf(walk->path + length, room, "/%s", name) < room) {
		fd = openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
		if (fd >= 0)
			walk_directory(walk, fd);
	}
	walk->path[length] = '\0';
}

/* Takes over fd. */
static void walk_directory(struct walk *walk, int fd)
{
	DIR *directory = fdopendir(fd);
	struct dirent *entry;
	struct stat st;

	if (!directory) {
		close(fd);
		return;
	}
	if (!fstat(fd, &st))
		walk->visit(walk->context, st.st_ino, walk->path[0] ? walk->path : "/");
	while ((entry = readdir(directory)))
		if (is_child_directory(entry))
			walk_child(walk, fd, entry->d_name);
	closedir(directory);
}

void cgroup_tree__walk(int root, cgroup_visit_fn visit, void *context)
{
	struct walk walk = { .visit = visit, .context = context };
	int fd = openat(root, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);

	if (fd >= 0)
		walk_directory(&walk, fd);
}
