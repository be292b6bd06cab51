// SPDX-License-Identifier: GPL-2.0-only
/* See trace_report.h. */
#include "trace_report.h"

#include <errno.h>

#include "../duration.h"
#include "../error.h"
#include "../output.h"
#include "../render/outcome_lines.h"

int trace_report__begin(struct trace_report *trace, const struct trace_settings *settings,
			const struct trace_source *source, struct snapshot *start)
{
	*trace = (struct trace_report){
		.settings = settings,
		.source = source,
		.start = *start,
	};
	*start = (struct snapshot){};
	if (settings->silent)
		return 0;
	if (settings->events)
		settings->renderer->begin_events(stdout, source->has_verdicts);
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
	struct report report = {
		.type = type,
		.time = trace->latest_time,
		.duration_ns = snap->time_ns,
		.backend = trace->source->backend,
	};
	int err;

	if (trace->settings->silent)
		return 0;
	err = report__build(&report, snap, &trace->source->names, &trace->settings->report);
	if (!err)
		err = render(trace, &report);
	report__release(&report);
	return err ? fail(-err, "report", NULL, "print") : output__flush();
}

static const struct snapshot *previous(const struct trace_report *trace)
{
	return trace->latest.time_ns ? &trace->latest : &trace->start;
}

int trace_report__snapshot(struct trace_report *trace, struct snapshot *newer,
			   const struct timespec *time, bool is_interval)
{
	struct snapshot delta;
	int err = snapshot__delta(&delta, newer, previous(trace));

	snapshot__reset(&trace->latest);
	trace->latest = *newer;
	trace->latest_time = *time;
	*newer = (struct snapshot){};
	if (err)
		return fail(-err, "report", NULL, "print");
	if (is_interval && !trace->settings->events)
		err = print(trace, REPORT_INTERVAL, &delta);
	snapshot__reset(&delta);
	return err;
}

int trace_report__total(struct trace_report *trace)
{
	struct snapshot total;
	int err = snapshot__delta(&total, previous(trace), &trace->start);

	if (err)
		return fail(-err, "report", NULL, "print");
	err = print(trace, REPORT_TOTAL, &total);
	snapshot__reset(&total);
	return err;
}

static struct timespec wall_time(uint64_t time_ns, int64_t wall_offset_ns)
{
	int64_t wall_ns = time_ns + wall_offset_ns;

	return (struct timespec){ wall_ns / NSEC_PER_SEC, wall_ns % NSEC_PER_SEC };
}

static int print_event(struct trace_report *trace, const struct swapra_event *event,
		       const char *name, int64_t wall_offset_ns)
{
	const struct event_view view = {
		.event = event,
		.cgroup = name,
		.time = wall_time(event->time_ns, wall_offset_ns),
		.has_verdicts = trace->source->has_verdicts,
	};

	return trace->settings->renderer->event(stdout, &view);
}

static int print_outcome(struct trace_report *trace, const struct swapra_outcome_event *outcome,
			 const char *name, int64_t wall_offset_ns)
{
	const struct outcome_view view = {
		.outcome = outcome,
		.cgroup = name,
		.time = wall_time(outcome->time_ns, wall_offset_ns),
		.has_verdicts = trace->source->has_verdicts,
	};

	return trace->settings->renderer == &render_json ?
		outcome__print_json(stdout, &view) : outcome__print_line(stdout, &view);
}

int trace_report__record(struct trace_report *trace, const struct session_record *record,
			 int64_t wall_offset_ns)
{
	const struct trace_settings *settings = trace->settings;
	const struct cgroup_names *names = &trace->source->names;
	uint64_t cgroup = record->event ? record->event->cgroup : record->outcome->cgroup;
	int err;

	if (settings->silent || !(record->event ? settings->events : settings->outcomes))
		return 0;
	if (names->select && names->select(names->context, cgroup) != SELECTED)
		return 0;
	err = record->event ?
		print_event(trace, record->event, names->name(names->context, cgroup),
			    wall_offset_ns) :
		print_outcome(trace, record->outcome, names->name(names->context, cgroup),
			      wall_offset_ns);
	return err ? fail(-err, "event", NULL, "print") : 0;
}

int trace_report__flush(const struct trace_report *trace)
{
	return trace->settings->silent ? 0 : output__flush();
}
