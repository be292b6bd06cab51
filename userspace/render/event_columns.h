/* SPDX-License-Identifier: GPL-2.0-only */
/* The columns of --events, for text, CSV and JSON alike; as columns.h is for reports. */
#ifndef SWAPRA_EVENT_COLUMNS_H
#define SWAPRA_EVENT_COLUMNS_H

#include "../value.h"
#include "render.h"

struct event_column {
	const char *key;    /* path of the JSON member, CSV header */
	const char *header; /* NULL: not in the table */
	int width;          /* as in printf(): negative = left-aligned */
	struct value (*get)(const struct event_view *view);
	bool is_verdict;    /* in the table only where events tell verdicts */
};

extern const struct event_column event_columns[];
extern const size_t nr_event_columns;

/* Whether the table of events has the column. */
bool event_column__is_shown(const struct event_column *column, bool has_verdicts);

#endif
