// SPDX-License-Identifier: GPL-2.0-only
/* Tables for people; how wide they are is for table_layout.c to say. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../duration.h"
#include "../losses.h"
#include "../text.h"
#include "table_layout.h"

static void print_groups(FILE *out, const struct layout *layout)
{
	fprintf(out, "%*s", (int)layout->name_width, "");
	for (size_t i = 0, last; i < layout->nr_columns; i = last + 1) {
		const char *group = layout->columns[i].group;
		size_t width;

		last = layout__group_end(layout, i);
		width = layout__group_width(layout, i, last);
		width -= fprintf(out, " %s", group) - 1;
		while (width--)
			fputc(*group ? '-' : ' ', out);
	}
	fputc('\n', out);
}

/* As printf() takes it: negative = on the left, where nothing need follow the last one. */
static int padding(const struct layout *layout, size_t column)
{
	int width = layout->columns[column].width;

	if (!layout->columns[column].column->is_text)
		return width;
	return column + 1 == layout->nr_columns ? 0 : -width;
}

static void print_headers(FILE *out, const struct layout *layout)
{
	fprintf(out, "%-*s", (int)layout->name_width, layout->name_header);
	for (size_t i = 0; i < layout->nr_columns; i++)
		fprintf(out, " %*s", padding(layout, i), layout->columns[i].header);
	fputc('\n', out);
}

/* Names of policies are ASCII, and begin with what tells most. */
static void print_cell(FILE *out, const struct layout *layout, size_t column, size_t line)
{
	const struct layout_column *shown = &layout->columns[column];
	int width = shown->width;
	char buffer[VALUE_TEXT_SIZE];
	const char *text = layout__cell(buffer, layout, column, line);

	if (shown->column->is_text && strlen(text) > (size_t)width)
		fprintf(out, " %.*s…", width - 1, text);
	else
		fprintf(out, " %*s", padding(layout, column), text);
}

static int print_line(FILE *out, const struct layout *layout, size_t line)
{
	const char *name = layout->names[line];
	size_t size = strlen(name) + sizeof("…");
	char *fitted = malloc(size);

	if (!fitted)
		return -ENOMEM;
	text__fit(fitted, size, name, layout->name_width);
	fprintf(out, "%s%*s", fitted, (int)(layout->name_width - text__width(fitted)), "");
	free(fitted);
	for (size_t i = 0; i < layout->nr_columns; i++)
		print_cell(out, layout, i, line);
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

static int print_table(FILE *out, const struct layout *layout)
{
	int err = 0;

	print_groups(out, layout);
	print_headers(out, layout);
	for (size_t line = 0; line < layout->nr_lines && !err; line++)
		err = print_line(out, layout, line);
	return err;
}

static int put_report(FILE *out, const struct report *report,
		      const struct render_options *options)
{
	struct layout layout;
	int err = layout__arrange(&layout, report, options);

	if (!err) {
		print_title(out, report);
		err = print_table(out, &layout);
	}
	if (!err) {
		losses__print(out, report);
		if (options->view && options->view->print_notes)
			options->view->print_notes(out, report);
		if (options->histograms)
			err = histograms__print(out, report);
		fputc('\n', out);
	}
	layout__release(&layout);
	return err;
}

static void begin_reports(FILE *out, const struct render_options *options)
{
	(void)out;
	(void)options;
}

const struct renderer render_table = {
	.name = "table",
	.begin_reports = begin_reports,
	.begin_events = event_lines__begin,
	.report = put_report,
	.event = event_lines__print,
};
