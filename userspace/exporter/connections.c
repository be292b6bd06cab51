// SPDX-License-Identifier: GPL-2.0-only
/* Deadlines, room and turns; see connections.h. */
#include "connections.h"

#include <errno.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>

#include "connection.h"

#define EXHAUSTED_MS 1000

static void check_after(struct connections *connections, uint64_t ns)
{
	struct timeval wait = { ns / 1000000000, ns % 1000000000 / 1000 + 1 };

	evtimer_add(connections->timer, &wait);
}

void connections__check_soon(struct connections *connections)
{
	check_after(connections, 0);
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

static struct connection *first_to_end(const struct connections *connections)
{
	struct connection *connection, *first = NULL;

	TAILQ_FOREACH(connection, &connections->list, entry)
		if (connection->state == STATE_ANSWER &&
		    (!first || connection__turn_end_ns(connection) < connection__turn_end_ns(first)))
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
			if (connection__turn_end_ns(connection) > now)
				return connection__turn_end_ns(connection);
			connection__close(connection);
		}
		connection = longest_waiting(connections);
		connection__enter(connection, STATE_ANSWER);
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
	connection__close(oldest);
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
		if (connection__is_gone(connection)) {
			connection__forget(connection);
			continue;
		}
		deadline = connection__deadline_ns(connection);
		if (deadline <= now)
			connection__close(connection);
		else if (deadline != UINT64_MAX)
			due_ns = sooner(due_ns, deadline);
	}
	return due_ns;
}

static void on_timer(evutil_socket_t fd, short what, void *context)
{
	struct connections *connections = context;
	uint64_t now = connection__now_ns(), due_ns = sweep(connections, now);

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
	/* connection__close() and take_turns() asked to look again at once. */
	if (due_ns && !evtimer_pending(connections->timer, NULL))
		check_after(connections, due_ns > now ? due_ns - now : 0);
}

struct bufferevent *connections__add(struct connections *connections)
{
	struct connection *connection = connection__new(connections);

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
	connection__enter(connection, STATE_WAITING);
	connections__check_soon(connections);
}

void connections__begin_answer(struct connections *connections, struct bufferevent *bev)
{
	connection__enter(find(connections, bev), STATE_ANSWER);
	connections__check_soon(connections);
}

void connections__end_answer(struct connections *connections, struct bufferevent *bev)
{
	struct connection *connection = find(connections, bev);
	size_t ahead = evbuffer_get_length(bufferevent_get_input(bev));

	/* A request sent ahead is not seen coming any more. */
	if (connection)
		connection__enter(connection, ahead ? STATE_REQUEST : STATE_IDLE);
	connections__check_soon(connections);
}

void connections__exhausted(struct connections *connections)
{
	struct connection *oldest = oldest_without_answer(connections);

	connections->resume_ns = connection__now_ns() + EXHAUSTED_MS * NSEC_PER_MSEC;
	pause_accepting(connections, true);
	if (oldest)
		connection__close(oldest);
	connections__check_soon(connections);
}

void connections__close_idle(struct connections *connections)
{
	struct connection *connection;

	connections->resume_ns = UINT64_MAX;
	pause_accepting(connections, true);
	while ((connection = oldest_without_answer(connections)))
		connection__close(connection);
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
		connection__forget(connection);
	event_free(connections->timer);
}
