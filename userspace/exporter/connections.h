/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who is connected, and for how long: what keeps the server within bounds whatever
 * its clients do. evhttp tells of a connection only when a whole request has come, so
 * this keeps a reference of its own to the bufferevent below each connection.
 */
#ifndef SWAPRA_EXPORTER_CONNECTIONS_H
#define SWAPRA_EXPORTER_CONNECTIONS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

struct bufferevent;
struct event;
struct event_base;

/* Milliseconds each state of a connection may last; then it is closed. */
struct connection_limits {
	unsigned request_ms; /* until a request is there: from connecting, or its first byte */
	unsigned idle_ms;    /* between an answer and the next request */
	unsigned answer_ms;  /* until the client has taken the answer */
	unsigned grace_ms;   /* not closed to make room for others earlier than this */
	/* Of an answer, while other requests wait for theirs: without progress, and in all. */
	unsigned stall_ms, turn_ms;
};

struct connection;
struct evhttp_request;

struct connections {
	struct event_base *base;
	struct event *timer;
	TAILQ_HEAD(connection_list, connection) list; /* the longest in its state first */
	struct connection_limits limits;
	unsigned nr, max;
	unsigned nr_answers; /* of them, those that have not taken their answer */
	unsigned nr_waiting; /* those whose request waits for its turn */
	unsigned max_answers; /* at once, of those that wait for their turn */
	bool is_paused;      /* the listeners wait for room */
	uint64_t resume_ns;  /* and at least until then */
	/* Stop accepting, and start again. */
	void (*pause)(void *context, bool paused);
	/* It is this request's turn. */
	void (*answer)(void *context, struct evhttp_request *request);
	void *context;
};

/* Zeroed before; pause, answer, context and max_answers are set by the caller. Returns 0 or -ENOMEM. */
int connections__init(struct connections *connections, struct event_base *base, unsigned max,
		      const struct connection_limits *limits);

/* After evhttp has let go of all of them. */
void connections__release(struct connections *connections);

/*
 * For the connection that is being accepted. Stops accepting when it was the last
 * that fits, and closes another to make room. NULL: out of memory.
 */
struct bufferevent *connections__add(struct connections *connections);

/*
 * A whole request has come, which is answered in its turn: at once, or when others have
 * taken theirs or were closed for being slow. First come, first served.
 */
void connections__queue(struct connections *connections, struct bufferevent *bev,
			struct evhttp_request *request);

/* It is being answered without a turn: what is small holds no memory. */
void connections__begin_answer(struct connections *connections, struct bufferevent *bev);
void connections__end_answer(struct connections *connections, struct bufferevent *bev);

/* No connection can be accepted for want of descriptors: wait, and close one. */
void connections__exhausted(struct connections *connections);

/* One of them was closed. */
void connections__check_soon(struct connections *connections);

/* Close all that are not being answered, and accept none from now on. */
void connections__close_idle(struct connections *connections);

#endif
