/* SPDX-License-Identifier: GPL-2.0-only */
/* One connection: its state, how long that may last, how it ends. Only connections.c uses this. */
#ifndef SWAPRA_EXPORTER_CONNECTION_H
#define SWAPRA_EXPORTER_CONNECTION_H

#include "connections.h"

#define NSEC_PER_MSEC 1000000ULL

enum connection_state {
	STATE_REQUEST, /* a request is on its way, or the first one is waited for */
	STATE_IDLE,    /* nothing came after the last answer */
	STATE_WAITING, /* its request waits for its turn */
	STATE_ANSWER,  /* the client is taking its answer */
	STATE_CLOSING, /* evhttp was told to close it */
};

struct connection {
	TAILQ_ENTRY(connection) entry;
	struct connections *owner;
	struct bufferevent *bev; /* with a reference of ours */
	struct evhttp_request *request; /* that waits for its turn; evhttp's */
	enum connection_state state;
	uint64_t since_ns;    /* in this state */
	uint64_t progress_ns; /* bytes of the answer were last taken */
};

/* CLOCK_MONOTONIC. */
uint64_t connection__now_ns(void);

/* A new one, not yet in the list of its owner. NULL: out of memory. */
struct connection *connection__new(struct connections *owner);

void connection__enter(struct connection *connection, enum connection_state state);

/* evhttp has let go of it. */
bool connection__is_gone(const struct connection *connection);

/* Takes it off the list and frees it. */
void connection__forget(struct connection *connection);

/* As if it had timed out: evhttp drops it soon. What was still to be sent is not. */
void connection__close(struct connection *connection);

/* When its state has lasted too long; UINT64_MAX: never. */
uint64_t connection__deadline_ns(const struct connection *connection);

/* When others that wait for a turn may have its own. */
uint64_t connection__turn_end_ns(const struct connection *connection);

#endif
