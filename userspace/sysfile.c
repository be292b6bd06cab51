// SPDX-License-Identifier: GPL-2.0-only
/* Reading /proc and /sys below a root; see sysfile.h. */
#include "sysfile.h"

#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

void sysfile__path(char *buf, const char *root, const char *path)
{
	snprintf(buf, PATH_MAX, "%s%s", root, path);
}

/* Files of /proc may hand out less than asked for: read until they end. */
static ssize_t read_all(int fd, char *buf, size_t len)
{
	size_t used = 0;

	while (used < len) {
		ssize_t n = read(fd, buf + used, len - used);

		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -errno;
		if (n == 0)
			break;
		used += n;
	}
	return used;
}

int sysfile__read(const char *root, const char *path, char *buf, size_t len)
{
	char full[PATH_MAX];
	ssize_t n;
	int fd;

	buf[0] = '\0';
	sysfile__path(full, root, path);
	fd = open(full, O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	n = read_all(fd, buf, len - 1);
	close(fd);
	buf[n < 0 ? 0 : n] = '\0';
	while (n > 0 && isspace((unsigned char)buf[n - 1]))
		buf[--n] = '\0';
	return n;
}

int sysfile__read_number(const char *root, const char *path, long *value)
{
	char text[32], *end;
	int n = sysfile__read(root, path, text, sizeof(text));

	if (n < 0)
		return n;
	if (!strcmp(text, "Y") || !strcmp(text, "true")) {
		*value = 1;
		return 0;
	}
	if (!strcmp(text, "N") || !strcmp(text, "false")) {
		*value = 0;
		return 0;
	}
	errno = 0;
	*value = strtol(text, &end, 10);
	return errno || end == text || *end ? -EINVAL : 0;
}

int sysfile__exists(const char *root, const char *path)
{
	char full[PATH_MAX];

	sysfile__path(full, root, path);
	return access(full, F_OK) ? -errno : 0;
}

FILE *sysfile__open(const char *root, const char *path)
{
	char full[PATH_MAX];

	sysfile__path(full, root, path);
	return fopen(full, "re");
}
