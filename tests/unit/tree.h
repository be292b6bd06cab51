/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A small /proc and /sys in a temporary directory, for probes that take a root.
 * Setup and teardown for cmocka; the state is the root's path.
 */
#ifndef TREE_H
#define TREE_H

#include <errno.h>
#include <ftw.h>
#include <limits.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

static inline int tree_setup(void **state)
{
	char *root = strdup("/tmp/swapra-unit-XXXXXX");

	if (!root || !mkdtemp(root))
		return -1;
	*state = root;
	return 0;
}

static inline int tree_remove_one(const char *path, const struct stat *st,
				  int type, struct FTW *walk)
{
	(void)st;
	(void)type;
	(void)walk;
	return remove(path);
}

static inline int tree_teardown(void **state)
{
	nftw(*state, tree_remove_one, 8, FTW_DEPTH | FTW_PHYS);
	free(*state);
	return 0;
}

/* Create the directories in front of the last slash. */
static inline void tree_mkdirs(char *path)
{
	for (char *slash = strchr(path + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		assert_true(!mkdir(path, 0755) || errno == EEXIST);
		*slash = '/';
	}
}

static inline void tree_write_bytes(const char *root, const char *path,
				    const void *bytes, size_t len)
{
	char full[PATH_MAX];
	FILE *file;

	snprintf(full, sizeof(full), "%s%s", root, path);
	tree_mkdirs(full);
	file = fopen(full, "w");
	assert_non_null(file);
	assert_int_equal(fwrite(bytes, 1, len, file), len);
	assert_int_equal(fclose(file), 0);
}

static inline void tree_write(const char *root, const char *path, const char *text)
{
	tree_write_bytes(root, path, text, strlen(text));
}

static inline void tree_link(const char *root, const char *path, const char *target)
{
	char full[PATH_MAX];

	snprintf(full, sizeof(full), "%s%s", root, path);
	tree_mkdirs(full);
	assert_int_equal(symlink(target, full), 0);
}

#define TREE_TEST(function) \
	cmocka_unit_test_setup_teardown(function, tree_setup, tree_teardown)

#endif
