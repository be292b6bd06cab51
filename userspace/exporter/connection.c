// SPDX-License-Identifier: GPL-2.0-only
/* One connection; see connection.h. */
#include "connection.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>

/* What one connection may send ahead. Above the most that headers may have, or they would never end. */
#define MAX_INPUT_BYTES (32U << 10)

/* The default would take a wake-up for each 16 KiB of an answer. */
#define MAX_WRITE_BYTES (256U << 10)

uint64_t connection__now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

void connection__enter(struct connection *connection, enum connection_state state)
{
	struct connections *owner = connection->owner;

	owner->nr_answers += (state == STATE_ANSWER) - (connection->state == STATE_ANSWER);
	owner->nr_waiting += (state == STATE_WAITING) - (connection->state == STATE_WAITING);
	connection->state = state;
	connection->since_ns = connection->progress_ns = connection__now_ns();
	TAILQ_REMOVE(&owner->list, connection, entry);
	TAILQ_INSERT_TAIL(&owner->list, connection, entry);
}

/* bufferevent_free() takes the callbacks away at once: evhttp has let go of it. */
bool connection__is_gone(const struct connection *connection)
{
	bufferevent_event_cb on_event;

	bufferevent_getcb(connection->bev, NULL, NULL, &on_event, NULL);
	return !on_event;
}

/* The descriptor is closed only here, so that nobody else gets its number before. */
void connection__forget(struct connection *connection)
{
	struct connections *owner = connection->owner;

	owner->nr--;
	owner->nr_answers -= connection->state == STATE_ANSWER;
	owner->nr_waiting -= connection->state == STATE_WAITING;
	TAILQ_REMOVE(&owner->list, connection, entry);
	bufferevent_decref(connection->bev);
	free(connection);
}

/* At once: evhttp frees it only when the events that are due have had their turn, answers among them. */
static void drop_output(struct bufferevent *bev)
{
	struct evbuffer *output = bufferevent_get_output(bev);

	evbuffer_unfreeze(output, true);
	evbuffer_drain(output, evbuffer_get_length(output));
	evbuffer_freeze(output, true);
}

/* As if it had timed out: evhttp drops the connection. */
void connection__close(struct connection *connection)
{
	drop_output(connection->bev);
	connection__enter(connection, STATE_CLOSING);
	bufferevent_trigger_event(connection->bev, BEV_EVENT_TIMEOUT | BEV_EVENT_READING,
				  BEV_TRIG_DEFER_CALLBACKS);
	connections__check_soon(connection->owner);
}

/* Who waits for a turn has none: others' turns end. */
uint64_t connection__deadline_ns(const struct connection *connection)
{
	const struct connection_limits *limits = &connection->owner->limits;
	unsigned ms = limits->request_ms;

	if (connection->state == STATE_WAITING)
		return UINT64_MAX;
	if (connection->state == STATE_IDLE)
		ms = limits->idle_ms;
	else if (connection->state == STATE_ANSWER)
		ms = limits->answer_ms;
	return connection->since_ns + ms * NSEC_PER_MSEC;
}

/* A reader that makes no progress, or has had more than enough time. */
uint64_t connection__turn_end_ns(const struct connection *connection)
{
	const struct connection_limits *limits = &connection->owner->limits;
	uint64_t stalled_ns = connection->progress_ns + limits->stall_ms * NSEC_PER_MSEC;
	uint64_t over_ns = connection->since_ns + limits->turn_ms * NSEC_PER_MSEC;

	return stalled_ns < over_ns ? stalled_ns : over_ns;
}

/* The first byte of the next request. */
static void on_input(struct evbuffer *buffer, const struct evbuffer_cb_info *info, void *context)
{
	struct connection *connection = context;

	(void)buffer;
	if (info->n_added && connection->state == STATE_IDLE) {
		connection__enter(connection, STATE_REQUEST);
		connections__check_soon(connection->owner);
	}
}

static void on_output(struct evbuffer *buffer, const struct evbuffer_cb_info *info, void *context)
{
	struct connection *connection = context;

	(void)buffer;
	if (info->n_deleted)
		connection->progress_ns = connection__now_ns();
}

static int watch(struct connection *connection)
{
	struct bufferevent *bev = connection->bev;

	bufferevent_setwatermark(bev, EV_READ, 0, MAX_INPUT_BYTES);
	bufferevent_set_max_single_write(bev, MAX_WRITE_BYTES);
	if (evbuffer_add_cb(bufferevent_get_input(bev), on_input, connection) &&
	    evbuffer_add_cb(bufferevent_get_output(bev), on_output, connection))
		return 0;
	return -ENOMEM;
}

struct connection *connection__new(struct connections *owner)
{
	struct connection *connection = calloc(1, sizeof(*connection));

	if (!connection)
		return NULL;
	connection->bev = bufferevent_socket_new(owner->base, -1, BEV_OPT_CLOSE_ON_FREE);
	connection->owner = owner;
	connection->since_ns = connection->progress_ns = connection__now_ns();
	if (connection->bev && !watch(connection))
		return connection;
	if (connection->bev)
		bufferevent_free(connection->bev);
	free(connection);
	return NULL;
}
