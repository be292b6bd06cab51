// SPDX-License-Identifier: GPL-2.0-only
/*
 * Tables for people: every column as wide as its widest cell, so that counts
 * stay exact; where that would leave less than TABLE_WIDTH for a name, counts
 * are shortened and the name is cut.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../duration.h"
#include "../losses.h"
#include "../text.h"
#include "render.h"

#define TABLE_WIDTH 79
/* Narrower names say nothing; TABLE_WIDTH has room for it beside shortened counts. */
#define NAME_MIN 11
#define NAME_HEADER "CGROUP"
#define SHORT_DIGITS 5

struct layout {
	const struct report *report;
	bool wide;
	char **names;      /* escaped; one a row, the total's last */
	size_t name_width;
	unsigned *widths;  /* one a column; 0 = not shown */
	unsigned digits;   /* longest count; 0 = any */
};

static size_t nr_lines(const struct report *report)
{
	return report->nr_rows + 1;
}

static const struct report_row *line_row(const struct report *report, size_t line)
{
	return line < report->nr_rows ? &report->rows[line] : &report->total;
}

static bool is_shown(const struct layout *layout, const struct column *column)
{
	return column->show == SHOW_DEFAULT || (layout->wide && column->show == SHOW_WIDE);
}

static const char *cell(char text[VALUE_TEXT_SIZE], const struct layout *layout, size_t column,
			size_t line)
{
	struct value value =
		columns[column].get(&columns[column], &line_row(layout->report, line)->totals);

	return value__format(text, &value, layout->digits);
}

/* The last column that stands under the same group header as first. */
static size_t group_end(const struct layout *layout, size_t first)
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

static size_t group_width(const struct layout *layout, size_t first, size_t last)
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
		last = group_end(layout, i);
		have = group_width(layout, i, last);
		need = strlen(columns[i].group);
		if (need > have)
			layout->widths[i] += need - have;
		i = last;
	}
}

/* Returns the width of all columns with the blank before each. */
static size_t measure_columns(struct layout *layout)
{
	char text[VALUE_TEXT_SIZE];
	size_t total = 0;

	for (size_t i = 0; i < nr_columns; i++) {
		layout->widths[i] = 0;
		if (!is_shown(layout, &columns[i]))
			continue;
		layout->widths[i] = strlen(columns[i].header);
		for (size_t line = 0; line < nr_lines(layout->report); line++) {
			size_t width = strlen(cell(text, layout, i, line));

			if (width > layout->widths[i])
				layout->widths[i] = width;
		}
	}
	widen_groups(layout);
	for (size_t i = 0; i < nr_columns; i++)
		if (layout->widths[i])
			total += 1 + layout->widths[i];
	return total;
}

static size_t widest_name(const struct layout *layout)
{
	size_t widest = strlen(NAME_HEADER);

	for (size_t line = 0; line < nr_lines(layout->report); line++) {
		size_t width = text__width(layout->names[line]);

		if (width > widest)
			widest = width;
	}
	return widest;
}

static void arrange(struct layout *layout)
{
	size_t names = widest_name(layout);
	size_t least = names < NAME_MIN ? names : NAME_MIN;
	size_t columns_width = measure_columns(layout);

	layout->name_width = names;
	if (layout->wide)
		return;
	if (columns_width + least > TABLE_WIDTH) {
		layout->digits = SHORT_DIGITS;
		columns_width = measure_columns(layout);
	}
	if (columns_width + names > TABLE_WIDTH)
		layout->name_width = TABLE_WIDTH - columns_width;
}

static void print_groups(FILE *out, const struct layout *layout)
{
	fprintf(out, "%*s", (int)layout->name_width, "");
	for (size_t i = 0; i < nr_columns; i++) {
		size_t last, width;

		if (!layout->widths[i])
			continue;
		last = group_end(layout, i);
		width = group_width(layout, i, last);
		width -= fprintf(out, " %s", columns[i].group) - 1;
		while (width--)
			fputc(*columns[i].group ? '-' : ' ', out);
		i = last;
	}
	fputc('\n', out);
}

static void print_headers(FILE *out, const struct layout *layout)
{
	fprintf(out, "%-*s", (int)layout->name_width, NAME_HEADER);
	for (size_t i = 0; i < nr_columns; i++)
		if (layout->widths[i])
			fprintf(out, " %*s", (int)layout->widths[i], columns[i].header);
	fputc('\n', out);
}

static int print_line(FILE *out, const struct layout *layout, size_t line)
{
	const char *name = layout->names[line];
	size_t size = strlen(name) + sizeof("…");
	char *fitted = malloc(size), text[VALUE_TEXT_SIZE];

	if (!fitted)
		return -ENOMEM;
	text__fit(fitted, size, name, layout->name_width);
	fprintf(out, "%s%*s", fitted, (int)(layout->name_width - text__width(fitted)), "");
	free(fitted);
	for (size_t i = 0; i < nr_columns; i++)
		if (layout->widths[i])
			fprintf(out, " %*s", (int)layout->widths[i],
				cell(text, layout, i, line));
	fputc('\n', out);
	return 0;
}

static void print_title(FILE *out, const struct report *report)
{
	char time[TIME_TEXT], duration[DURATION_TEXT];

	time__format_clock(time, &report->time, 0);
	duration__format(duration, report->duration_ns);
	fprintf(out, "%s  %s %s  backend %s\n", time, report_type__name(report->type), duration,
		report->backend);
}

static int print_table(FILE *out, struct layout *layout)
{
	int err = 0;

	arrange(layout);
	print_title(out, layout->report);
	print_groups(out, layout);
	print_headers(out, layout);
	for (size_t line = 0; line < nr_lines(layout->report) && !err; line++)
		err = print_line(out, layout, line);
	return err;
}

static int escape_names(struct layout *layout)
{
	for (size_t line = 0; line < nr_lines(layout->report); line++) {
		layout->names[line] = text__escape(line_row(layout->report, line)->name,
						   ESCAPE_CONTROL);
		if (!layout->names[line])
			return -ENOMEM;
	}
	return 0;
}

static int put_report(FILE *out, const struct report *report,
		      const struct render_options *options)
{
	struct layout layout = {
		.report = report,
		.wide = options->wide,
		.names = calloc(nr_lines(report), sizeof(char *)),
		.widths = calloc(nr_columns, sizeof(unsigned)),
	};
	int err = layout.names && layout.widths ? escape_names(&layout) : -ENOMEM;

	if (!err)
		err = print_table(out, &layout);
	if (!err) {
		losses__print(out, report);
		if (options->histograms)
			err = histograms__print(out, report);
		fputc('\n', out);
	}
	for (size_t line = 0; layout.names && line < nr_lines(report); line++)
		free(layout.names[line]);
	free(layout.names);
	free(layout.widths);
	return err;
}

static void begin_reports(FILE *out)
{
	(void)out;
}

const struct renderer render_table = {
	.name = "table",
	.begin_reports = begin_reports,
	.begin_events = event_lines__begin,
	.report = put_report,
	.event = event_lines__print,
};
