/* SPDX-License-Identifier: GPL-2.0-only */
/* Which columns a table has, and how wide they are. Only table.c uses this. */
#ifndef SWAPRA_TABLE_LAYOUT_H
#define SWAPRA_TABLE_LAYOUT_H

#include "render.h"

#define TABLE_NAME_HEADER "CGROUP"

struct layout {
	const struct report *report;
	bool wide;
	char **names;      /* escaped; one a row, the total's last */
	size_t name_width;
	unsigned *widths;  /* one a column; 0 = not shown */
	unsigned digits;   /* longest count; 0 = any */
	unsigned text_max; /* widest text in a column; 0 = any */
};

/* Lines of a report: its rows and the total. */
size_t report__nr_lines(const struct report *report);
const struct report_row *report__line(const struct report *report, size_t line);

/* Fill in what comes after names, which the caller sets, with all that is before. */
void layout__arrange(struct layout *layout);

/* What stands in a cell; in text or elsewhere. */
const char *layout__cell(char text[VALUE_TEXT_SIZE], const struct layout *layout, size_t column,
			 size_t line);

/* The last column that stands under the same group header as first, and the width of both. */
size_t layout__group_end(const struct layout *layout, size_t first);
size_t layout__group_width(const struct layout *layout, size_t first, size_t last);

#endif
