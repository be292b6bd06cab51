// SPDX-License-Identifier: GPL-2.0-only
/* See trace_live.h. */
#include "trace_live.h"

#include <errno.h>
#include <time.h>

#include "../duration.h"
#include "../error.h"

static int64_t clock_ns(clockid_t clock, struct timespec *time)
{
	clock_gettime(clock, time);
	return time->tv_sec * (int64_t)NSEC_PER_SEC + time->tv_nsec;
}

int trace_live__begin(struct trace_live *live, const struct trace_settings *settings,
		      struct session *session, struct trace_names *names,
		      struct trace_record *record)
{
	struct snapshot start = {};
	struct timespec now;
	int err;

	*live = (struct trace_live){
		.settings = settings,
		.session = session,
		.names = names,
		.record = record,
		.source = {
			.backend = backend__name(session__backend(session)),
			.has_verdicts = session__has_verdicts(session),
			.names = trace_names__view(names),
		},
	};
	start.time_ns = clock_ns(CLOCK_MONOTONIC, &now);
	live->start_ns = start.time_ns;
	err = session__read_verdicts(session, &start.verdicts);
	if (err)
		return fail(-err, "counters", NULL, "read");
	err = trace_record__begin(record, session, &start);
	if (!err)
		err = trace_report__begin(&live->report, settings, &live->source, &start);
	snapshot__reset(&start);
	return err;
}

int trace_live__interval(struct trace_live *live)
{
	struct snapshot snap = {};
	struct timespec now;
	int err = session__read(live->session, &snap);

	if (err)
		return fail(-err, "counters", NULL, "read");
	clock_ns(CLOCK_REALTIME, &now);
	/* The record gets the names first: what it has is what the report looks up. */
	cgroups__refresh(live->names->cgroups);
	err = trace_record__snapshot(live->record, &snap, &now);
	if (!err)
		err = trace_report__snapshot(&live->report, &snap, &now,
					     live->settings->interval_ns);
	snapshot__reset(&snap);
	return err;
}

static void take_record(const struct session_record *record, void *context)
{
	struct trace_live *live = context;

	if (live->event_error)
		return;
	live->event_error = trace_record__record(live->record, record, live->wall_offset_ns);
	if (!live->event_error)
		live->event_error = trace_report__record(&live->report, record,
							 live->wall_offset_ns);
}

int trace_live__events(struct trace_live *live, unsigned max)
{
	struct timespec now;
	int drained;

	/* Anew each time: the wall clock may have been set meanwhile. */
	live->wall_offset_ns = clock_ns(CLOCK_REALTIME, &now);
	live->wall_offset_ns -= clock_ns(CLOCK_MONOTONIC, &now);
	cgroups__refresh(live->names->cgroups);
	drained = session__drain_events(live->session, max, take_record, live);
	if (drained < 0)
		return fail(-drained, "events", NULL, "read");
	return live->event_error ? live->event_error : trace_report__flush(&live->report);
}

int trace_live__swap(struct trace_live *live)
{
	int err = session__follow_swap(live->session);

	return err ? err : trace_record__devices(live->record);
}

int trace_live__total(struct trace_live *live)
{
	int err = trace_record__finish(live->record);

	return err ? err : trace_report__total(&live->report);
}

void trace_live__release(struct trace_live *live)
{
	trace_report__release(&live->report);
}
