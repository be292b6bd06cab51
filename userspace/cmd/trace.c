// SPDX-License-Identifier: GPL-2.0-only
/* `swapra trace`: attach, report, detach. What it reports is in trace_loop.c and below. */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "../error.h"
#include "../kernel.h"
#include "../options.h"
#include "../session.h"
#include "cmd.h"
#include "ready.h"
#include "stop.h"
#include "trace_loop.h"
#include "trace_names.h"
#include "trace_options.h"

static struct session *open_session(const struct trace_settings *settings,
				    const struct trace_names *names)
{
	struct session_options options = {
		.backend = settings->backend,
		.events = settings->events,
		.sample = settings->sample,
	};
	struct session *session;
	struct kernel kernel;

	trace_names__filter_events(names, &options);
	kernel__probe(&kernel);
	session = session__open(&kernel, &options);
	kernel__release(&kernel);
	return session;
}

/* Everything between attach and detach. */
static int trace_session(const struct trace_settings *settings, struct trace_names *names,
			 int stop_fd)
{
	struct session *session = open_session(settings, names);
	int err;

	if (!session)
		return -errno;
	if (isatty(STDERR_FILENO))
		fputs("Tracing swap-in. Ctrl-C ends it and prints the totals.\n", stderr);
	err = ready__announce(settings->ready_file, settings->ready_fd);
	if (!err)
		err = trace_loop__run(settings, names, session, stop_fd);
	if (settings->ready_file)
		unlink(settings->ready_file);
	session__close(session);
	return err;
}

static int trace(const struct trace_settings *settings)
{
	struct trace_names names;
	int stop_fd, err;

	err = ready__clear(settings->ready_file);
	if (err)
		return err;
	err = trace_names__open(&names, settings);
	if (!err) {
		stop_fd = stop__install();
		err = stop_fd < 0 ? fail(-stop_fd, "signals", NULL, "handle") :
				    trace_session(settings, &names, stop_fd);
		if (stop_fd >= 0)
			close(stop_fd);
	}
	trace_names__release(&names);
	return err;
}

static int exit_code(int err)
{
	if (err == -EPIPE)
		stop__by_broken_pipe();
	if (err == -ENOTSUP)
		return EXIT_UNSUPPORTED;
	return err ? EXIT_FAILED : EXIT_DONE;
}

static int run(int argc, char **argv)
{
	struct trace_settings settings;
	int err = trace_settings__parse(&settings, argc, argv), code;

	if (err == OPTIONS_HELP)
		code = EXIT_DONE;
	else if (err == -EINVAL)
		code = EXIT_USAGE;
	else if (err)
		code = exit_code(fail(-err, "options", NULL, "parse"));
	else
		code = exit_code(trace(&settings));
	trace_settings__release(&settings);
	return code;
}

const struct command cmd_trace = {
	.name = "trace",
	.summary = "count swapped-in pages, faults and readahead batches, cgroup by cgroup",
	.run = run,
};
