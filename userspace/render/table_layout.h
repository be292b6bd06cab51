/* SPDX-License-Identifier: GPL-2.0-only */
/* Which columns a table has, and how wide they are. Only table.c uses this. */
#ifndef SWAPRA_TABLE_LAYOUT_H
#define SWAPRA_TABLE_LAYOUT_H

#include "render.h"

struct layout_column {
	const struct column *column;
	const char *group, *header;
	unsigned width;
};

struct layout {
	struct line *lines; /* the total's last */
	size_t nr_lines;
	char **names;       /* escaped; one a line */
	struct layout_column *columns; /* those that are shown */
	size_t nr_columns;
	const char *name_header;
	size_t name_width;
	unsigned digits;    /* longest count; 0 = any */
	unsigned text_max;  /* widest text in a column; 0 = any */
};

/* Choose lines, columns and widths. Returns 0 or -ENOMEM; release in any case. */
int layout__arrange(struct layout *layout, const struct report *report,
		    const struct render_options *options);
void layout__release(struct layout *layout);

/* What stands in a cell; in text or elsewhere. */
const char *layout__cell(char text[VALUE_TEXT_SIZE], const struct layout *layout, size_t column,
			 size_t line);

/* The last column that stands under the same group header as first, and the width of both. */
size_t layout__group_end(const struct layout *layout, size_t first);
size_t layout__group_width(const struct layout *layout, size_t first, size_t last);

#endif
