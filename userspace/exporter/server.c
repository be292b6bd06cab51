// SPDX-License-Identifier: GPL-2.0-only
/* evhttp, within limits; see server.h. The pages are in pages.c, who is connected in connections.c. */
#include "server.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <event2/http.h>
#include <event2/listener.h>

#include "../error.h"
#include "pages.h"

#define MAX_HEADER_BYTES 8192

/* Pages that wait for their readers, at once: the bound on memory. */
#define MAX_ANSWERS 4

#define MAX_LISTENERS 64

#define MIN_COMPLAINT_GAP_S 60

const struct connection_limits server_limits = {
	.request_ms = 10 * 1000,
	.idle_ms = 330 * 1000, /* more than the five minutes after which Prometheus itself lets go */
	.answer_ms = 30 * 1000,
	.grace_ms = 100,
	/* All connections there are, none of them read: the last one waits for 4 s. */
	.stall_ms = 250,
	.turn_ms = 2000,
};

struct server {
	struct event_base *base;
	struct evhttp *http;
	const struct server_options *options;
	const struct server_handler *handler;
	struct connections connections;
	struct evhttp_bound_socket *listeners[MAX_LISTENERS];
	unsigned nr_listeners;
	struct event *finish_check; /* while the last answers are waited for */
	void (*done)(void *context);
	void *done_context;
	time_t complained; /* of descriptors that ran out; CLOCK_MONOTONIC */
};

/* A listener's context is evhttp's own, and its errors come with that: so one server a process. */
static struct server *the_server;

static void pause_listeners(void *context, bool paused)
{
	struct server *server = context;

	for (unsigned i = 0; i < server->nr_listeners; i++) {
		struct evconnlistener *listener =
			evhttp_bound_socket_get_listener(server->listeners[i]);

		if (paused)
			evconnlistener_disable(listener);
		else
			evconnlistener_enable(listener);
	}
}

static struct bufferevent *on_accept(struct event_base *base, void *context)
{
	struct server *server = context;

	(void)base;
	return connections__add(&server->connections);
}

/* A listener that is left alone would be ready for ever, and the loop would spin. */
static void on_accept_error(struct evconnlistener *listener, void *context)
{
	struct server *server = the_server;
	int err = EVUTIL_SOCKET_ERROR();
	struct timespec now;

	(void)listener;
	(void)context;
	clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
	if (!server->complained || now.tv_sec - server->complained >= MIN_COMPLAINT_GAP_S) {
		fail(err, "connection", NULL, "accept");
		server->complained = now.tv_sec ?: 1;
	}
	connections__exhausted(&server->connections);
}

static void on_connection_end(struct evhttp_connection *connection, void *context)
{
	struct server *server = context;

	(void)connection;
	connections__check_soon(&server->connections);
}

static void on_answer_taken(struct evhttp_request *request, void *context)
{
	struct server *server = context;
	struct evhttp_connection *connection = evhttp_request_get_connection(request);

	connections__end_answer(&server->connections,
				evhttp_connection_get_bufferevent(connection));
}

/*
 * While the answer is taken nothing is read: what a client sends ahead stays with the
 * kernel, and one that has closed its own half still gets all of it. evhttp reads again
 * when the next request's turn comes.
 */
static void answer(void *context, struct evhttp_request *request)
{
	struct server *server = context;
	struct evhttp_connection *connection = evhttp_request_get_connection(request);
	struct bufferevent *bev = evhttp_connection_get_bufferevent(connection);

	if (server->done)
		evhttp_add_header(evhttp_request_get_output_headers(request), "Connection", "close");
	pages__answer(request, server->options->telemetry_path, server->handler);
	bufferevent_disable(bev, EV_READ);
}

/* Only what may be large has to wait for others: a check of health has not. */
static void on_request(struct evhttp_request *request, void *context)
{
	struct server *server = context;
	struct evhttp_connection *connection = evhttp_request_get_connection(request);
	struct bufferevent *bev = evhttp_connection_get_bufferevent(connection);

	evhttp_connection_set_closecb(connection, on_connection_end, server);
	evhttp_request_set_on_complete_cb(request, on_answer_taken, server);
	if (pages__is_scrape(request, server->options->telemetry_path)) {
		bufferevent_disable(bev, EV_READ);
		connections__queue(&server->connections, bev, request);
	} else {
		connections__begin_answer(&server->connections, bev);
		answer(server, request);
	}
}

static int configure(struct server *server)
{
	const struct server_options *options = server->options;
	struct evhttp *http = evhttp_new(server->base);

	server->http = http;
	if (!http)
		return -ENOMEM;
	evhttp_set_max_headers_size(http, MAX_HEADER_BYTES);
	evhttp_set_max_body_size(http, 0);
	/* All it knows: pages.c tells which are wrong, and what would be right. */
	evhttp_set_allowed_methods(http, UINT16_MAX);
	evhttp_set_default_content_type(http, NULL);
	evhttp_set_bevcb(http, on_accept, server);
	evhttp_set_gencb(http, on_request, server);
	server->connections.pause = pause_listeners;
	server->connections.answer = answer;
	server->connections.max_answers = MAX_ANSWERS;
	server->connections.context = server;
	return connections__init(&server->connections, server->base, options->max_connections,
				 &options->limits);
}

struct server *server__open(struct event_base *base, const struct server_options *options,
			    const struct server_handler *handler)
{
	struct server *server = the_server ? NULL : calloc(1, sizeof(*server));

	if (server) {
		the_server = server;
		server->base = base;
		server->options = options;
		server->handler = handler;
		if (!configure(server))
			return server;
		server__close(server);
	}
	errno = the_server ? EBUSY : ENOMEM;
	fail(errno, "server", NULL, "start");
	return NULL;
}

int server__listen(struct server *server, int fd)
{
	struct evhttp_bound_socket *bound = NULL;
	struct evconnlistener *listener;

	if (server->nr_listeners >= MAX_LISTENERS) {
		close(fd);
		return fail(E2BIG, "listeners", NULL, "add to");
	}
	listener = evconnlistener_new(server->base, NULL, NULL,
				      LEV_OPT_CLOSE_ON_FREE | LEV_OPT_CLOSE_ON_EXEC, 0, fd);
	if (listener)
		bound = evhttp_bind_listener(server->http, listener);
	if (!bound) {
		if (listener)
			evconnlistener_free(listener);
		else
			close(fd);
		return fail(ENOMEM, "listener", NULL, "add");
	}
	evconnlistener_set_error_cb(listener, on_accept_error);
	server->listeners[server->nr_listeners++] = bound;
	return 0;
}

static void close_listeners(struct server *server)
{
	while (server->nr_listeners)
		evhttp_del_accept_socket(server->http, server->listeners[--server->nr_listeners]);
}

#define FINISH_CHECK_MS 20

static void check_finished(evutil_socket_t fd, short what, void *context)
{
	struct server *server = context;

	(void)fd;
	(void)what;
	connections__close_idle(&server->connections);
	if (!server->connections.nr_answers && !server->connections.nr_waiting)
		server->done(server->done_context);
}

void server__finish(struct server *server, void (*done)(void *context), void *context)
{
	struct timeval every = { .tv_usec = FINISH_CHECK_MS * 1000 };

	if (server->done)
		return;
	server->done = done;
	server->done_context = context;
	close_listeners(server);
	server->finish_check = event_new(server->base, -1, EV_PERSIST, check_finished, server);
	if (!server->finish_check || evtimer_add(server->finish_check, &every))
		done(context);
}

void server__close(struct server *server)
{
	if (!server)
		return;
	if (server->finish_check)
		event_free(server->finish_check);
	server->nr_listeners = 0;
	if (server->http)
		evhttp_free(server->http);
	connections__release(&server->connections);
	free(server);
	the_server = NULL;
}

unsigned server__nr_connections(const struct server *server)
{
	return server->connections.nr;
}
