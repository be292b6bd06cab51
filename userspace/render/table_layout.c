// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every column as wide as its widest cell, so that counts stay exact; where that
 * would leave less than TABLE_WIDTH for a name, counts are shortened and the names
 * are cut.
 */
#include "table_layout.h"

#include <string.h>

#include "../text.h"

#define TABLE_WIDTH 79
/* Narrower names say nothing; TABLE_WIDTH has room for it beside shortened counts. */
#define NAME_MIN 11
#define SHORT_DIGITS 5
/* Texts in columns: the most they take, and what is left of them where room is short. */
#define TEXT_MAX 15
#define TEXT_MIN 7

size_t report__nr_lines(const struct report *report)
{
	return report->nr_rows + 1;
}

const struct report_row *report__line(const struct report *report, size_t line)
{
	return line < report->nr_rows ? &report->rows[line] : &report->total;
}

static bool is_shown(const struct layout *layout, const struct column *column)
{
	bool policies = layout->report->has_policies;

	switch (column->show) {
	case SHOW_DEFAULT:
		return true;
	case SHOW_WIDE:
		return layout->wide;
	case SHOW_YIELDS:
		return layout->wide || !policies;
	case SHOW_POLICY:
		return policies;
	case SHOW_POLICY_WIDE:
		return layout->wide && policies;
	case SHOW_DATA:
		break;
	}
	return false;
}

const char *layout__cell(char text[VALUE_TEXT_SIZE], const struct layout *layout, size_t column,
			 size_t line)
{
	struct value value = columns[column].get(&columns[column],
						 report__line(layout->report, line));

	return value__format(text, &value, layout->digits);
}

/* The last column that stands under the same group header as first. */
size_t layout__group_end(const struct layout *layout, size_t first)
{
	size_t last = first;

	for (size_t i = first + 1; i < nr_columns; i++) {
		if (!is_shown(layout, &columns[i]))
			continue;
		if (strcmp(columns[i].group, columns[first].group))
			break;
		last = i;
	}
	return last;
}

size_t layout__group_width(const struct layout *layout, size_t first, size_t last)
{
	size_t width = layout->widths[first];

	for (size_t i = first + 1; i <= last; i++)
		if (layout->widths[i])
			width += 1 + layout->widths[i];
	return width;
}

/* A group's name may need more room than its columns do. */
static void widen_groups(struct layout *layout)
{
	for (size_t i = 0; i < nr_columns; i++) {
		size_t last, have, need;

		if (!layout->widths[i])
			continue;
		last = layout__group_end(layout, i);
		have = layout__group_width(layout, i, last);
		need = strlen(columns[i].group);
		if (need > have)
			layout->widths[i] += need - have;
		i = last;
	}
}

static unsigned measure_column(const struct layout *layout, size_t column)
{
	char text[VALUE_TEXT_SIZE];
	size_t widest = 0;

	for (size_t line = 0; line < report__nr_lines(layout->report); line++) {
		size_t width = strlen(layout__cell(text, layout, column, line));

		if (width > widest)
			widest = width;
	}
	if (columns[column].is_text && layout->text_max && widest > layout->text_max)
		widest = layout->text_max;
	return widest;
}

/* Returns the width of all columns with the blank before each. */
static size_t measure_columns(struct layout *layout)
{
	size_t total = 0;

	for (size_t i = 0; i < nr_columns; i++) {
		unsigned header, widest;

		layout->widths[i] = 0;
		if (!is_shown(layout, &columns[i]))
			continue;
		header = strlen(columns[i].header);
		widest = measure_column(layout, i);
		layout->widths[i] = widest > header ? widest : header;
	}
	widen_groups(layout);
	for (size_t i = 0; i < nr_columns; i++)
		if (layout->widths[i])
			total += 1 + layout->widths[i];
	return total;
}

static size_t widest_name(const struct layout *layout)
{
	size_t widest = strlen(TABLE_NAME_HEADER);

	for (size_t line = 0; line < report__nr_lines(layout->report); line++) {
		size_t width = text__width(layout->names[line]);

		if (width > widest)
			widest = width;
	}
	return widest;
}

void layout__arrange(struct layout *layout)
{
	size_t names = widest_name(layout);
	size_t least = names < NAME_MIN ? names : NAME_MIN;
	size_t columns_width;

	layout->name_width = names;
	layout->text_max = layout->wide ? 0 : TEXT_MAX;
	columns_width = measure_columns(layout);
	if (layout->wide)
		return;
	if (columns_width + least > TABLE_WIDTH) {
		layout->digits = SHORT_DIGITS;
		columns_width = measure_columns(layout);
	}
	while (columns_width + least > TABLE_WIDTH && layout->text_max > TEXT_MIN) {
		layout->text_max--;
		columns_width = measure_columns(layout);
	}
	if (columns_width + names > TABLE_WIDTH)
		layout->name_width = TABLE_WIDTH - columns_width;
}
