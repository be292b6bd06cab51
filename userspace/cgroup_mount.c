// SPDX-License-Identifier: GPL-2.0-only
/* The parser of mountinfo; see cgroup_mount.h. */
#include "cgroup_mount.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"

/* mountinfo writes blanks, newlines and backslashes as \ooo. */
static void unescape(char *text)
{
	char *out = text;

	for (; *text; out++) {
		if (text[0] == '\\' && text[1] && text[2] && text[3]) {
			*out = (text[1] - '0') << 6 | (text[2] - '0') << 3 | (text[3] - '0');
			text += 4;
		} else {
			*out = *text++;
		}
	}
	*out = '\0';
}

static bool has_option(const char *options, const char *wanted)
{
	size_t length = strlen(wanted);

	for (const char *p = options; (p = strstr(p, wanted)); p += length)
		if ((p == options || p[-1] == ',') && (!p[length] || p[length] == ','))
			return true;
	return false;
}

static int consider_mount(struct cgroup_mount *mount, const char *root, char *path)
{
	bool whole = !strcmp(root, "/");

	if (mount->path && (mount->whole || !whole))
		return 0;
	free(mount->path);
	unescape(path);
	mount->path = strdup(path);
	mount->whole = whole;
	return mount->path ? 0 : -ENOMEM;
}

/* "ID PARENT MAJOR:MINOR ROOT PATH OPTIONS [TAG…] - TYPE SOURCE SUPER-OPTIONS" */
static int parse_line(struct cgroup_mount *mount, char *line)
{
	char *fields[5], *rest, *type, *super;

	line[strcspn(line, "\n")] = '\0';
	rest = strstr(line, " - ");
	if (!rest)
		return 0;
	*rest = '\0';
	rest += strlen(" - ");
	for (unsigned i = 0; i < 5; i++) {
		fields[i] = strsep(&line, " ");
		if (!fields[i])
			return 0;
	}
	type = strsep(&rest, " ");
	strsep(&rest, " ");
	super = rest;
	if (!strcmp(type, "cgroup") && super && has_option(super, "memory"))
		mount->memory_v1 = true;
	if (strcmp(type, "cgroup2"))
		return 0;
	return consider_mount(mount, fields[3], fields[4]);
}

int cgroup_mount__parse(struct cgroup_mount *mount, FILE *mountinfo)
{
	size_t size = 0;
	char *line = NULL;
	int err = 0;

	memset(mount, 0, sizeof(*mount));
	while (!err && getline(&line, &size, mountinfo) >= 0)
		err = parse_line(mount, line);
	free(line);
	if (err)
		free(mount->path);
	return err;
}

char *cgroup_mount__find(void)
{
	FILE *mountinfo = fopen("/proc/self/mountinfo", "re");
	struct cgroup_mount mount;
	int err;

	if (!mountinfo) {
		err = errno;
		fail(err, "file", "/proc/self/mountinfo", "open");
		errno = err;
		return NULL;
	}
	err = -cgroup_mount__parse(&mount, mountinfo);
	fclose(mountinfo);
	if (err) {
		fail(err, "file", "/proc/self/mountinfo", "read");
		errno = err;
		return NULL;
	}
	if (mount.path && !mount.memory_v1)
		return mount.path;
	free(mount.path);
	complain("this machine accounts memory by cgroup v1; swapra needs cgroup v2");
	hint("boot with systemd.unified_cgroup_hierarchy=1, or mount cgroup2 with the memory controller");
	errno = ENOTSUP;
	return NULL;
}
