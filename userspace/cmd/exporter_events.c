// SPDX-License-Identifier: GPL-2.0-only
/* Signals and the session's descriptors, as events; see exporter_events.h. */
#include "exporter_events.h"

#include <errno.h>
#include <signal.h>
#include <sys/epoll.h>
#include <unistd.h>

#include <event2/event.h>

#include "../error.h"
#include "../session.h"

static int add(struct exporter_events *events, struct event *event)
{
	if (!event)
		return fail(ENOMEM, "event", NULL, "wait for");
	events->rows[events->nr++] = event;
	return event_add(event, NULL) ? fail(ENOMEM, "event", NULL, "wait for") : 0;
}

static void on_stop(evutil_socket_t number, short what, void *context)
{
	const struct exporter_handlers *handlers = context;

	(void)number;
	(void)what;
	handlers->stop(handlers->context);
}

static void on_reload(evutil_socket_t number, short what, void *context)
{
	const struct exporter_handlers *handlers = context;

	(void)number;
	(void)what;
	handlers->reload(handlers->context);
}

static void on_modules(evutil_socket_t fd, short what, void *context)
{
	const struct exporter_handlers *handlers = context;

	(void)fd;
	(void)what;
	handlers->modules(handlers->context);
}

/*
 * Asking makes it quiet again. The answer does not count: the kernel tells of a change
 * once, and the loop that woke up has mostly been told already.
 */
static void on_swap(evutil_socket_t fd, short what, void *context)
{
	const struct exporter_handlers *handlers = context;
	struct epoll_event ready;

	(void)what;
	epoll_wait(fd, &ready, 1, 0);
	handlers->swap(handlers->context);
}

int exporter_events__open(struct exporter_events *events, struct event_base *base,
			  const struct exporter_handlers *handlers)
{
	struct sigaction ignore = { .sa_handler = SIG_IGN };
	void *context = (void *)handlers;
	int err;

	*events = (struct exporter_events){ .handlers = handlers, .swap_epoll = -1 };
	if (sigaction(SIGPIPE, &ignore, NULL))
		return fail(errno, "signals", NULL, "handle");
	err = add(events, evsignal_new(base, SIGTERM, on_stop, context));
	if (!err)
		err = add(events, evsignal_new(base, SIGINT, on_stop, context));
	return err ? err : add(events, evsignal_new(base, SIGHUP, on_reload, context));
}

/*
 * /proc/swaps is always readable and says by POLLPRI alone that it changed, which
 * libevent cannot wait for. An epoll of its own is readable only when that is so.
 */
static int open_swap_epoll(int *epoll, int swap_fd)
{
	struct epoll_event change = { .events = EPOLLPRI };

	*epoll = epoll_create1(EPOLL_CLOEXEC);
	if (*epoll < 0 || epoll_ctl(*epoll, EPOLL_CTL_ADD, swap_fd, &change))
		return fail(errno, "swap devices", NULL, "watch");
	return 0;
}

int exporter_events__watch(struct exporter_events *events, struct event_base *base,
			   const struct session *session)
{
	int swap_fd = session__swap_fd(session), modules_fd = session__modules_fd(session), err = 0;
	void *context = (void *)events->handlers;

	if (swap_fd >= 0) {
		err = open_swap_epoll(&events->swap_epoll, swap_fd);
		if (!err)
			err = add(events, event_new(base, events->swap_epoll, EV_READ | EV_PERSIST,
						    on_swap, context));
	}
	if (!err && modules_fd >= 0)
		err = add(events, event_new(base, modules_fd, EV_READ | EV_PERSIST, on_modules,
					    context));
	return err;
}

void exporter_events__release(struct exporter_events *events)
{
	while (events->nr)
		event_free(events->rows[--events->nr]);
	if (events->swap_epoll >= 0)
		close(events->swap_epoll);
	events->swap_epoll = -1;
}
