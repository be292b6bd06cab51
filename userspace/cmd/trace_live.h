/* SPDX-License-Identifier: GPL-2.0-only */
/* A live source: from the session to the reports, and to the record. */
#ifndef SWAPRA_TRACE_LIVE_H
#define SWAPRA_TRACE_LIVE_H

#include "../session.h"
#include "trace_names.h"
#include "trace_record.h"
#include "trace_report.h"

struct trace_live {
	const struct trace_settings *settings;
	struct session *session;
	struct trace_names *names;
	struct trace_record *record;
	struct trace_source source;
	struct trace_report report;
	uint64_t start_ns;      /* CLOCK_MONOTONIC */
	int64_t wall_offset_ns; /* wall clock minus the clock of events */
	int event_error;        /* first -errno while taking events */
};

/* Start the clock. Everything here returns 0 or -errno, printed. Release in any case. */
int trace_live__begin(struct trace_live *live, const struct trace_settings *settings,
		      struct session *session, struct trace_names *names,
		      struct trace_record *record);

/* Read the counters; report what changed since they were read last, if intervals are wanted. */
int trace_live__interval(struct trace_live *live);

/* Take events that wait, at most max. */
int trace_live__events(struct trace_live *live, unsigned max);

/* A swap device came or went. */
int trace_live__swap(struct trace_live *live);

/* The totals as of the last read. */
int trace_live__total(struct trace_live *live);

void trace_live__release(struct trace_live *live);

#endif
