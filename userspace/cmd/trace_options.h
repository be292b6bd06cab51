/* SPDX-License-Identifier: GPL-2.0-only */
/* What `swapra trace` was asked to do. */
#ifndef SWAPRA_TRACE_OPTIONS_H
#define SWAPRA_TRACE_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../options.h"
#include "../render/render.h"
#include "../report.h"
#include "../session.h"

#define TRACE_DEFAULT_SAMPLE 8

/* The end of what --help is about, for each command that traces. */
#define TRACE_NEEDS \
	"Needs root, or CAP_BPF, CAP_PERFMON and CAP_DAC_READ_SEARCH; for kprobes also\n" \
	"CAP_SYS_ADMIN where kernel.perf_event_paranoid is 3, as on Debian."

struct trace_settings {
	const char **cgroups; /* of argv; none = all */
	size_t nr_cgroups;
	uint64_t interval_ns; /* 0: no interval reports */
	uint64_t nr_intervals; /* 0: no limit */
	uint64_t duration_ns; /* 0: until interrupted */
	const char *sort;     /* key, or "cgroup"; NULL: as the view does */
	struct report_options report;
	struct render_options render;
	const struct renderer *renderer;
	bool events;
	bool outcomes;          /* of prefetched pages, beside the events */
	const char *record;     /* file to record to; NULL: none; "-": stdout */
	uint64_t record_limit;  /* bytes that events may fill it to */
	const char *replay;     /* file to report from, instead of the kernel; NULL: none */
	bool silent;            /* stdout is the record's */
	bool verdicts;          /* tell use apart by policy */
	const char *result;     /* what the end prints, for people; NULL: totals */
	enum backend backend;
	uint32_t sample;        /* time one batch in so many */
	bool no_usefulness;     /* prefetched pages are not followed */
	uint64_t track_bytes;   /* for the table of prefetched pages; 0: as swap needs */
	const char *ready_file; /* NULL: none */
	int ready_fd;           /* -1: none */
};

/*
 * Parse and complete. Returns 0, OPTIONS_HELP after printing help, -EINVAL after
 * printing what is wrong, or -ENOMEM. Release in any case.
 */
int trace_settings__parse(struct trace_settings *settings, int argc, char **argv);
void trace_settings__release(struct trace_settings *settings);

/*
 * The rows of a command whose settings begin with these: its own, and where one has but
 * a name and perhaps a help text, that of trace.
 */
void trace_options__fill(struct option_row *filled, const struct option_row *own, size_t nr);

#endif
