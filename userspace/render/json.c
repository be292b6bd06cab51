// SPDX-License-Identifier: GPL-2.0-only
/*
 * JSON Lines: one object a report or event. Members follow the keys of the
 * column tables, where a dot opens an inner object.
 */
#include <errno.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "../duration.h"
#include "../losses.h"
#include "builder.h"
#include "event_columns.h"
#include "json_parts.h"
#include "render.h"

static void put_value(struct builder *builder, json_object *object, const char *key,
		      const struct value *value)
{
	char text[VALUE_TEXT_SIZE];

	switch (value->type) {
	case VALUE_NONE:
		builder__put_null(builder, object, key);
		break;
	case VALUE_REAL:
	case VALUE_RATIO:
		builder__put(builder, object, key,
		    json_object_new_double_s(value->real, value__plain(text, value)));
		break;
	case VALUE_BOOL:
		builder__put(builder, object, key, json_object_new_boolean(value->integer));
		break;
	case VALUE_TEXT:
		builder__put_text(builder, object, key, value->text);
		break;
	default:
		builder__put_number(builder, object, key, value->integer);
	}
}

/* The object that "outer.inner.leaf" belongs into, made if need be; *path is left at "leaf". */
static json_object *descend(struct builder *builder, json_object *object, const char **path)
{
	const char *dot;

	while ((dot = strchr(*path, '.'))) {
		char *key = strndup(*path, dot - *path);
		json_object *inner = NULL;

		if (key && !json_object_object_get_ex(object, key, &inner)) {
			inner = json_object_new_object();
			if (!builder__put(builder, object, key, inner))
				inner = NULL;
		}
		free(key);
		object = inner;
		*path = dot + 1;
	}
	return object;
}

static void put_path(struct builder *builder, json_object *object, const char *path,
		     const struct value *value)
{
	object = descend(builder, object, &path);
	put_value(builder, object, path, value);
}

json_object *json__buckets(struct builder *builder, const struct histogram *shown)
{
	struct histogram histogram = *shown;
	json_object *array = json_object_new_array();

	for (size_t i = 0; i < histogram.scale->nr_buckets; i++) {
		uint64_t high = histogram.scale->high(i);
		json_object *bucket;

		if (!histogram.counts[i])
			continue;
		bucket = json_object_new_object();
		builder__put_number(builder, bucket, "from", histogram.scale->low(i));
		if (high == BUCKET_OPEN)
			builder__put_null(builder, bucket, "to");
		else
			builder__put_number(builder, bucket, "to", high);
		builder__put_number(builder, bucket, "count", histogram.counts[i]);
		builder__append(builder, array, bucket);
	}
	return array;
}

static json_object *histograms(struct builder *builder, const struct swapra_totals *totals)
{
	static const struct {
		const char *path;
		enum histogram_id id;
	} members[] = {
		{ "batch_pages.total", HISTOGRAM_BATCH },
		{ "batch_pages.zswap", HISTOGRAM_BATCH_ZSWAP },
		{ "batch_pages.disk", HISTOGRAM_BATCH_DISK },
		{ "batch_pages.zero", HISTOGRAM_BATCH_ZERO },
		{ "fault_ns", HISTOGRAM_FAULT },
		{ "zswap_load_ns", HISTOGRAM_LOAD },
		{ "use_age_ns", HISTOGRAM_USE_AGE },
		{ "waste_age_ns", HISTOGRAM_WASTE_AGE },
	};
	json_object *object = json_object_new_object();

	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		struct histogram histogram = totals__histogram(totals, members[i].id);
		const char *path = members[i].path;
		json_object *inner = descend(builder, object, &path);

		builder__put(builder, inner, path, json__buckets(builder, &histogram));
	}
	return object;
}

void json__put_columns(struct builder *builder, json_object *object, const struct line *line,
		       enum line_kind kind)
{
	for (size_t i = 0; i < nr_columns; i++) {
		struct value value;

		if (!column__is_of(&columns[i], kind))
			continue;
		value = columns[i].get(&columns[i], line);
		put_path(builder, object, columns[i].key, &value);
	}
}

static json_object *line_object(struct builder *builder, const struct line *line,
				enum line_kind kind)
{
	json_object *object = json_object_new_object();

	builder__put_text(builder, object, "cgroup", line->name);
	if (line->has_id)
		builder__put_number(builder, object, "id", line->cgroup);
	else
		builder__put_null(builder, object, "id");
	json__put_columns(builder, object, line, kind);
	return object;
}

static json_object *row_object(struct builder *builder, const struct report_row *row,
			       const struct render_options *options)
{
	struct line line = line__of_row(row);
	json_object *object = line_object(builder, &line, LINE_CGROUP);

	if (options->histograms)
		builder__put(builder, object, "histogram", histograms(builder, &row->totals));
	return object;
}

static json_object *use_object(struct builder *builder, const struct report_use *use)
{
	struct line line = line__of_use(use);
	json_object *object = line_object(builder, &line, LINE_SETTING);

	/* No policy is less than one of which nothing is known. */
	if (!use->row.key.policy)
		builder__put_null(builder, object, "policy");
	return object;
}

static json_object *losses_object(struct builder *builder, const struct report *report)
{
	json_object *object = json_object_new_object();
	json_object *missed = json_object_new_array();

	for (size_t i = 0; i < report->snapshot->nr_misses; i++) {
		const struct probe_misses *misses = &report->snapshot->misses[i];
		json_object *program = json_object_new_object();

		builder__put_text(builder, program, "program", misses->program);
		builder__put_text(builder, program, "function", misses->function);
		builder__put_number(builder, program, "missed", misses->missed);
		builder__append(builder, missed, program);
	}
	builder__put(builder, object, "missed", missed);
	for (size_t i = 0; i < nr_losses; i++)
		builder__put_number(builder, object, losses[i].key, losses[i].get(report));
	return object;
}

/* No places, no outcomes. */
static void put_if_told(struct builder *builder, json_object *object, const char *key,
			const struct snapshot *snap, uint64_t number)
{
	if (snap->tracking.places)
		builder__put_number(builder, object, key, number);
	else
		builder__put_null(builder, object, key);
}

/* How prefetched pages are followed, and what the kernel's own count of hits is worth. */
static json_object *tracking_object(struct builder *builder, const struct report *report)
{
	const struct snapshot *snap = report->snapshot;
	json_object *object = json_object_new_object();

	builder__put_number(builder, object, "places", snap->tracking.places);
	builder__put_number(builder, object, "bytes", snap->tracking.bytes);
	put_if_told(builder, object, "pending", snap, snap->tracking.pending);
	put_if_told(builder, object, "phantom_hits", snap, snap->kernel_hits.phantom);
	put_if_told(builder, object, "silent_hits", snap, snap->kernel_hits.silent);
	return object;
}

static void put_time(struct builder *builder, json_object *object, const struct timespec *time)
{
	char text[TIME_TEXT];

	time__format_utc(text, time);
	builder__put_text(builder, object, "time", text);
}

static int put_report(FILE *out, const struct report *report,
		      const struct render_options *options)
{
	struct builder builder = { false };
	json_object *object = json_object_new_object();
	json_object *rows = json_object_new_array(), *uses = json_object_new_array();

	builder__put_text(&builder, object, "type", report_type__name(report->type));
	put_time(&builder, object, &report->time);
	builder__put_number(&builder, object, "duration_ns", report->duration_ns);
	builder__put_text(&builder, object, "backend", report->backend);
	for (size_t i = 0; i < report->nr_rows; i++)
		builder__append(&builder, rows, row_object(&builder, &report->rows[i], options));
	builder__put(&builder, object, "cgroups", rows);
	builder__put(&builder, object, "total", row_object(&builder, &report->total, options));
	for (size_t i = 0; i < report->nr_uses; i++)
		builder__append(&builder, uses, use_object(&builder, &report->uses[i]));
	builder__put(&builder, object, "uses", uses);
	json__put_iaa(&builder, object, report, options);
	builder__put(&builder, object, "tracking", tracking_object(&builder, report));
	builder__put(&builder, object, "losses", losses_object(&builder, report));
	return builder__finish(out, &builder, object);
}

static int put_event(FILE *out, const struct event_view *view)
{
	struct builder builder = { false };
	json_object *object = json_object_new_object();

	builder__put_text(&builder, object, "type", "event");
	put_time(&builder, object, &view->time);
	for (size_t i = 0; i < nr_event_columns; i++) {
		struct value value = event_columns[i].get(view);

		put_path(&builder, object, event_columns[i].key, &value);
	}
	return builder__finish(out, &builder, object);
}

static void begin_reports(FILE *out, const struct render_options *options)
{
	(void)out;
	(void)options;
}

static void begin_events(FILE *out, bool has_verdicts)
{
	(void)out;
	(void)has_verdicts;
}

const struct renderer render_json = {
	.name = "json",
	.begin_reports = begin_reports,
	.begin_events = begin_events,
	.report = put_report,
	.event = put_event,
};
