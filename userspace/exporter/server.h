/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The HTTP side of the exporter: listens, answers, and stays within its limits
 * whatever comes in. What is served is the handler's.
 */
#ifndef SWAPRA_EXPORTER_SERVER_H
#define SWAPRA_EXPORTER_SERVER_H

#include "connections.h"
#include "exposition.h"

struct evbuffer;
struct event_base;
struct server;

struct server_options {
	const char *telemetry_path; /* begins with a slash, has only what needs no escaping */
	unsigned max_connections;
	struct connection_limits limits; /* server_limits, unless a test is in a hurry */
};

extern const struct connection_limits server_limits;

struct server_handler {
	/* Append an exposition to out; 0, or -errno: then the answer is 500. */
	int (*scrape)(void *context, enum exposition_format format, struct evbuffer *out);
	void *context;
};

#define SERVER_MIN_CONNECTIONS 2
#define SERVER_MAX_CONNECTIONS 4096

/* One a process. Handler and options are kept, not copied. NULL, printed, with errno on failure. */
struct server *server__open(struct event_base *base, const struct server_options *options,
			    const struct server_handler *handler);

/* Accept from a listening socket that does not block; takes it over. Returns 0 or -errno, printed. */
int server__listen(struct server *server, int fd);

/*
 * Accept nothing more, close who waits for no answer, and call done when the others
 * have theirs; from the event loop, later.
 */
void server__finish(struct server *server, void (*done)(void *context), void *context);

/* Closes everything at once. Accepts NULL. */
void server__close(struct server *server);

/* Connections there are, with those that evhttp has just let go. */
unsigned server__nr_connections(const struct server *server);

#endif
