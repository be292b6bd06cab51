// SPDX-License-Identifier: GPL-2.0-only
/* systemd's socket activation, sd_listen_fds(3), without its library; see listen.h. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include "../error.h"
#include "listen.h"

#define FIRST_INHERITED 3
#define MAX_INHERITED 32

/* 0 without the variable, -1 where it says something else than a number. */
static long number_of(const char *variable)
{
	const char *text = getenv(variable);
	char *end;
	long number;

	if (!text)
		return 0;
	errno = 0;
	number = strtol(text, &end, 10);
	return *text && !*end && !errno && number >= 0 ? number : -1;
}

/* A stream socket that listens, whatever its family; made fit for the event loop. */
static int prepare(int fd)
{
	int type = 0, listens = 0, flags = fcntl(fd, F_GETFL);
	socklen_t length = sizeof(int);

	if (flags < 0 || getsockopt(fd, SOL_SOCKET, SO_TYPE, &type, &length) ||
	    getsockopt(fd, SOL_SOCKET, SO_ACCEPTCONN, &listens, &length))
		return -errno;
	if (type != SOCK_STREAM || !listens)
		return -EPROTOTYPE;
	if (fcntl(fd, F_SETFL, flags | O_NONBLOCK) || fcntl(fd, F_SETFD, FD_CLOEXEC))
		return -errno;
	return 0;
}

static int inherit_one(struct listeners *listeners, int fd)
{
	int err = prepare(fd);
	struct listener *rows;

	if (err) {
		fail(-err, "socket of systemd", NULL, "listen on");
		hint("a socket unit for it has ListenStream=, and Accept=no");
		return err;
	}
	rows = reallocarray(listeners->rows, listeners->nr + 1, sizeof(*rows));
	if (!rows)
		return fail(ENOMEM, "socket of systemd", NULL, "listen on");
	listeners->rows = rows;
	rows[listeners->nr++] = (struct listener){ .text = "socket of systemd", .fd = fd };
	return 0;
}

int listeners__inherit(struct listeners *listeners)
{
	long pid = number_of("LISTEN_PID"), nr = number_of("LISTEN_FDS");
	int err = 0;

	/* Meant for another process: the variables were passed on by mistake. */
	if (pid != getpid())
		return 0;
	unsetenv("LISTEN_PID");
	unsetenv("LISTEN_FDS");
	unsetenv("LISTEN_FDNAMES");
	if (nr < 0 || nr > MAX_INHERITED) {
		complain("environment variable 'LISTEN_FDS': is not a number from 0 to %d",
			 MAX_INHERITED);
		return -EINVAL;
	}
	for (long i = 0; i < nr && !err; i++)
		err = inherit_one(listeners, FIRST_INHERITED + i);
	return err;
}
