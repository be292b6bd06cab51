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
	for (size_t i = 0; i < nr_columns; i++) {
		size_t last, width;

		if (!layout->widths[i])
			continue;
		last = layout__group_end(layout, i);
		width = layout__group_width(layout, i, last);
		width -= fprintf(out, " %s", columns[i].group) - 1;
		while (width--)
			fputc(*columns[i].group ? '-' : ' ', out);
		i = last;
	}
	fputc('\n', out);
}

/* As printf() takes it: negative = on the left. */
static int padding(const struct layout *layout, size_t column)
{
	int width = layout->widths[column];

	return columns[column].is_text ? -width : width;
}

static void print_headers(FILE *out, const struct layout *layout)
{
	fprintf(out, "%-*s", (int)layout->name_width, TABLE_NAME_HEADER);
	for (size_t i = 0; i < nr_columns; i++)
		if (layout->widths[i])
			fprintf(out, " %*s", padding(layout, i), columns[i].header);
	fputc('\n', out);
}

/* Names of policies are ASCII, and begin with what tells most. */
static void print_cell(FILE *out, const struct layout *layout, size_t column, size_t line)
{
	int width = layout->widths[column];
	char buffer[VALUE_TEXT_SIZE];
	const char *text = layout__cell(buffer, layout, column, line);

	if (columns[column].is_text && strlen(text) > (size_t)width)
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
	for (size_t i = 0; i < nr_columns; i++)
		if (layout->widths[i])
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

static int print_table(FILE *out, struct layout *layout)
{
	int err = 0;

	layout__arrange(layout);
	print_title(out, layout->report);
	print_groups(out, layout);
	print_headers(out, layout);
	for (size_t line = 0; line < report__nr_lines(layout->report) && !err; line++)
		err = print_line(out, layout, line);
	return err;
}

static int escape_names(struct layout *layout)
{
	for (size_t line = 0; line < report__nr_lines(layout->report); line++) {
		layout->names[line] = text__escape(report__line(layout->report, line)->name,
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
		.names = calloc(report__nr_lines(report), sizeof(char *)),
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
	for (size_t line = 0; layout.names && line < report__nr_lines(report); line++)
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
