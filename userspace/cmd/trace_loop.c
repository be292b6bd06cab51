// SPDX-License-Identifier: GPL-2.0-only
/* One poll loop for timers, signals, events and the reader's end; see trace_loop.h. */
#include "trace_loop.h"

#include <errno.h>
#include <poll.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "../duration.h"
#include "../error.h"
#include "ready.h"

/* So few that a flood of them drowns neither a signal nor the end. */
#define EVENTS_AT_ONCE 4096

enum wake {
	WAKE_STOP,
	WAKE_END,    /* the duration is over */
	WAKE_TICK,   /* an interval is over, or the record wants a snapshot */
	WAKE_EVENTS,
	WAKE_SWAP,   /* a swap device came or went */
	WAKE_MODULES, /* a kernel module came or went */
	WAKE_OUTPUT, /* the reader of stdout is gone */
	NR_WAKES,
};

struct loop {
	struct trace_live *live;
	struct pollfd polls[NR_WAKES];
	uint64_t nr_intervals;
	bool done;
	bool up_to_date; /* the last interval report ended just now */
};

static struct timespec to_timespec(uint64_t ns)
{
	return (struct timespec){ .tv_sec = ns / NSEC_PER_SEC, .tv_nsec = ns % NSEC_PER_SEC };
}

/*
 * A timer counted from the session's start, so that late reports do not add up.
 * 0 stands for none and gives -1, which poll() skips.
 */
static int open_timer(uint64_t start_ns, uint64_t after_ns, uint64_t every_ns, int *fd)
{
	struct itimerspec when = {
		.it_value = to_timespec(start_ns + after_ns),
		.it_interval = to_timespec(every_ns),
	};

	*fd = -1;
	if (!after_ns)
		return 0;
	*fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK);
	if (*fd < 0 || timerfd_settime(*fd, TFD_TIMER_ABSTIME, &when, NULL))
		return fail(errno, "timer", NULL, "start");
	return 0;
}

static int open_wakes(struct loop *loop, int stop_fd)
{
	const struct trace_settings *settings = loop->live->settings;
	uint64_t start_ns = loop->live->start_ns, read_ns = settings->interval_ns;
	struct pollfd *polls = loop->polls;
	int err;

	if (settings->record && !read_ns)
		read_ns = RECORD_INTERVAL_NS;
	for (unsigned i = 0; i < NR_WAKES; i++)
		polls[i] = (struct pollfd){ .fd = -1, .events = POLLIN };
	polls[WAKE_STOP].fd = stop_fd;
	polls[WAKE_EVENTS].fd = session__events_fd(loop->live->session);
	polls[WAKE_SWAP] = (struct pollfd){
		.fd = session__swap_fd(loop->live->session), .events = POLLPRI,
	};
	polls[WAKE_MODULES].fd = session__modules_fd(loop->live->session);
	polls[WAKE_OUTPUT] = (struct pollfd){ .fd = STDOUT_FILENO }; /* errors alone */
	err = open_timer(start_ns, settings->duration_ns, 0, &polls[WAKE_END].fd);
	if (!err)
		err = open_timer(start_ns, read_ns, read_ns, &polls[WAKE_TICK].fd);
	return err;
}

static void close_wakes(struct loop *loop)
{
	if (loop->polls[WAKE_END].fd >= 0)
		close(loop->polls[WAKE_END].fd);
	if (loop->polls[WAKE_TICK].fd >= 0)
		close(loop->polls[WAKE_TICK].fd);
}

static int tick(struct loop *loop)
{
	uint64_t limit = loop->live->settings->nr_intervals, expirations;
	int err;

	/* More than one means that reports take longer than the interval; each says how long it was. */
	if (read(loop->polls[WAKE_TICK].fd, &expirations, sizeof(expirations)) < 0)
		return errno == EAGAIN ? 0 : fail(errno, "timer", NULL, "read");
	err = trace_live__interval(loop->live);
	loop->up_to_date = true;
	if (limit && ++loop->nr_intervals >= limit)
		loop->done = true;
	return err;
}

static int handle(struct loop *loop)
{
	const struct pollfd *polls = loop->polls;
	int err = 0;

	loop->up_to_date = false;
	if (polls[WAKE_OUTPUT].revents & (POLLERR | POLLHUP))
		return -EPIPE;
	if (polls[WAKE_SWAP].revents)
		err = trace_live__swap(loop->live);
	if (polls[WAKE_MODULES].revents)
		session__follow_modules(loop->live->session);
	if (!err && polls[WAKE_EVENTS].revents)
		err = trace_live__events(loop->live, EVENTS_AT_ONCE);
	if (!err && polls[WAKE_TICK].revents)
		err = tick(loop);
	if (polls[WAKE_END].revents || polls[WAKE_STOP].revents)
		loop->done = true;
	return err;
}

static int wait_and_handle(struct loop *loop)
{
	if (poll(loop->polls, NR_WAKES, -1) >= 0)
		return handle(loop);
	return errno == EINTR ? 0 : fail(errno, "events", NULL, "wait for");
}

/* The part of an interval that was cut short is reported too: intervals add up to the total. */
static int finish(struct loop *loop)
{
	int err = 0;

	if (loop->live->settings->events)
		err = trace_live__events(loop->live, SESSION_EVENTS_HELD);
	if (!err && !loop->up_to_date)
		err = trace_live__interval(loop->live);
	return err ? err : trace_live__total(loop->live);
}

static int report_until_end(struct loop *loop, int stop_fd)
{
	int err = open_wakes(loop, stop_fd);

	while (!err && !loop->done)
		err = wait_and_handle(loop);
	close_wakes(loop);
	return err;
}

int trace_loop__run(struct trace_live *live, int stop_fd)
{
	const struct trace_settings *settings = live->settings;
	struct loop loop = { .live = live };
	int err = ready__announce(settings->ready_file, settings->ready_fd);

	if (!err)
		err = report_until_end(&loop, stop_fd);
	return err ? err : finish(&loop);
}
