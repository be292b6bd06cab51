// SPDX-License-Identifier: GPL-2.0-only
/* File handles made from cgroup ids; see cgroup_handle.h. */
#include "cgroup_handle.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Handle type of kernfs (FILEID_KERNFS, include/linux/exportfs.h): the bare 64-bit id. */
#define FILEID_KERNFS 0xfe

static int open_id(int mount, uint64_t id)
{
	union {
		struct file_handle handle;
		char room[sizeof(struct file_handle) + sizeof(id)];
	} request = {
		.handle = { .handle_bytes = sizeof(id), .handle_type = FILEID_KERNFS },
	};
	int fd;

	memcpy(request.handle.f_handle, &id, sizeof(id));
	fd = open_by_handle_at(mount, &request.handle, O_PATH | O_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

static int read_path(int fd, char path[PATH_MAX])
{
	char link[sizeof("/proc/self/fd/") + 11];
	ssize_t length;

	snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	length = readlink(link, path, PATH_MAX - 1);
	if (length < 0)
		return -errno;
	path[length] = '\0';
	return 0;
}

int cgroup_handle__path(int mount, uint64_t id, char path[PATH_MAX])
{
	int fd = open_id(mount, id), err;
	struct stat st;

	if (fd < 0)
		return fd;
	err = read_path(fd, path);
	/* Removed after it was opened: the path then ends in " (deleted)". */
	if (!err && (fstat(fd, &st) || !st.st_nlink))
		err = -ESTALE;
	close(fd);
	return err;
}
