// SPDX-License-Identifier: GPL-2.0-only
/*
 * CSV with the quoting of RFC 4180 and line feeds: one line a row, the total
 * last. The losses stand in the total's line.
 */
#include <inttypes.h>
#include <string.h>

#include "../duration.h"
#include "../losses.h"
#include "event_columns.h"
#include "render.h"

static void put_field(FILE *out, const char *text)
{
	if (!strpbrk(text, ",\"\r\n")) {
		fputs(text, out);
		return;
	}
	fputc('"', out);
	for (; *text; text++) {
		if (*text == '"')
			fputc('"', out);
		fputc(*text, out);
	}
	fputc('"', out);
}

static void put_value(FILE *out, const struct value *value)
{
	char text[VALUE_TEXT_SIZE];

	fputc(',', out);
	put_field(out, value__plain(text, value));
}

static enum line_kind lines_of(const struct render_options *options)
{
	return options->view ? options->view->lines : LINE_CGROUP;
}

static void begin_reports(FILE *out, const struct render_options *options)
{
	fprintf(out, "type,time,duration_ns,backend,%s,id",
		lines_of(options) == LINE_QUEUE ? "queue" : "cgroup");
	for (size_t i = 0; i < nr_columns; i++)
		if (column__is_of(&columns[i], lines_of(options)))
			fprintf(out, ",%s", columns[i].key);
	for (size_t i = 0; i < nr_losses; i++)
		fprintf(out, ",%s", losses[i].key);
	fputc('\n', out);
}

static void put_losses(FILE *out, const struct report *report, bool is_total)
{
	for (size_t i = 0; i < nr_losses; i++) {
		struct value value = { .type = VALUE_NONE };

		if (is_total)
			value = (struct value){ .type = VALUE_COUNT,
						.integer = losses[i].get(report) };
		put_value(out, &value);
	}
}

static void put_line(FILE *out, const struct report *report, enum line_kind kind,
		     const struct line *line, bool is_total)
{
	char time[TIME_TEXT];

	time__format_utc(time, &report->time);
	fprintf(out, "%s,%s,%" PRIu64 ",%s,", report_type__name(report->type), time,
		report->duration_ns, report->backend);
	put_field(out, line->name);
	fputc(',', out);
	if (line->has_id)
		fprintf(out, "%" PRIu64, line->cgroup);
	for (size_t i = 0; i < nr_columns; i++) {
		struct value value;

		if (!column__is_of(&columns[i], kind))
			continue;
		value = columns[i].get(&columns[i], line);
		put_value(out, &value);
	}
	put_losses(out, report, is_total);
	fputc('\n', out);
}

static int put_report(FILE *out, const struct report *report,
		      const struct render_options *options)
{
	enum line_kind kind = lines_of(options);

	size_t nr = report__nr_lines(report, kind);

	for (size_t i = 0; i < nr; i++) {
		struct line line = report__line(report, kind, i);

		put_line(out, report, kind, &line, i + 1 == nr);
	}
	return 0;
}

static void begin_events(FILE *out, bool has_verdicts)
{
	(void)has_verdicts;
	fputs("time", out);
	for (size_t i = 0; i < nr_event_columns; i++)
		fprintf(out, ",%s", event_columns[i].key);
	fputc('\n', out);
}

static int put_event(FILE *out, const struct event_view *view)
{
	char time[TIME_TEXT];

	time__format_utc(time, &view->time);
	fputs(time, out);
	for (size_t i = 0; i < nr_event_columns; i++) {
		struct value value = event_columns[i].get(view);

		put_value(out, &value);
	}
	fputc('\n', out);
	return 0;
}

const struct renderer render_csv = {
	.name = "csv",
	.begin_reports = begin_reports,
	.begin_events = begin_events,
	.report = put_report,
	.event = put_event,
};
