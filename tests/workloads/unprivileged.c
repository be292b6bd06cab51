// SPDX-License-Identifier: GPL-2.0-only
/*
 * unprivileged: runs a command as user and group 1000 without supplementary
 * groups, and so without any capability. A guest has no passwd file for su.
 */
#include <errno.h>
#include <grp.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define TEST_ID 1000

int main(int argc, char **argv)
{
	if (argc < 2) {
		fputs("usage: unprivileged COMMAND [ARGUMENT]...\n", stderr);
		return 2;
	}
	if (setgroups(0, NULL) || setresgid(TEST_ID, TEST_ID, TEST_ID) ||
	    setresuid(TEST_ID, TEST_ID, TEST_ID)) {
		fprintf(stderr, "unprivileged: cannot drop privileges: %s\n", strerror(errno));
		return 1;
	}
	execvp(argv[1], argv + 1);
	fprintf(stderr, "unprivileged: command '%s': cannot execute: %s\n", argv[1],
		strerror(errno));
	return 127;
}
