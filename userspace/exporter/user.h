/* SPDX-License-Identifier: GPL-2.0-only */
/* The user to run as: a name of /etc/passwd, or numbers. */
#ifndef SWAPRA_EXPORTER_USER_H
#define SWAPRA_EXPORTER_USER_H

#include <stdio.h>
#include <sys/types.h>

#define USER_MAX_GROUPS 64

struct user {
	uid_t uid;
	gid_t gid;
	gid_t groups[USER_MAX_GROUPS]; /* the others that it is a member of */
	size_t nr_groups;
};

/* Prints what is wrong; returns 0 or -errno. */
int user__find(struct user *user, const char *name);

/* The same on files of the format of passwd(5) and group(5). -ENOENT: it is not there. */
int user__read(struct user *user, const char *name, FILE *passwd, FILE *group);

#endif
