/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From snapshots and records to what is printed. Where they come from, a session or
 * a file, is not known here: the source pushes them, in the order of their time.
 */
#ifndef SWAPRA_TRACE_REPORT_H
#define SWAPRA_TRACE_REPORT_H

#include "../report.h"
#include "../session.h"
#include "trace_options.h"

/* What printing needs to know of a source. */
struct trace_source {
	const char *backend;
	bool has_verdicts;         /* events tell what policies decided */
	struct cgroup_names names; /* up to date whenever something is pushed */
};

struct trace_report {
	const struct trace_settings *settings;
	const struct trace_source *source;
	struct snapshot start;  /* the time, and verdicts before it; other counters begin at zero */
	struct snapshot latest; /* without a time: there was none */
	struct timespec latest_time; /* wall clock of latest */
};

/* Print what comes before the first report. Takes start over. Returns 0 or -errno, printed. */
int trace_report__begin(struct trace_report *trace, const struct trace_settings *settings,
			const struct trace_source *source, struct snapshot *start);

/* Takes newer over; prints what changed since the one before, if an interval ended. */
int trace_report__snapshot(struct trace_report *trace, struct snapshot *newer,
			   const struct timespec *time, bool is_interval);

/* Print one event or outcome, if it was asked for. Several make a trace_report__flush(). */
int trace_report__record(struct trace_report *trace, const struct session_record *record,
			 int64_t wall_offset_ns);
int trace_report__flush(const struct trace_report *trace);

/* Print the totals as of the latest snapshot. */
int trace_report__total(struct trace_report *trace);

void trace_report__release(struct trace_report *trace);

#endif
