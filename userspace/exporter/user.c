// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading /etc/passwd and /etc/group; see user.h. Not by getpwnam(): in a static binary
 * that loads the C library's plug-ins, of whatever version is installed.
 */
#include "user.h"

#include <ctype.h>
#include <errno.h>
#include <grp.h>
#include <pwd.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "../error.h"

static bool parse_id(const char *text, char end, unsigned *id, const char **rest)
{
	char *stop;
	unsigned long number = strtoul(text, &stop, 10);

	*id = number;
	*rest = stop + 1;
	/* The last one means "as it is" to the kernel. */
	return isdigit((unsigned char)*text) && *stop == end && number < UINT32_MAX;
}

/* "1000:1000" */
static bool parse_numbers(struct user *user, const char *text)
{
	const char *rest;

	return parse_id(text, ':', &user->uid, &rest) && parse_id(rest, '\0', &user->gid, &rest);
}

static bool is_member(const struct group *group, const char *name)
{
	for (char **member = group->gr_mem; *member; member++)
		if (!strcmp(*member, name))
			return true;
	return false;
}

static int read_groups(struct user *user, const char *name, FILE *file)
{
	struct group *group;

	while ((group = fgetgrent(file))) {
		if (group->gr_gid == user->gid || !is_member(group, name))
			continue;
		if (user->nr_groups == USER_MAX_GROUPS)
			return -E2BIG;
		user->groups[user->nr_groups++] = group->gr_gid;
	}
	return 0;
}

int user__read(struct user *user, const char *name, FILE *passwd, FILE *group)
{
	struct passwd *entry;

	*user = (struct user){};
	while ((entry = fgetpwent(passwd))) {
		if (strcmp(entry->pw_name, name))
			continue;
		user->uid = entry->pw_uid;
		user->gid = entry->pw_gid;
		return group ? read_groups(user, name, group) : 0;
	}
	return -ENOENT;
}

static int find_name(struct user *user, const char *name)
{
	FILE *passwd = fopen("/etc/passwd", "re"), *group;
	int err;

	if (!passwd)
		return -errno;
	group = fopen("/etc/group", "re");
	err = user__read(user, name, passwd, group);
	if (group)
		fclose(group);
	fclose(passwd);
	return err;
}

int user__find(struct user *user, const char *name)
{
	int err;

	*user = (struct user){};
	if (parse_numbers(user, name))
		return 0;
	err = find_name(user, name);
	if (!err)
		return 0;
	fail(-err, "user", name, "find");
	if (err == -ENOENT)
		hint("it is looked for in /etc/passwd alone; UID:GID needs no entry there");
	return err;
}
