/* SPDX-License-Identifier: GPL-2.0-only */
/* From the session's counters and events to printed reports. */
#ifndef SWAPRA_TRACE_REPORT_H
#define SWAPRA_TRACE_REPORT_H

#include "../session.h"
#include "trace_names.h"
#include "trace_options.h"

struct trace_report {
	const struct trace_settings *settings;
	struct trace_names *names;
	struct session *session;
	struct snapshot start;  /* the time, and verdicts before it; other counters begin at zero */
	struct snapshot latest; /* what the last interval ended with; without a time: none did */
	struct timespec latest_time; /* wall clock of latest */
	int64_t wall_offset_ns; /* wall clock minus the clock of events */
	int event_error;        /* first -errno while printing events */
};

/* Start the clock and print what comes before the first report. Returns 0 or -errno, printed. */
int trace_report__begin(struct trace_report *trace, const struct trace_settings *settings,
			struct trace_names *names, struct session *session);

/* Read the counters; print what changed since they were read last, if intervals are wanted. */
int trace_report__interval(struct trace_report *trace);

/* Print the totals as of the last read. */
int trace_report__total(struct trace_report *trace);

/* Print events that wait, at most max. */
int trace_report__events(struct trace_report *trace, unsigned max);

void trace_report__release(struct trace_report *trace);

#endif
