/* SPDX-License-Identifier: GPL-2.0-only */
/* --record: what a live trace reads goes to a file as well, with the names it had then. */
#ifndef SWAPRA_TRACE_RECORD_H
#define SWAPRA_TRACE_RECORD_H

#include "../record/writer.h"
#include "../report.h"
#include "../session.h"
#include "trace_names.h"
#include "trace_options.h"

/* A snapshot at least so often, so that a killed trace leaves totals, too. */
#define RECORD_INTERVAL_NS (5 * 1000000000ULL)

/* Without a writer nothing is recorded, and all of these do nothing. */
struct trace_record {
	struct record_output output;
	struct record_writer *writer;
	const struct trace_settings *settings;
	const struct trace_names *names;
	struct cgroup_names view; /* of names */
};

/* Create the file, if one is wanted. Everything here returns 0 or -errno, printed. */
int trace_record__open(struct trace_record *record, const struct trace_settings *settings,
		       struct trace_names *names);

/* What is recorded, and the start of it. */
int trace_record__begin(struct trace_record *record, const struct session *session,
			const struct snapshot *start);

/* The swap devices as they are now. */
int trace_record__devices(struct trace_record *record);

int trace_record__snapshot(struct trace_record *record, const struct snapshot *snap,
			   const struct timespec *time);

int trace_record__record(struct trace_record *record, const struct session_record *what,
			 int64_t wall_offset_ns);

/* The trace is over: say so in the file, and on stderr what the limit kept out of it. */
int trace_record__finish(struct trace_record *record);

/* Returns 0 or -errno, printed. */
int trace_record__close(struct trace_record *record);

#endif
