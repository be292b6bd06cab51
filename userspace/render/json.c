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
#include "../text.h"
#include "event_columns.h"
#include "render.h"

/*
 * json-c takes NULL for null, so a failed allocation would pass for one: every
 * member goes through here, and the flag is looked at before printing.
 */
struct builder {
	bool out_of_memory;
};

static bool put(struct builder *builder, json_object *object, const char *key,
		json_object *member)
{
	if (object && member && !json_object_object_add(object, key, member))
		return true;
	builder->out_of_memory = true;
	json_object_put(member);
	return false;
}

static void append(struct builder *builder, json_object *array, json_object *member)
{
	if (!array || !member || json_object_array_add(array, member)) {
		builder->out_of_memory = true;
		json_object_put(member);
	}
}

static void put_null(struct builder *builder, json_object *object, const char *key)
{
	if (!object || json_object_object_add(object, key, NULL))
		builder->out_of_memory = true;
}

static void put_number(struct builder *builder, json_object *object, const char *key,
		       uint64_t number)
{
	put(builder, object, key, json_object_new_uint64(number));
}

/* Names are any bytes; JSON is UTF-8. */
static void put_text(struct builder *builder, json_object *object, const char *key,
		     const char *text)
{
	char *valid = text__escape(text, ESCAPE_INVALID);

	put(builder, object, key, valid ? json_object_new_string(valid) : NULL);
	free(valid);
}

static void put_value(struct builder *builder, json_object *object, const char *key,
		      const struct value *value)
{
	char text[VALUE_TEXT_SIZE];

	switch (value->type) {
	case VALUE_NONE:
		put_null(builder, object, key);
		break;
	case VALUE_REAL:
		put(builder, object, key,
		    json_object_new_double_s(value->real, value__plain(text, value)));
		break;
	case VALUE_BOOL:
		put(builder, object, key, json_object_new_boolean(value->integer));
		break;
	case VALUE_TEXT:
		put_text(builder, object, key, value->text);
		break;
	default:
		put_number(builder, object, key, value->integer);
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
			if (!put(builder, object, key, inner))
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

static json_object *buckets(struct builder *builder, const struct swapra_totals *totals,
			    enum histogram_id id)
{
	struct histogram histogram = totals__histogram(totals, id);
	json_object *array = json_object_new_array();

	for (size_t i = 0; i < histogram.scale->nr_buckets; i++) {
		uint64_t high = histogram.scale->high(i);
		json_object *bucket;

		if (!histogram.counts[i])
			continue;
		bucket = json_object_new_object();
		put_number(builder, bucket, "from", histogram.scale->low(i));
		if (high == BUCKET_OPEN)
			put_null(builder, bucket, "to");
		else
			put_number(builder, bucket, "to", high);
		put_number(builder, bucket, "count", histogram.counts[i]);
		append(builder, array, bucket);
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
	};
	json_object *object = json_object_new_object();

	for (size_t i = 0; i < sizeof(members) / sizeof(members[0]); i++) {
		const char *path = members[i].path;
		json_object *inner = descend(builder, object, &path);

		put(builder, inner, path, buckets(builder, totals, members[i].id));
	}
	return object;
}

static json_object *row_object(struct builder *builder, const struct report_row *row,
			       const struct render_options *options)
{
	json_object *object = json_object_new_object();

	put_text(builder, object, "cgroup", row->name);
	if (row->has_id)
		put_number(builder, object, "id", row->cgroup);
	else
		put_null(builder, object, "id");
	for (size_t i = 0; i < nr_columns; i++) {
		struct value value = columns[i].get(&columns[i], row);

		put_path(builder, object, columns[i].key, &value);
	}
	if (options->histograms)
		put(builder, object, "histogram", histograms(builder, &row->totals));
	return object;
}

static json_object *losses_object(struct builder *builder, const struct report *report)
{
	json_object *object = json_object_new_object();
	json_object *missed = json_object_new_array();

	for (size_t i = 0; i < report->snapshot->nr_misses; i++) {
		const struct probe_misses *misses = &report->snapshot->misses[i];
		json_object *program = json_object_new_object();

		put_text(builder, program, "program", misses->program);
		put_text(builder, program, "function", misses->function);
		put_number(builder, program, "missed", misses->missed);
		append(builder, missed, program);
	}
	put(builder, object, "missed", missed);
	for (size_t i = 0; i < nr_losses; i++)
		put_number(builder, object, losses[i].key, losses[i].get(report));
	return object;
}

static void put_time(struct builder *builder, json_object *object, const struct timespec *time)
{
	char text[TIME_TEXT];

	time__format_utc(text, time);
	put_text(builder, object, "time", text);
}

/* Print the object as one line and drop it. */
static int finish(FILE *out, const struct builder *builder, json_object *object)
{
	const char *line = NULL;

	if (!builder->out_of_memory)
		line = json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN |
						      JSON_C_TO_STRING_NOSLASHESCAPE);
	if (line)
		fprintf(out, "%s\n", line);
	json_object_put(object);
	return line ? 0 : -ENOMEM;
}

static int put_report(FILE *out, const struct report *report,
		      const struct render_options *options)
{
	struct builder builder = { false };
	json_object *object = json_object_new_object();
	json_object *rows = json_object_new_array();

	put_text(&builder, object, "type", report_type__name(report->type));
	put_time(&builder, object, &report->time);
	put_number(&builder, object, "duration_ns", report->duration_ns);
	put_text(&builder, object, "backend", report->backend);
	for (size_t i = 0; i < report->nr_rows; i++)
		append(&builder, rows, row_object(&builder, &report->rows[i], options));
	put(&builder, object, "cgroups", rows);
	put(&builder, object, "total", row_object(&builder, &report->total, options));
	put(&builder, object, "losses", losses_object(&builder, report));
	return finish(out, &builder, object);
}

static int put_event(FILE *out, const struct event_view *view)
{
	struct builder builder = { false };
	json_object *object = json_object_new_object();

	put_text(&builder, object, "type", "event");
	put_time(&builder, object, &view->time);
	for (size_t i = 0; i < nr_event_columns; i++) {
		struct value value = event_columns[i].get(view);

		put_path(&builder, object, event_columns[i].key, &value);
	}
	return finish(out, &builder, object);
}

static void begin_reports(FILE *out)
{
	(void)out;
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
