// SPDX-License-Identifier: GPL-2.0-only
/* See ready.h. */
#include "ready.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "../error.h"

int ready__clear(const char *file)
{
	if (!file || !unlink(file) || errno == ENOENT)
		return 0;
	return fail(errno, "ready file", file, "remove");
}

static int write_pid(const char *path)
{
	int fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0644);
	int err = 0;

	if (fd < 0)
		return -errno;
	if (dprintf(fd, "%d\n", getpid()) < 0)
		err = -errno;
	if (close(fd) && !err)
		err = -errno;
	return err;
}

/* Written under another name first: who sees the file sees the process id in it. */
static int create_file(const char *file)
{
	char *draft;
	int err;

	if (asprintf(&draft, "%s.%d", file, getpid()) < 0)
		return -ENOMEM;
	err = write_pid(draft);
	if (!err && rename(draft, file))
		err = -errno;
	if (err)
		unlink(draft);
	free(draft);
	return err;
}

int ready__announce(const char *file, int fd)
{
	static const char message[] = "ready\n";
	int err = file ? create_file(file) : 0;

	if (err)
		return fail(-err, "ready file", file, "create");
	if (fd < 0)
		return 0;
	if (write(fd, message, strlen(message)) < 0)
		err = fail(errno, "ready descriptor", NULL, "write");
	/* Closed, so that a reader that waits for the end of file goes on as well. */
	if (fd > STDERR_FILENO)
		close(fd);
	return err;
}
