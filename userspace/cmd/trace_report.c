// SPDX-License-Identifier: GPL-2.0-only
/* See trace_report.h. */
#include "trace_report.h"

#include <errno.h>
#include <time.h>

#include "../duration.h"
#include "../error.h"
#include "../output.h"

static int64_t clock_ns(clockid_t clock, struct timespec *time)
{
	clock_gettime(clock, time);
	return time->tv_sec * (int64_t)NSEC_PER_SEC + time->tv_nsec;
}

int trace_report__begin(struct trace_report *trace, const struct trace_settings *settings,
			struct trace_names *names, struct session *session)
{
	struct timespec now;

	*trace = (struct trace_report){
		.settings = settings,
		.names = names,
		.session = session,
	};
	trace->start.time_ns = clock_ns(CLOCK_MONOTONIC, &now);
	if (session__read_verdicts(session, &trace->start.verdicts))
		return fail(ENOMEM, "counters", NULL, "read");
	if (settings->events)
		settings->renderer->begin_events(stdout, session__has_verdicts(session));
	else
		settings->renderer->begin_reports(stdout, &settings->render);
	return output__flush();
}

void trace_report__release(struct trace_report *trace)
{
	snapshot__reset(&trace->start);
	snapshot__reset(&trace->latest);
}

/* Events as CSV leave no room for another table: their totals go to stderr, for people. */
static int render(struct trace_report *trace, const struct report *report)
{
	const struct trace_settings *settings = trace->settings;

	if (settings->events && settings->renderer == &render_csv)
		return render_table.report(stderr, report, &settings->render);
	if (settings->events && settings->renderer == &render_table)
		putchar('\n');
	return settings->renderer->report(stdout, report, &settings->render);
}

static int print(struct trace_report *trace, enum report_type type, const struct snapshot *snap)
{
	const struct cgroup_names names = {
		.name = trace_names__name,
		.select = trace->names->nr_selected ? trace_names__select : NULL,
		.path = trace_names__path,
		.context = trace->names,
	};
	struct report report = {
		.type = type,
		.time = trace->latest_time,
		.duration_ns = snap->time_ns,
		.backend = backend__name(session__backend(trace->session)),
	};
	int err;

	cgroups__refresh(trace->names->cgroups);
	err = report__build(&report, snap, &names, &trace->settings->report);
	if (!err)
		err = render(trace, &report);
	report__release(&report);
	return err ? fail(-err, "report", NULL, "print") : output__flush();
}

static const struct snapshot *previous(const struct trace_report *trace)
{
	return trace->latest.time_ns ? &trace->latest : &trace->start;
}

int trace_report__interval(struct trace_report *trace)
{
	struct snapshot newer = {}, delta;
	int err = session__read(trace->session, &newer);

	if (err)
		return fail(-err, "counters", NULL, "read");
	clock_ns(CLOCK_REALTIME, &trace->latest_time);
	err = snapshot__delta(&delta, &newer, previous(trace));
	snapshot__reset(&trace->latest);
	trace->latest = newer;
	if (err)
		return fail(-err, "report", NULL, "print");
	if (trace->settings->interval_ns)
		err = print(trace, REPORT_INTERVAL, &delta);
	snapshot__reset(&delta);
	return err;
}

int trace_report__total(struct trace_report *trace)
{
	struct snapshot total;
	int err = snapshot__delta(&total, &trace->latest, &trace->start);

	if (err)
		return fail(-err, "report", NULL, "print");
	err = print(trace, REPORT_TOTAL, &total);
	snapshot__reset(&total);
	return err;
}

static void print_event(const struct session_record *record, void *context)
{
	const struct swapra_event *event = record->event;
	struct trace_report *trace = context;
	int64_t wall_ns = event->time_ns + trace->wall_offset_ns;
	struct event_view view = {
		.event = event,
		.time = { wall_ns / NSEC_PER_SEC, wall_ns % NSEC_PER_SEC },
		.has_verdicts = session__has_verdicts(trace->session),
	};

	if (trace->event_error ||
	    trace_names__select(trace->names, event->cgroup) != SELECTED)
		return;
	view.cgroup = trace_names__name(trace->names, event->cgroup);
	trace->event_error = trace->settings->renderer->event(stdout, &view);
}

int trace_report__events(struct trace_report *trace, unsigned max)
{
	struct timespec now;
	int drained;

	/* Anew each time: the wall clock may have been set meanwhile. */
	trace->wall_offset_ns = clock_ns(CLOCK_REALTIME, &now);
	trace->wall_offset_ns -= clock_ns(CLOCK_MONOTONIC, &now);
	cgroups__refresh(trace->names->cgroups);
	drained = session__drain_events(trace->session, max, print_event, trace);
	if (drained < 0)
		return fail(-drained, "events", NULL, "read");
	if (trace->event_error)
		return fail(-trace->event_error, "event", NULL, "print");
	return output__flush();
}
