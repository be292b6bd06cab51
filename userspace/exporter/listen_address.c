// SPDX-License-Identifier: GPL-2.0-only
/*
 * From text to socket addresses; see listen_address.h. Not by getaddrinfo(): in a static
 * binary that loads the C library's plug-ins, of whatever version is installed.
 */
#include "listen_address.h"

#include <arpa/inet.h>
#include <ctype.h>
#include <net/if.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#define MAX_PORT 65535
#define MAX_HOST 80

static const char *parse_local(struct listen_address *address, const char *path)
{
	if (path[0] != '/')
		return "the path of a socket is absolute: unix:/run/swapra.sock";
	if (strlen(path) >= sizeof(address->local.sun_path))
		return "the path of a socket has at most 107 bytes";
	address->local.sun_family = AF_UNIX;
	strcpy(address->local.sun_path, path);
	address->length = sizeof(address->local);
	return NULL;
}

static const char *parse_port(in_port_t *port, const char *text)
{
	unsigned long number = 0;
	const char *digit;

	for (digit = text; isdigit((unsigned char)*digit) && number <= MAX_PORT; digit++)
		number = number * 10 + (*digit - '0');
	if (*digit || !number || number > MAX_PORT)
		return "the port is not a number from 1 to 65535";
	*port = htons(number);
	return NULL;
}

static const char *parse_ipv6(struct listen_address *address, char *host, in_port_t port)
{
	struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&address->storage;
	char *zone = strchr(host, '%');

	if (zone) {
		*zone++ = '\0';
		in6->sin6_scope_id = if_nametoindex(zone);
		if (!in6->sin6_scope_id)
			return "there is no network interface of the name behind the %";
	}
	if (inet_pton(AF_INET6, host, &in6->sin6_addr) != 1)
		return "what is in brackets is not an IPv6 address";
	in6->sin6_family = AF_INET6;
	in6->sin6_port = port;
	address->length = sizeof(*in6);
	return NULL;
}

static const char *parse_ipv4(struct listen_address *address, const char *host, in_port_t port)
{
	struct sockaddr_in *in = (struct sockaddr_in *)&address->storage;

	if (!strcmp(host, "localhost"))
		host = "127.0.0.1";
	if (strchr(host, ':'))
		return "an IPv6 address stands in brackets: [::1]:9719";
	if (inet_pton(AF_INET, host, &in->sin_addr) != 1)
		return "the host is not an address in numbers, and names are not looked up";
	in->sin_family = AF_INET;
	in->sin_port = port;
	address->length = sizeof(*in);
	return NULL;
}

const char *listen_address__parse(struct listen_address *address, const char *text)
{
	const char *colon = strrchr(text, ':'), *wrong;
	char host[MAX_HOST] = "";
	in_port_t port;
	size_t length;

	memset(address, 0, sizeof(*address));
	if (!strncmp(text, "unix:", strlen("unix:")))
		return parse_local(address, text + strlen("unix:"));
	if (!colon)
		return "the port is missing: HOST:PORT, [IPV6]:PORT, :PORT or unix:/PATH";
	wrong = parse_port(&port, colon + 1);
	length = colon - text;
	if (wrong)
		return wrong;
	if (length >= sizeof(host))
		return "the host is too long for an address";
	memcpy(host, text, length);
	if (host[0] == '[' && host[length - 1] == ']') {
		host[length - 1] = '\0';
		return parse_ipv6(address, host + 1, port);
	}
	address->both_families = !length;
	return length ? parse_ipv4(address, host, port) : parse_ipv6(address, strcpy(host, "::"), port);
}
