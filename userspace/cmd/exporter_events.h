/* SPDX-License-Identifier: GPL-2.0-only */
/* What the exporter's event loop waits for besides its connections. */
#ifndef SWAPRA_EXPORTER_EVENTS_H
#define SWAPRA_EXPORTER_EVENTS_H

#include <stddef.h>

struct event;
struct event_base;
struct session;

/* Called from the loop. */
struct exporter_handlers {
	void (*stop)(void *context);    /* SIGTERM or SIGINT */
	void (*reload)(void *context);  /* SIGHUP */
	void (*swap)(void *context);    /* a swap device came or went */
	void (*modules)(void *context); /* a kernel module came or went */
	void *context;
};

#define EXPORTER_MAX_EVENTS 5

struct exporter_events {
	const struct exporter_handlers *handlers;
	struct event *rows[EXPORTER_MAX_EVENTS];
	size_t nr;
	int swap_epoll; /* -1: none */
};

/* Each prints what failed and returns 0 or -errno. Release in any case. */

/* From now on signals wait for the loop. SIGPIPE is ignored. handlers are kept, not copied. */
int exporter_events__open(struct exporter_events *events, struct event_base *base,
			  const struct exporter_handlers *handlers);

int exporter_events__watch(struct exporter_events *events, struct event_base *base,
			   const struct session *session);

void exporter_events__release(struct exporter_events *events);

#endif
