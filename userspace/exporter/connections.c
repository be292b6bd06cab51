// SPDX-License-Identifier: GPL-2.0-only
/* Deadlines and room; see connections.h. */
#include "connections.h"

#include <errno.h>
#include <stdlib.h>
#include <time.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>

#define NSEC_PER_MSEC 1000000ULL

/* What one connection may send ahead. Above the most that headers may have, or they would never end. */
#define MAX_INPUT_BYTES (32U << 10)

/* The default would take a wake-up for each 16 KiB of an answer. */
#define MAX_WRITE_BYTES (256U << 10)

#define EXHAUSTED_MS 1000

enum state {
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
	enum state state;
	uint64_t since_ns;    /* in this state */
	uint64_t progress_ns; /* bytes of the answer were last taken */
};

static uint64_t now_ns(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

static void check_after(struct connections *connections, uint64_t ns)
{
	struct timeval wait = { ns / 1000000000, ns % 1000000000 / 1000 + 1 };

	evtimer_add(connections->timer, &wait);
}

void connections__check_soon(struct connections *connections)
{
	check_after(connections, 0);
}

static void enter(struct connection *connection, enum state state)
{
	struct connections *owner = connection->owner;

	owner->nr_answers += (state == STATE_ANSWER) - (connection->state == STATE_ANSWER);
	owner->nr_waiting += (state == STATE_WAITING) - (connection->state == STATE_WAITING);
	connection->state = state;
	connection->since_ns = connection->progress_ns = now_ns();
	TAILQ_REMOVE(&owner->list, connection, entry);
	TAILQ_INSERT_TAIL(&owner->list, connection, entry);
}

/* bufferevent_free() takes the callbacks away at once: evhttp has let go of it. */
static bool is_gone(const struct connection *connection)
{
	bufferevent_event_cb on_event;

	bufferevent_getcb(connection->bev, NULL, NULL, &on_event, NULL);
	return !on_event;
}

/* The descriptor is closed only here, so that nobody else gets its number before. */
static void forget(struct connection *connection)
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
static void close_now(struct connection *connection)
{
	drop_output(connection->bev);
	enter(connection, STATE_CLOSING);
	bufferevent_trigger_event(connection->bev, BEV_EVENT_TIMEOUT | BEV_EVENT_READING,
				  BEV_TRIG_DEFER_CALLBACKS);
	connections__check_soon(connection->owner);
}

/* Who waits for a turn has none: others' turns end. */
static uint64_t deadline_ns(const struct connection *connection)
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

/* Nobody is waiting for an answer there, and it had its time to ask. */
static struct connection *oldest_without_answer(const struct connections *connections)
{
	struct connection *connection;

	TAILQ_FOREACH(connection, &connections->list, entry)
		if (connection->state == STATE_REQUEST || connection->state == STATE_IDLE)
			return connection;
	return NULL;
}

static struct connection *longest_waiting(const struct connections *connections)
{
	struct connection *connection;

	TAILQ_FOREACH(connection, &connections->list, entry)
		if (connection->state == STATE_WAITING)
			return connection;
	return NULL;
}

static uint64_t sooner(uint64_t a_ns, uint64_t b_ns)
{
	if (!a_ns || !b_ns)
		return a_ns + b_ns;
	return a_ns < b_ns ? a_ns : b_ns;
}

/* A reader that makes no progress, or has had more than enough time. */
static uint64_t turn_end_ns(const struct connection *connection)
{
	const struct connection_limits *limits = &connection->owner->limits;

	return sooner(connection->progress_ns + limits->stall_ms * NSEC_PER_MSEC,
		      connection->since_ns + limits->turn_ms * NSEC_PER_MSEC);
}

static struct connection *first_to_end(const struct connections *connections)
{
	struct connection *connection, *first = NULL;

	TAILQ_FOREACH(connection, &connections->list, entry)
		if (connection->state == STATE_ANSWER &&
		    (!first || turn_end_ns(connection) < turn_end_ns(first)))
			first = connection;
	return first;
}

/* Answer those whose turn it is. Returns when to look again, 0 for no time. */
static uint64_t take_turns(struct connections *connections, uint64_t now)
{
	struct connection *connection;

	while (connections->nr_waiting) {
		if (connections->nr_answers >= connections->max_answers) {
			connection = first_to_end(connections);
			if (turn_end_ns(connection) > now)
				return turn_end_ns(connection);
			close_now(connection);
		}
		connection = longest_waiting(connections);
		enter(connection, STATE_ANSWER);
		connections->answer(connections->context, connection->request);
		connections__check_soon(connections); /* it has a deadline now */
	}
	return 0;
}

/* Close one, at once or when its grace is over. Returns when to look again, 0 for no time. */
static uint64_t make_room(struct connections *connections, uint64_t now)
{
	struct connection *oldest = oldest_without_answer(connections);
	uint64_t end_ns;

	if (!oldest)
		return 0;
	end_ns = oldest->since_ns + connections->limits.grace_ms * NSEC_PER_MSEC;
	if (end_ns > now)
		return end_ns;
	close_now(oldest);
	return 0;
}

static void pause_accepting(struct connections *connections, bool paused)
{
	if (connections->is_paused == paused)
		return;
	connections->is_paused = paused;
	connections->pause(connections->context, paused);
}

/* Drop who is gone, close who is late. Returns the next time that something is due, 0 for none. */
static uint64_t sweep(struct connections *connections, uint64_t now)
{
	struct connection *connection, *next;
	uint64_t due_ns = 0, deadline;

	for (connection = TAILQ_FIRST(&connections->list); connection; connection = next) {
		next = TAILQ_NEXT(connection, entry);
		if (is_gone(connection)) {
			forget(connection);
			continue;
		}
		deadline = deadline_ns(connection);
		if (deadline <= now)
			close_now(connection);
		else if (deadline != UINT64_MAX)
			due_ns = sooner(due_ns, deadline);
	}
	return due_ns;
}

static void on_timer(evutil_socket_t fd, short what, void *context)
{
	struct connections *connections = context;
	uint64_t now = now_ns(), due_ns = sweep(connections, now);

	(void)fd;
	(void)what;
	if (connections->is_paused && connections->nr < connections->max) {
		if (connections->resume_ns <= now)
			pause_accepting(connections, false);
		else
			due_ns = sooner(due_ns, connections->resume_ns);
	} else if (connections->is_paused) {
		due_ns = sooner(due_ns, make_room(connections, now));
	}
	due_ns = sooner(due_ns, take_turns(connections, now));
	/* close_now() and take_turns() asked to look again at once. */
	if (due_ns && !evtimer_pending(connections->timer, NULL))
		check_after(connections, due_ns > now ? due_ns - now : 0);
}

/* The first byte of the next request. */
static void on_input(struct evbuffer *buffer, const struct evbuffer_cb_info *info, void *context)
{
	struct connection *connection = context;

	(void)buffer;
	if (info->n_added && connection->state == STATE_IDLE) {
		enter(connection, STATE_REQUEST);
		connections__check_soon(connection->owner);
	}
}

static void on_output(struct evbuffer *buffer, const struct evbuffer_cb_info *info, void *context)
{
	struct connection *connection = context;

	(void)buffer;
	if (info->n_deleted)
		connection->progress_ns = now_ns();
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

static struct connection *new_connection(struct connections *connections)
{
	struct connection *connection = calloc(1, sizeof(*connection));

	if (!connection)
		return NULL;
	connection->bev = bufferevent_socket_new(connections->base, -1, BEV_OPT_CLOSE_ON_FREE);
	connection->owner = connections;
	connection->since_ns = connection->progress_ns = now_ns();
	if (connection->bev && !watch(connection))
		return connection;
	if (connection->bev)
		bufferevent_free(connection->bev);
	free(connection);
	return NULL;
}

struct bufferevent *connections__add(struct connections *connections)
{
	struct connection *connection = new_connection(connections);

	if (!connection)
		return NULL;
	bufferevent_incref(connection->bev);
	TAILQ_INSERT_TAIL(&connections->list, connection, entry);
	if (++connections->nr >= connections->max)
		pause_accepting(connections, true);
	connections__check_soon(connections);
	return connection->bev;
}

static struct connection *find(const struct connections *connections, const struct bufferevent *bev)
{
	struct connection *connection;

	TAILQ_FOREACH(connection, &connections->list, entry)
		if (connection->bev == bev)
			return connection;
	return NULL;
}

/* Its turn is not before the next turn of the loop: evhttp is still about to hand it over. */
void connections__queue(struct connections *connections, struct bufferevent *bev,
			struct evhttp_request *request)
{
	struct connection *connection = find(connections, bev);

	connection->request = request;
	enter(connection, STATE_WAITING);
	connections__check_soon(connections);
}

void connections__begin_answer(struct connections *connections, struct bufferevent *bev)
{
	enter(find(connections, bev), STATE_ANSWER);
	connections__check_soon(connections);
}

void connections__end_answer(struct connections *connections, struct bufferevent *bev)
{
	struct connection *connection = find(connections, bev);
	size_t ahead = evbuffer_get_length(bufferevent_get_input(bev));

	/* A request sent ahead is not seen coming any more. */
	if (connection)
		enter(connection, ahead ? STATE_REQUEST : STATE_IDLE);
	connections__check_soon(connections);
}

void connections__exhausted(struct connections *connections)
{
	struct connection *oldest = oldest_without_answer(connections);

	connections->resume_ns = now_ns() + EXHAUSTED_MS * NSEC_PER_MSEC;
	pause_accepting(connections, true);
	if (oldest)
		close_now(oldest);
	connections__check_soon(connections);
}

void connections__close_idle(struct connections *connections)
{
	struct connection *connection;

	connections->resume_ns = UINT64_MAX;
	pause_accepting(connections, true);
	while ((connection = oldest_without_answer(connections)))
		close_now(connection);
}

int connections__init(struct connections *connections, struct event_base *base, unsigned max,
		      const struct connection_limits *limits)
{
	connections->base = base;
	connections->max = max;
	connections->limits = *limits;
	TAILQ_INIT(&connections->list);
	connections->timer = evtimer_new(base, on_timer, connections);
	return connections->timer ? 0 : -ENOMEM;
}

void connections__release(struct connections *connections)
{
	struct connection *connection;

	if (!connections->timer)
		return;
	while ((connection = TAILQ_FIRST(&connections->list)))
		forget(connection);
	event_free(connections->timer);
}
