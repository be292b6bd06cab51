/* SPDX-License-Identifier: GPL-2.0-only */
/* The sockets that the exporter listens on: its own, and those that systemd hands over. */
#ifndef SWAPRA_EXPORTER_LISTEN_H
#define SWAPRA_EXPORTER_LISTEN_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>
#include <time.h>

#include "listen_address.h"

struct listener {
	const char *text; /* of the address, for messages */
	int fd;           /* -1: somebody took it over */
	char path[sizeof(((struct sockaddr_un *)0)->sun_path)]; /* of our socket file; empty: none */
	dev_t device;     /* that it is still ours */
	ino_t inode;
	struct timespec changed;
};

struct listeners {
	struct listener *rows;
	size_t nr;
};

/* Each prints what failed and returns 0 or -errno. Release in any case. */

/* Take the sockets that systemd has opened for this process, if it did. */
int listeners__inherit(struct listeners *listeners);

/*
 * Listen on one more address. An empty host takes IPv4 in, too; "[::]" is IPv6 alone.
 * A socket file that nobody listens on any more is replaced.
 */
int listeners__open(struct listeners *listeners, const char *text);

/* Give the socket files to a user, so that its group may connect. */
int listeners__give(struct listeners *listeners, uid_t user, gid_t group);

/* Close what nobody took over, remove the socket files that are still ours. */
void listeners__release(struct listeners *listeners);

#endif
