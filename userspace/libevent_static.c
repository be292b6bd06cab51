// SPDX-License-Identifier: GPL-2.0-only
/*
 * libevent can look up names of hosts, services and protocols. In a static binary those
 * functions load the C library's plug-ins, of whatever version is installed, and the
 * linker warns of it. Nothing here looks a name up: the linker takes these in their place
 * (--wrap in the Makefile), and every look-up fails.
 */
#include <netdb.h>
#include <stddef.h>

int __wrap_getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
		       struct addrinfo **result);
struct servent *__wrap_getservbyname(const char *name, const char *protocol);
struct protoent *__wrap_getprotobynumber(int number);

int __wrap_getaddrinfo(const char *node, const char *service, const struct addrinfo *hints,
		       struct addrinfo **result)
{
	(void)node;
	(void)service;
	(void)hints;
	*result = NULL;
	return EAI_FAIL;
}

struct servent *__wrap_getservbyname(const char *name, const char *protocol)
{
	(void)name;
	(void)protocol;
	return NULL;
}

struct protoent *__wrap_getprotobynumber(int number)
{
	(void)number;
	return NULL;
}
