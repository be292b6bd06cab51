// SPDX-License-Identifier: GPL-2.0-only
/* Flushing with the error noticed; see output.h. */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <unistd.h>

#include "error.h"

int output__flush(void)
{
	int err;

	errno = 0;
	if (!fflush(stdout) && !ferror(stdout))
		return 0;
	/* An earlier write may have failed and this one not: then its reason is lost. */
	err = errno ? errno : EIO;
	if (err == EPIPE)
		return -err;
	return fail(err, "output", "stdout", "write");
}

void output__reserve(void)
{
	/* open() hands out the lowest free number. Read-only, so that a write says EBADF. */
	for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) < 0 && open("/dev/null", O_RDONLY) < 0)
			return;
}
