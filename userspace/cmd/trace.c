// SPDX-License-Identifier: GPL-2.0-only
/* `swapra trace`: attach, report, detach. What it reports is in trace_loop.c and below. */
#include <errno.h>
#include <stdio.h>
#include <unistd.h>

#include "../error.h"
#include "../kernel.h"
#include "../options.h"
#include "../session.h"
#include "../tracing.h"
#include "cmd.h"
#include "ready.h"
#include "stop.h"
#include "trace_live.h"
#include "trace_loop.h"
#include "trace_names.h"
#include "trace_options.h"
#include "trace_record.h"
#include "trace_replay.h"
#include "trace_run.h"

static int report(const struct trace_settings *settings, struct session *session,
		  struct trace_names *names, struct trace_record *record, int stop_fd)
{
	struct trace_live live;
	int err = trace_live__begin(&live, settings, session, names, record);

	if (!err)
		err = trace_loop__run(&live, stop_fd);
	trace_live__release(&live);
	return err;
}

/* Everything between attach and detach. */
static int trace_session(const struct trace_settings *settings, struct trace_names *names,
			 struct trace_record *record, const struct kernel *kernel,
			 enum backend backend, int stop_fd)
{
	struct session_options options = {
		.backend = backend,
		.events = settings->events,
		.outcomes = settings->events && (settings->outcomes || settings->record),
		/* Of a record nobody knows yet what it will be asked for. */
		.verdicts = settings->record || settings->verdicts ||
			    settings->render.view->wants_verdicts,
		.no_usefulness = settings->no_usefulness,
		.track_bytes = settings->track_bytes,
		.iaa = settings->render.view->wants_iaa,
		.sample = settings->sample,
	};
	struct session *session;
	int err;

	trace_names__filter_events(names, &options);
	session = session__open(kernel, &options);
	if (!session)
		return -errno;
	if (isatty(STDERR_FILENO))
		fprintf(stderr, "Tracing swap-in. Ctrl-C ends it and prints the %s.\n",
			settings->result ?: "totals");
	err = report(settings, session, names, record, stop_fd);
	if (settings->ready_file)
		unlink(settings->ready_file);
	session__close(session);
	return err;
}

static int trace_until_stop(const struct trace_settings *settings, struct trace_names *names,
			    struct trace_record *record, const struct kernel *kernel,
			    enum backend backend)
{
	int stop_fd = stop__install(), err;

	if (stop_fd < 0)
		return fail(-stop_fd, "signals", NULL, "handle");
	err = trace_session(settings, names, record, kernel, backend, stop_fd);
	close(stop_fd);
	return err;
}

/* The record before the signals: a pipe waits for its reader, and Ctrl-C ends that. */
static int trace_with_names(const struct trace_settings *settings, const struct kernel *kernel,
			    enum backend backend)
{
	struct trace_names names;
	struct trace_record record;
	int err = trace_names__open(&names, settings), closed;

	if (!err) {
		err = trace_record__open(&record, settings, &names);
		if (!err)
			err = trace_until_stop(settings, &names, &record, kernel, backend);
		closed = trace_record__close(&record);
		err = err ? err : closed;
	}
	trace_names__release(&names);
	return err;
}

/* Whether this kernel can be traced comes first: without that, nothing else helps. */
static int trace(const struct trace_settings *settings)
{
	enum backend backend = settings->backend;
	struct kernel kernel;
	int err = ready__clear(settings->ready_file);

	if (err)
		return err;
	kernel__probe(&kernel);
	err = tracing__require(&kernel, &backend);
	if (!err)
		err = trace_with_names(settings, &kernel, backend);
	kernel__release(&kernel);
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

int trace__run(struct trace_settings *settings, int err)
{
	int code;

	if (err == OPTIONS_HELP)
		code = EXIT_DONE;
	else if (err == -EINVAL)
		code = EXIT_USAGE;
	else if (err)
		code = exit_code(fail(-err, "options", NULL, "parse"));
	else
		code = exit_code(settings->replay ? trace_replay__run(settings) : trace(settings));
	trace_settings__release(settings);
	return code;
}

static int run(int argc, char **argv)
{
	struct trace_settings settings;

	return trace__run(&settings, trace_settings__parse(&settings, argc, argv));
}

const struct command cmd_trace = {
	.name = "trace",
	.summary = "count swapped-in pages, faults and readahead batches, cgroup by cgroup",
	.run = run,
};
