/* SPDX-License-Identifier: GPL-2.0-only */
/* Where to listen, as it is written: 127.0.0.1:9719, [::1]:9719, :9719, unix:/run/swapra.sock. */
#ifndef SWAPRA_EXPORTER_LISTEN_ADDRESS_H
#define SWAPRA_EXPORTER_LISTEN_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>
#include <sys/un.h>

struct listen_address {
	union {
		struct sockaddr any;
		struct sockaddr_storage storage;
		struct sockaddr_un local;
	};
	socklen_t length;
	bool both_families; /* no host: all addresses, by IPv6 and IPv4 alike */
};

/*
 * Names are not looked up, but for localhost, which is 127.0.0.1. Pure but for the
 * numbers of network interfaces ("[fe80::1%eth0]:9719"). Returns NULL, or what is wrong.
 */
const char *listen_address__parse(struct listen_address *address, const char *text);

#endif
