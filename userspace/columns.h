/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The columns of a report: one row each, from which the table, CSV, JSON,
 * --sort and the help text are all made, so that they cannot disagree.
 */
#ifndef SWAPRA_COLUMNS_H
#define SWAPRA_COLUMNS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "histogram.h"
#include "value.h"

struct report_row;

/* Where a column is shown; JSON and CSV always have all of them. */
enum column_show {
	SHOW_DEFAULT,     /* in every table */
	SHOW_WIDE,        /* in tables with --wide */
	SHOW_DATA,        /* in no table */
	SHOW_YIELDS,      /* as SHOW_DEFAULT; once a policy is attached, as SHOW_WIDE */
	SHOW_POLICY,      /* in every table, once a policy is attached */
	SHOW_POLICY_WIDE, /* in tables with --wide, once a policy is attached */
};

struct column {
	const char *key;    /* path of the JSON member, CSV header, --sort key */
	const char *group;  /* upper header line; adjacent equal ones are one group */
	const char *header; /* lower header line */
	const char *help;
	enum column_show show;
	struct value (*get)(const struct column *column, const struct report_row *row);
	size_t offset;      /* for getters that read one counter */
	unsigned a, b;      /* for getters that need a source, role, histogram or percent */
	bool is_text;       /* in tables on the left, and cut where room is short */
};

extern const struct column columns[];
extern const size_t nr_columns;

/* Find by key; ".total" may be left out ("pages" is "pages.total"). NULL if there is none. */
const struct column *column__find(const char *key);

/* One line a column: key, header, meaning. */
void columns__print_help(FILE *out);

#endif
