// SPDX-License-Identifier: GPL-2.0-only
/* Swap devices, readahead, zswap and cgroups from small trees. */
#include "tree.h"

#include <sys/sysmacros.h>

#include "userspace/swap_device.h"
#include "userspace/system.h"

#define SWAPS_HEADER "Filename\t\t\t\tType\t\tSize\t\tUsed\t\tPriority\n"
#define VMA_RA "/sys/kernel/mm/swap/vma_ra_enabled"

/* A disk with one partition, as sysfs links them. */
static void add_disk(const char *root, const char *disk, const char *rotational)
{
	char path[256], target[256];

	snprintf(path, sizeof(path), "/sys/devices/%s/queue/rotational", disk);
	tree_write(root, path, rotational);
	snprintf(path, sizeof(path), "/sys/devices/%s/%s1/partition", disk, disk);
	tree_write(root, path, "1\n");
	snprintf(path, sizeof(path), "/sys/class/block/%s", disk);
	snprintf(target, sizeof(target), "../../devices/%s", disk);
	tree_link(root, path, target);
	snprintf(path, sizeof(path), "/sys/class/block/%s1", disk);
	snprintf(target, sizeof(target), "../../devices/%s/%s1", disk, disk);
	tree_link(root, path, target);
}

static struct swap_devices read_swaps(const char *root, const char *text)
{
	struct swap_devices devices;

	tree_write(root, "/proc/swaps", text);
	assert_int_equal(swap_devices__read(&devices, root), 0);
	return devices;
}

static void devices_are_looked_up(void **state)
{
	struct swap_devices devices;

	add_disk(*state, "sda", "1\n");
	add_disk(*state, "zram0", "0\n");
	devices = read_swaps(*state, SWAPS_HEADER
		"/dev/sda1                               partition\t1000\t\t0\t\t-2\n"
		"/dev/zram0                              partition\t1000\t\t0\t\t100\n"
		"/dev/gone                               partition\t1000\t\t0\t\t-3\n");
	assert_int_equal(devices.nr, 3);
	assert_string_equal(devices.rows[0].path, "/dev/sda1");
	assert_string_equal(devices.rows[0].disk, "sda");
	assert_int_equal(devices.rows[0].rotational, 1);
	assert_false(devices.rows[0].synchronous);
	assert_string_equal(devices.rows[1].disk, "zram0");
	assert_int_equal(devices.rows[1].rotational, 0);
	assert_true(devices.rows[1].synchronous);
	assert_string_equal(devices.rows[2].disk, "");
	assert_int_equal(devices.rows[2].rotational, -1);
	swap_devices__free(&devices);
}

static void files_lie_on_their_filesystems_disk(void **state)
{
	struct swap_devices devices;
	char path[64];
	struct stat st;

	add_disk(*state, "nvme0", "0\n");
	tree_write(*state, "/var/swap file", "");
	assert_int_equal(stat(*state, &st), 0);
	snprintf(path, sizeof(path), "/sys/dev/block/%u:%u", major(st.st_dev), minor(st.st_dev));
	tree_link(*state, path, "../../devices/nvme0/nvme01");
	devices = read_swaps(*state, SWAPS_HEADER
		"/var/swap\\040file                       file\t\t1000\t\t0\t\t-2\n");
	assert_int_equal(devices.nr, 1);
	assert_string_equal(devices.rows[0].path, "/var/swap file");
	assert_true(devices.rows[0].is_file);
	assert_string_equal(devices.rows[0].disk, "nvme0");
	assert_int_equal(devices.rows[0].rotational, 0);
	swap_devices__free(&devices);
}

static void no_swap_is_no_error(void **state)
{
	struct swap_devices devices;

	assert_int_equal(swap_devices__read(&devices, *state), -ENOENT);
	devices = read_swaps(*state, SWAPS_HEADER);
	assert_int_equal(devices.nr, 0);
	swap_devices__free(&devices);
}

static enum readahead_kind kind_of(const char *root, const int *rotational, size_t nr)
{
	struct swap_device rows[4] = {};
	struct swap_devices devices = { .rows = rows, .nr = nr };
	struct readahead readahead;

	for (size_t i = 0; i < nr; i++)
		rows[i].rotational = rotational[i];
	readahead__probe(&readahead, &devices, root);
	assert_int_equal(readahead.page_cluster, 3);
	return readahead.kind;
}

static void one_rotational_device_decides(void **state)
{
	const int solid[] = { 0, 0 }, mixed[] = { 0, -1, 1 }, hidden[] = { 0, -1 };

	tree_write(*state, "/proc/sys/vm/page-cluster", "3\n");
	tree_write(*state, VMA_RA, "true\n");
	assert_int_equal(kind_of(*state, solid, 2), READAHEAD_VMA);
	assert_int_equal(kind_of(*state, mixed, 3), READAHEAD_CLUSTER);
	assert_int_equal(kind_of(*state, hidden, 2), READAHEAD_UNKNOWN);
	tree_write(*state, VMA_RA, "false\n");
	assert_int_equal(kind_of(*state, hidden, 2), READAHEAD_CLUSTER);
}

static void readahead_without_sysfs_is_unknown(void **state)
{
	const struct swap_devices none = {};
	struct readahead readahead;

	readahead__probe(&readahead, &none, *state);
	assert_int_equal(readahead.kind, READAHEAD_UNKNOWN);
	assert_int_equal(readahead.page_cluster, -1);
}

static void zswap_parameters_are_read(void **state)
{
	struct zswap zswap;

	zswap__probe(&zswap, *state);
	assert_int_equal(zswap.error, ENOENT);
	tree_write(*state, "/sys/module/zswap/parameters/enabled", "Y\n");
	tree_write(*state, "/sys/module/zswap/parameters/compressor", "zstd\n");
	tree_write(*state, "/sys/module/zswap/parameters/max_pool_percent", "20\n");
	zswap__probe(&zswap, *state);
	assert_int_equal(zswap.error, 0);
	assert_true(zswap.enabled);
	assert_string_equal(zswap.compressor, "zstd");
	assert_string_equal(zswap.zpool, "");
	assert_int_equal(zswap.max_pool_percent, 20);
	assert_int_equal(zswap.shrinker_enabled, -1);
}

static void memory_controller_may_be_taken_by_version_1(void **state)
{
	struct cgroups cgroups;

	cgroups__probe(&cgroups, *state);
	assert_int_equal(cgroups.error, ENOENT);

	tree_write(*state, "/proc/self/mounts",
		   "cgroup /sys/fs/cgroup/memory cgroup rw,relatime,memory 0 0\n"
		   "cgroup2 /sys/fs/cgroup/unified cgroup2 rw,relatime 0 0\n");
	tree_write(*state, "/sys/fs/cgroup/unified/cgroup.controllers", "cpu memory_like\n");
	cgroups__probe(&cgroups, *state);
	assert_int_equal(cgroups.error, 0);
	assert_string_equal(cgroups.mount, "/sys/fs/cgroup/unified");
	assert_false(cgroups.has_memory);
	assert_true(cgroups.has_v1_memory);

	tree_write(*state, "/sys/fs/cgroup/unified/cgroup.controllers", "cpu memory pids\n");
	cgroups__probe(&cgroups, *state);
	assert_true(cgroups.has_memory);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TREE_TEST(devices_are_looked_up),
		TREE_TEST(files_lie_on_their_filesystems_disk),
		TREE_TEST(no_swap_is_no_error),
		TREE_TEST(one_rotational_device_decides),
		TREE_TEST(readahead_without_sysfs_is_unknown),
		TREE_TEST(zswap_parameters_are_read),
		TREE_TEST(memory_controller_may_be_taken_by_version_1),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
