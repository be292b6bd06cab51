/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The printers: table for people, CSV and JSON Lines for programs. Each is one
 * row of functions, all of them pure: report or event in, text out.
 */
#ifndef SWAPRA_RENDER_H
#define SWAPRA_RENDER_H

#include <stdbool.h>
#include <stdio.h>
#include <time.h>

#include "../report.h"
#include "../view.h"

struct render_options {
	bool wide;       /* table: all columns, names in full */
	bool histograms; /* table and JSON: the distributions too */
	const struct view *view; /* table and CSV; NULL: the default */
};

/* An event with what user space knows about it. */
struct event_view {
	const struct swapra_event *event;
	const char *cgroup; /* name of the faulting one */
	struct timespec time;
	bool has_verdicts; /* the table has columns for them */
};

struct renderer {
	const char *name;
	/* What comes once, before the first report or event. */
	void (*begin_reports)(FILE *out, const struct render_options *options);
	void (*begin_events)(FILE *out, bool has_verdicts);
	/* Both return 0 or -ENOMEM; write errors are left to ferror(). */
	int (*report)(FILE *out, const struct report *report,
		      const struct render_options *options);
	int (*event)(FILE *out, const struct event_view *view);
};

extern const struct renderer render_table;
extern const struct renderer render_csv;
extern const struct renderer render_json;

/* Find by name; NULL if there is none. */
const struct renderer *renderer__find(const char *name);

/* The table's way to print events: a header once, then a line each. */
void event_lines__begin(FILE *out, bool has_verdicts);
int event_lines__print(FILE *out, const struct event_view *view);

/* Every histogram of the rows and the total, as text with bars. Returns 0 or -ENOMEM. */
int histograms__print(FILE *out, const struct report *report);

#endif
