/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The columns of a report: one row each, from which the tables, CSV, JSON,
 * --sort and the help text are all made, so that they cannot disagree. Which of
 * them a table has is for its view to say; see view.h.
 */
#ifndef SWAPRA_COLUMNS_H
#define SWAPRA_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "histogram.h"
#include "value.h"

struct report_row;
struct report_queue;
struct report_use;
struct swapra_iaa_queue;
struct swapra_use;

/* What a line of a report is about. */
enum line_kind {
	LINE_CGROUP = 1 << 0,  /* a cgroup */
	LINE_SETTING = 1 << 1, /* a cgroup's pages that were read with one setting */
	LINE_QUEUE = 1 << 2,   /* a work queue of IAA */
};

/* One line as its columns see it. Sums of many have no setting. */
struct line {
	const char *name;
	uint64_t cgroup;
	bool has_id;                      /* cgroup is a real cgroup's id */
	const struct report_row *row;     /* NULL: not about a whole cgroup */
	const struct report_use *setting; /* NULL: not about one setting */
	const struct swapra_use *use;     /* NULL: nobody looked what became of prefetched pages */
	int64_t pending;
	const struct swapra_iaa_queue *queue; /* NULL: not about a work queue */
};

struct line line__of_row(const struct report_row *row);
struct line line__of_use(const struct report_use *use);
struct line line__of_queue(const struct report_queue *queue);

struct column {
	const char *key;    /* path of the JSON member, CSV header, --sort key */
	const char *group;  /* upper header line; adjacent equal ones are one group */
	const char *header; /* lower header line */
	const char *help;
	struct value (*get)(const struct column *column, const struct line *line);
	unsigned lines;     /* kinds of lines that have it; 0: LINE_CGROUP */
	size_t offset;      /* for getters that read one counter */
	unsigned a, b;      /* for getters that need a source, role, histogram or percent */
	bool is_text;       /* in tables on the left, and cut where room is short */
};

extern const struct column columns[];
extern const size_t nr_columns;

/* Find by key; ".total" may be left out ("pages" is "pages.total"). NULL if there is none. */
const struct column *column__find(const char *key);

/* Whether lines of that kind have it. JSON and CSV have all columns of a line. */
bool column__is_of(const struct column *column, enum line_kind kind);

/* One line a column: key, header, meaning. */
void columns__print_help(FILE *out);

#endif
