/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Views: what a report is looked at for. Each is a list of columns, in the order of
 * its table, and what its lines are about. Nothing else in the program knows them.
 */
#ifndef SWAPRA_VIEW_H
#define SWAPRA_VIEW_H

#include "columns.h"

struct report;

/* When a view's column is shown. */
enum column_show {
	SHOW_DEFAULT,     /* always */
	SHOW_WIDE,        /* with --wide */
	SHOW_YIELDS,      /* as SHOW_DEFAULT; once a policy is attached, as SHOW_WIDE */
	SHOW_POLICY,      /* once a policy is attached */
	SHOW_POLICY_WIDE, /* with --wide, once a policy is attached */
};

struct view_column {
	const char *key;
	enum column_show show;
	const char *group, *header; /* in this view; NULL: the column's own */
};

struct view {
	const char *name;
	const char *help;
	enum line_kind lines;  /* what a line is about; the total is about all */
	bool wants_verdicts;   /* of session_options */
	bool wants_iaa;        /* likewise */
	const char *name_header; /* over the names of lines; NULL: they are cgroups */
	const char *sort;      /* key of the default order; NULL: by name */
	const struct view_column *columns;
	size_t nr_columns;
	void (*print_notes)(FILE *out, const struct report *report); /* below the table; may be NULL */
};

/* The first one is the default. */
extern const struct view views[];
extern const size_t nr_views;

/* Find by name; NULL if there is none. */
const struct view *view__find(const char *name);

/* With a policy attached or without, with --wide or without. */
bool view_column__is_shown(const struct view_column *column, bool wide, bool policies);

/* One line a view: name and help. */
void views__print_help(FILE *out);

#endif
