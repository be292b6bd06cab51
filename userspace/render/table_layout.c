// SPDX-License-Identifier: GPL-2.0-only
/*
 * Every column as wide as its widest cell, so that counts stay exact; where that
 * would leave less than TABLE_WIDTH for a name, counts are shortened and the names
 * are cut.
 */
#include "table_layout.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../text.h"

#define TABLE_WIDTH 79
/* Narrower names say nothing; TABLE_WIDTH has room for it beside shortened counts. */
#define NAME_MIN 11
#define SHORT_DIGITS 5
/* Texts in columns: the most they take, and what is left of them where room is short. */
#define TEXT_MAX 15
#define TEXT_MIN 7

const char *layout__cell(char text[VALUE_TEXT_SIZE], const struct layout *layout, size_t column,
			 size_t line)
{
	const struct column *of = layout->columns[column].column;
	struct value value = of->get(of, &layout->lines[line]);

	return value__format(text, &value, layout->digits);
}

size_t layout__group_end(const struct layout *layout, size_t first)
{
	size_t last = first;

	while (last + 1 < layout->nr_columns &&
	       !strcmp(layout->columns[last + 1].group, layout->columns[first].group))
		last++;
	return last;
}

size_t layout__group_width(const struct layout *layout, size_t first, size_t last)
{
	size_t width = layout->columns[first].width;

	for (size_t i = first + 1; i <= last; i++)
		width += 1 + layout->columns[i].width;
	return width;
}

/* A group's name may need more room than its columns do. */
static void widen_groups(struct layout *layout)
{
	for (size_t i = 0, last; i < layout->nr_columns; i = last + 1) {
		size_t need = strlen(layout->columns[i].group), have;

		last = layout__group_end(layout, i);
		have = layout__group_width(layout, i, last);
		if (need > have)
			layout->columns[i].width += need - have;
	}
}

static unsigned measure_column(const struct layout *layout, size_t column)
{
	const struct layout_column *shown = &layout->columns[column];
	char text[VALUE_TEXT_SIZE];
	size_t widest = 0;

	for (size_t line = 0; line < layout->nr_lines; line++) {
		size_t width = text__width(layout__cell(text, layout, column, line));

		if (width > widest)
			widest = width;
	}
	if (shown->column->is_text && layout->text_max && widest > layout->text_max)
		widest = layout->text_max;
	return widest;
}

/* Returns the width of all columns with the blank before each. */
static size_t measure_columns(struct layout *layout)
{
	size_t total = 0;

	for (size_t i = 0; i < layout->nr_columns; i++) {
		unsigned header = strlen(layout->columns[i].header);
		unsigned widest = measure_column(layout, i);

		layout->columns[i].width = widest > header ? widest : header;
	}
	widen_groups(layout);
	for (size_t i = 0; i < layout->nr_columns; i++)
		total += 1 + layout->columns[i].width;
	return total;
}

static size_t widest_name(const struct layout *layout)
{
	size_t widest = strlen(layout->name_header);

	for (size_t line = 0; line < layout->nr_lines; line++) {
		size_t width = text__width(layout->names[line]);

		if (width > widest)
			widest = width;
	}
	return widest;
}

static void measure(struct layout *layout, bool wide)
{
	size_t names = widest_name(layout);
	size_t least = names < NAME_MIN ? names : NAME_MIN;
	size_t columns_width;

	layout->name_width = names;
	layout->text_max = wide ? 0 : TEXT_MAX;
	columns_width = measure_columns(layout);
	if (wide)
		return;
	if (columns_width + least > TABLE_WIDTH) {
		layout->digits = SHORT_DIGITS;
		columns_width = measure_columns(layout);
	}
	while (columns_width + least > TABLE_WIDTH && layout->text_max > TEXT_MIN) {
		layout->text_max--;
		columns_width = measure_columns(layout);
	}
	least = strlen(layout->name_header); /* whatever the columns hold */
	if (columns_width + least > TABLE_WIDTH)
		layout->name_width = least;
	else if (columns_width + names > TABLE_WIDTH)
		layout->name_width = TABLE_WIDTH - columns_width;
}

static void choose_columns(struct layout *layout, const struct view *view,
			   const struct render_options *options, bool policies)
{
	for (size_t i = 0; i < view->nr_columns; i++) {
		const struct view_column *from = &view->columns[i];
		const struct column *column = column__find(from->key);

		if (!view_column__is_shown(from, options->wide, policies))
			continue;
		layout->columns[layout->nr_columns++] = (struct layout_column){
			.column = column,
			.group = from->group ?: column->group,
			.header = from->header ?: column->header,
		};
	}
}

static int escape_names(struct layout *layout)
{
	for (size_t line = 0; line < layout->nr_lines; line++) {
		layout->names[line] = text__escape(layout->lines[line].name, ESCAPE_CONTROL);
		if (!layout->names[line])
			return -ENOMEM;
	}
	return 0;
}

int layout__arrange(struct layout *layout, const struct report *report,
		    const struct render_options *options)
{
	const struct view *view = options->view ?: &views[0];
	size_t nr = report__nr_lines(report, view->lines);
	int err;

	*layout = (struct layout){
		.lines = calloc(nr, sizeof(*layout->lines)),
		.names = calloc(nr, sizeof(*layout->names)),
		.columns = calloc(view->nr_columns, sizeof(*layout->columns)),
	};
	if (!layout->lines || !layout->names || !layout->columns)
		return -ENOMEM;
	layout->name_header = view->name_header ?: "CGROUP";
	layout->nr_lines = nr;
	for (size_t i = 0; i < nr; i++)
		layout->lines[i] = report__line(report, view->lines, i);
	choose_columns(layout, view, options, report->has_policies);
	err = escape_names(layout);
	if (!err)
		measure(layout, options->wide);
	return err;
}

void layout__release(struct layout *layout)
{
	for (size_t line = 0; line < layout->nr_lines; line++)
		free(layout->names[line]);
	free(layout->names);
	free(layout->lines);
	free(layout->columns);
}
