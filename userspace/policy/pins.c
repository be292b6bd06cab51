// SPDX-License-Identifier: GPL-2.0-only
/* The directory of pinned links; see policy/pins.h. */
#include "policy/pins.h"

#include <bpf/bpf.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/magic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <unistd.h>

#include "error.h"

#define BPF_FS "/sys/fs/bpf"

static int check_mount(void)
{
	struct statfs fs;

	if (!statfs(BPF_FS, &fs) && fs.f_type == BPF_FS_MAGIC)
		return 0;
	fail(ENODEV, "BPF file system", BPF_FS, "find");
	hint("mount -t bpf bpf " BPF_FS);
	return -ENODEV;
}

/* Where anybody may make directories, this one must be ours. */
static int check_owner(int dir)
{
	struct stat st;

	if (fstat(dir, &st))
		return fail(errno, "directory", POLICY_PINS, "look at");
	if ((!st.st_uid || st.st_uid == geteuid()) && !(st.st_mode & (S_IWGRP | S_IWOTH)))
		return 0;
	fail(EPERM, "directory", POLICY_PINS, "trust");
	hint("others than root can write to it; look at what is in there, then remove it");
	return -EPERM;
}

static int open_directory(void)
{
	int dir, err = 0;

	if (mkdir(POLICY_PINS, 0700) && errno != EEXIST)
		return fail(errno, "directory", POLICY_PINS, "make");
	dir = open(POLICY_PINS, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (dir < 0)
		return fail(errno, "directory", POLICY_PINS, "open");
	err = check_owner(dir);
	while (!err && flock(dir, LOCK_EX))
		if (errno != EINTR)
			err = fail(errno, "directory", POLICY_PINS, "lock");
	if (!err)
		return dir;
	close(dir);
	return err;
}

/*
 * What a struct_ops link says of itself: struct bpf_link_info, whose part for
 * these links the kernel headers of Debian 12 lack. Drop when it leaves the build
 * hosts.
 */
union link_info {
	struct bpf_link_info any;
	struct {
		__u32 type, id, prog_id;
		__u32 map_id __attribute__((aligned(8)));
	} struct_ops;
};

int policy_link__info(int fd, struct policy_link_info *out)
{
	union link_info info = {};
	__u32 size = sizeof(info);
	int err = bpf_link_get_info_by_fd(fd, &info.any, &size);

	if (err)
		return err;
	if (info.any.type != BPF_LINK_TYPE_STRUCT_OPS)
		return -EINVAL;
	*out = (struct policy_link_info){ info.struct_ops.id, info.struct_ops.map_id };
	return 0;
}

void policy_pin__path(char path[POLICY_PIN_PATH], uint64_t cgroup)
{
	snprintf(path, POLICY_PIN_PATH, POLICY_PINS "/%" PRIu64, cgroup);
}

int policy_pin__open(uint64_t cgroup)
{
	char path[POLICY_PIN_PATH];

	policy_pin__path(path, cgroup);
	return bpf_obj_get(path);
}

static uint32_t pinned_link(uint64_t cgroup)
{
	struct policy_link_info info = {};
	int fd = policy_pin__open(cgroup);

	if (fd < 0)
		return 0;
	policy_link__info(fd, &info);
	close(fd);
	return info.id;
}

/* Files of other names are not swapra's; they are left alone. */
static int add_pin(struct policy_pins *pins, const char *name)
{
	struct policy_pin *more;
	char *end;
	uint64_t cgroup;

	errno = 0;
	cgroup = strtoull(name, &end, 10);
	if (*name < '1' || *name > '9' || *end || errno)
		return 0;
	more = reallocarray(pins->rows, pins->nr + 1, sizeof(*more));
	if (!more)
		return fail(ENOMEM, "directory", POLICY_PINS, "read");
	pins->rows = more;
	more[pins->nr++] = (struct policy_pin){ cgroup, pinned_link(cgroup) };
	return 0;
}

static int read_directory(struct policy_pins *pins)
{
	DIR *dir = opendir(POLICY_PINS);
	struct dirent *entry;
	int err = 0;

	if (!dir)
		return fail(errno, "directory", POLICY_PINS, "read");
	while (!err && (entry = readdir(dir)))
		err = add_pin(pins, entry->d_name);
	closedir(dir);
	return err;
}

int policy_pins__open(struct policy_pins *pins)
{
	int err = check_mount();

	*pins = (struct policy_pins){ .lock = -1 };
	if (err)
		return err;
	pins->lock = open_directory();
	return pins->lock < 0 ? pins->lock : read_directory(pins);
}

void policy_pins__close(struct policy_pins *pins)
{
	free(pins->rows);
	if (pins->lock >= 0)
		close(pins->lock);
}

const struct policy_pin *policy_pins__find(const struct policy_pins *pins, uint64_t cgroup)
{
	for (size_t i = 0; i < pins->nr; i++)
		if (pins->rows[i].cgroup == cgroup)
			return &pins->rows[i];
	return NULL;
}

bool policy_pin__is_alive(const struct policy_pin *pin, const struct policy_status *status)
{
	const struct policy_attached *policy = policy_status__policy(status, pin->cgroup);

	return pin->link && policy && policy->link == pin->link;
}
