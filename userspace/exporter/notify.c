// SPDX-License-Identifier: GPL-2.0-only
/* See notify.h. */
#include "notify.h"

#include <errno.h>
#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

#include "../error.h"

static int send_to(const char *name, const char *message)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	size_t length = strlen(name), size = strlen(message);
	int fd, err = 0;

	if ((name[0] != '/' && name[0] != '@') || length >= sizeof(address.sun_path))
		return -EAFNOSUPPORT;
	memcpy(address.sun_path, name, length);
	if (name[0] == '@')
		address.sun_path[0] = '\0'; /* abstract: it is no file */
	fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
	if (fd < 0)
		return -errno;
	if (sendto(fd, message, size, MSG_NOSIGNAL, (struct sockaddr *)&address,
		   offsetof(struct sockaddr_un, sun_path) + length) != (ssize_t)size)
		err = -errno;
	close(fd);
	return err;
}

static int send_state(const char *message)
{
	const char *name = getenv("NOTIFY_SOCKET");
	int err = name ? send_to(name, message) : 0;

	return err ? fail(-err, "notification socket", name, "write to") : 0;
}

int notify__ready(const char *status)
{
	char message[256];

	snprintf(message, sizeof(message), "READY=1\nSTATUS=%s\n", status);
	return send_state(message);
}

/* The time tells systemd which READY=1 ends it. */
int notify__reloading(void)
{
	struct timespec now;
	char message[96];

	clock_gettime(CLOCK_MONOTONIC, &now);
	snprintf(message, sizeof(message), "RELOADING=1\nMONOTONIC_USEC=%" PRIu64 "\n",
		 now.tv_sec * UINT64_C(1000000) + now.tv_nsec / 1000);
	return send_state(message);
}

int notify__stopping(void)
{
	return send_state("STOPPING=1\n");
}
