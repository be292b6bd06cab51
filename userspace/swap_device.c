// SPDX-License-Identifier: GPL-2.0-only
/* The swap devices in use; see swap_device.h. */
#include "swap_device.h"

#include <ctype.h>
#include <errno.h>
#include <limits.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>

#include "sysfile.h"

/* The kernel writes white space and backslashes as \ooo. */
static void unescape(char *text)
{
	char *to = text;

	for (const char *from = text; *from; to++) {
		unsigned code;

		if (sscanf(from, "\\%3o", &code) == 1) {
			*to = code;
			from += 4;
		} else {
			*to = *from++;
		}
	}
	*to = '\0';
}

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

/* The directory of a block device in sysfs; by name first: a container's /dev
 * may lack the node. */
static int find_block(const struct swap_device *device, const char *root,
		      char *dir, size_t len)
{
	char path[PATH_MAX];
	struct stat st;
	dev_t dev;

	if (!device->is_file) {
		snprintf(dir, len, "/sys/class/block/%s", base_name(device->path));
		if (!sysfile__exists(root, dir))
			return 0;
	}
	sysfile__path(path, root, device->path);
	if (stat(path, &st))
		return -errno;
	dev = device->is_file ? st.st_dev : st.st_rdev;
	snprintf(dir, len, "/sys/dev/block/%u:%u", major(dev), minor(dev));
	return sysfile__exists(root, dir);
}

/* Resolve the link: sysfs has the partition's directory inside its disk's. */
static int find_disk(const char *root, const char *dir, char *disk)
{
	char path[PATH_MAX], partition[PATH_MAX];

	sysfile__path(path, root, dir);
	if (!realpath(path, disk))
		return -errno;
	snprintf(partition, sizeof(partition), "%.*s/partition",
		 PATH_MAX - 16, disk);
	if (!sysfile__exists("", partition))
		*strrchr(disk, '/') = '\0';
	return 0;
}

/* No attribute tells; these drivers set BLK_FEAT_SYNCHRONOUS. */
static bool is_synchronous(const char *disk)
{
	static const char *const drivers[] = { "zram", "ram", "pmem" };

	for (size_t i = 0; i < sizeof(drivers) / sizeof(drivers[0]); i++) {
		size_t len = strlen(drivers[i]);

		if (!strncmp(disk, drivers[i], len) && isdigit((unsigned char)disk[len]))
			return true;
	}
	return false;
}

static void look_up(struct swap_device *device, const char *root)
{
	char dir[PATH_MAX / 2], disk[PATH_MAX];
	long rotational;

	device->rotational = -1;
	if (find_block(device, root, dir, sizeof(dir)) ||
	    find_disk(root, dir, disk))
		return;
	snprintf(device->disk, sizeof(device->disk), "%.63s", base_name(disk));
	device->synchronous = is_synchronous(device->disk);
	if (!sysfile__read_number(disk, "/queue/rotational", &rotational))
		device->rotational = rotational != 0;
}

static int add_line(struct swap_devices *devices, const char *line,
		    const char *root)
{
	struct swap_device *device;
	char path[1024], type[32];
	void *rows;

	if (sscanf(line, "%1023s %31s", path, type) != 2)
		return -EINVAL;
	rows = reallocarray(devices->rows, devices->nr + 1, sizeof(*devices->rows));
	if (!rows)
		return -ENOMEM;
	devices->rows = rows;
	device = &devices->rows[devices->nr++];
	*device = (struct swap_device){ .is_file = !strcmp(type, "file") };
	unescape(path);
	snprintf(device->path, sizeof(device->path), "%.255s", path);
	look_up(device, root);
	return 0;
}

int swap_devices__read(struct swap_devices *devices, const char *root)
{
	FILE *file = sysfile__open(root, "/proc/swaps");
	char line[1280];
	int err = 0;

	*devices = (struct swap_devices){};
	if (!file)
		return -errno;
	while (!err && fgets(line, sizeof(line), file))
		if (line[0] == '/')
			err = add_line(devices, line, root);
	fclose(file);
	if (err)
		swap_devices__free(devices);
	return err;
}

void swap_devices__free(struct swap_devices *devices)
{
	free(devices->rows);
	*devices = (struct swap_devices){};
}

/* The kernel compares at swapon; a later change of the attribute has no effect. */
void readahead__probe(struct readahead *readahead,
		      const struct swap_devices *devices, const char *root)
{
	long vma = 0, page_cluster = -1;
	int err = sysfile__read_number(root, "/sys/kernel/mm/swap/vma_ra_enabled", &vma);

	sysfile__read_number(root, "/proc/sys/vm/page-cluster", &page_cluster);
	*readahead = (struct readahead){
		.page_cluster = page_cluster,
		.kind = err ? READAHEAD_UNKNOWN : vma ? READAHEAD_VMA : READAHEAD_CLUSTER,
	};
	for (size_t i = 0; i < devices->nr; i++) {
		const struct swap_device *device = &devices->rows[i];

		if (device->rotational > 0) {
			readahead->kind = READAHEAD_CLUSTER;
			readahead->device = device;
			return;
		}
		if (device->rotational < 0 && readahead->kind == READAHEAD_VMA) {
			readahead->kind = READAHEAD_UNKNOWN;
			readahead->device = device;
		}
	}
}
