// SPDX-License-Identifier: GPL-2.0-only
/* Names of cgroups, on a plain directory tree in place of the mount; mountinfo. */
#include "cmocka_all.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "userspace/cgroup_mount.h"
#include "userspace/cgroups.h"

static char root[64];
static struct cgroups *cgroups;

static const char *path_of(const char *name)
{
	static char path[256];

	snprintf(path, sizeof(path), "%s%s", root, name);
	return path;
}

static uint64_t make(const char *name)
{
	struct stat st;

	mkdir(path_of(name), 0755);
	assert_int_equal(stat(path_of(name), &st), 0);
	return st.st_ino;
}

static int setup(void **state)
{
	(void)state;
	strcpy(root, "/tmp/swapra-cgroups-XXXXXX");
	assert_non_null(mkdtemp(root));
	make("/a");
	make("/a/b");
	cgroups = cgroups__open_at(root);
	return cgroups ? 0 : -1;
}

static int teardown(void **state)
{
	(void)state;
	cgroups__close(cgroups);
	rmdir(path_of("/new"));
	rmdir(path_of("/a/b"));
	rmdir(path_of("/a"));
	return rmdir(root);
}

static void ids_become_paths(void **state)
{
	(void)state;
	assert_string_equal(cgroups__name(cgroups, make("/a/b")), "/a/b");
	assert_string_equal(cgroups__path(cgroups, make("/a")), "/a");
	assert_string_equal(cgroups__name(cgroups, make("")), "/");
	assert_string_equal(cgroups__name(cgroups, 0), "(unknown)");
	assert_string_equal(cgroups__name(cgroups, UINT64_MAX), "(other)");
	assert_null(cgroups__path(cgroups, 0));
}

static void removed_ones_keep_their_path(void **state)
{
	uint64_t id = make("/a/b");

	(void)state;
	cgroups__learn_all(cgroups);
	rmdir(path_of("/a/b"));
	assert_string_equal(cgroups__name(cgroups, id), "/a/b"); /* until the next report */
	cgroups__refresh(cgroups);
	assert_string_equal(cgroups__name(cgroups, id), "/a/b (removed)");
	assert_string_equal(cgroups__path(cgroups, id), "/a/b");
}

static void never_seen_ones_show_their_id(void **state)
{
	(void)state;
	assert_string_equal(cgroups__name(cgroups, 987654321987), "(removed:987654321987)");
	assert_null(cgroups__path(cgroups, 987654321987));
}

static void new_ones_are_found_at_the_next_report(void **state)
{
	uint64_t id;

	(void)state;
	cgroups__name(cgroups, make("/a"));
	id = make("/new");
	cgroups__refresh(cgroups);
	assert_string_equal(cgroups__name(cgroups, id), "/new");
}

static void paths_become_ids(void **state)
{
	uint64_t id;

	(void)state;
	assert_int_equal(cgroups__find(cgroups, "a/b", &id), 0);
	assert_int_equal(id, make("/a/b"));
	assert_int_equal(cgroups__find(cgroups, "/a/b/", &id), 0);
	assert_string_equal(cgroups__path(cgroups, id), "/a/b");
	assert_int_equal(cgroups__find(cgroups, path_of("/a"), &id), 0);
	assert_string_equal(cgroups__path(cgroups, id), "/a");
	assert_int_equal(cgroups__find(cgroups, "/", &id), 0);
	assert_string_equal(cgroups__path(cgroups, id), "/");
	assert_int_equal(cgroups__find(cgroups, root, &id), 0);
	assert_string_equal(cgroups__path(cgroups, id), "/");
}

static void wrong_paths_are_refused(void **state)
{
	uint64_t id;
	FILE *file = fopen(path_of("/file"), "w");

	(void)state;
	fclose(file);
	assert_int_equal(cgroups__find(cgroups, "nope", &id), -ENOENT);
	assert_int_equal(cgroups__find(cgroups, "..", &id), -EXDEV);
	assert_int_equal(cgroups__find(cgroups, "file", &id), -ENOTDIR);
	unlink(path_of("/file"));
}

static void below_means_whole_names(void **state)
{
	(void)state;
	assert_true(cgroup_path__is_below("/a", "/a"));
	assert_true(cgroup_path__is_below("/a/b", "/a"));
	assert_true(cgroup_path__is_below("/a", "/"));
	assert_false(cgroup_path__is_below("/ab", "/a"));
	assert_false(cgroup_path__is_below("/", "/a"));
}

static struct cgroup_mount parse(const char *text)
{
	FILE *file = fmemopen((void *)text, strlen(text), "r");
	struct cgroup_mount mount;

	assert_int_equal(cgroup_mount__parse(&mount, file), 0);
	fclose(file);
	return mount;
}

static void the_mount_that_shows_the_root_is_taken(void **state)
{
	struct cgroup_mount mount = parse(
		"20 1 0:20 / /proc rw - proc proc rw\n"
		"21 1 0:28 /part /mnt/part rw - cgroup2 cgroup2 rw\n"
		"22 1 0:28 / /sys/fs/c\\040group rw shared:4 - cgroup2 cgroup2 rw,nsdelegate\n"
		"23 1 0:28 / /later rw - cgroup2 cgroup2 rw\n");

	(void)state;
	assert_string_equal(mount.path, "/sys/fs/c group");
	assert_true(mount.whole);
	assert_false(mount.memory_v1);
	free(mount.path);
}

static void version_1_is_noticed(void **state)
{
	struct cgroup_mount mount = parse(
		"21 1 0:27 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n"
		"22 1 0:28 / /sys/fs/cgroup/memory rw - cgroup cgroup rw,memory\n");

	(void)state;
	assert_null(mount.path);
	assert_true(mount.memory_v1);
	mount = parse("garbage\n- \n1 2 3 - cgroup2\n");
	assert_null(mount.path);
	assert_false(mount.memory_v1);
}

#define TEST(test) cmocka_unit_test_setup_teardown(test, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(ids_become_paths),
		TEST(removed_ones_keep_their_path),
		TEST(never_seen_ones_show_their_id),
		TEST(new_ones_are_found_at_the_next_report),
		TEST(paths_become_ids),
		TEST(wrong_paths_are_refused),
		cmocka_unit_test(below_means_whole_names),
		cmocka_unit_test(the_mount_that_shows_the_root_is_taken),
		cmocka_unit_test(version_1_is_noticed),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
