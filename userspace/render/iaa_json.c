// SPDX-License-Identifier: GPL-2.0-only
/* What JSON tells of IAA: work queues, completion statuses, calls of the driver. */
#include <inttypes.h>

#include "../iaa.h"
#include "json_parts.h"

/* Statuses that occurred, by their number in hex; the buckets with --histogram. */
static json_object *details(struct builder *builder, const struct swapra_iaa_counts *counts,
			    const struct render_options *options)
{
	json_object *object = json_object_new_object(), *statuses = json_object_new_object();
	const struct histogram histogram = { &latency_scale, counts->ns };
	char key[8];

	for (unsigned i = 0; i < SWAPRA_IAA_STATUSES; i++) {
		if (!counts->status[i])
			continue;
		snprintf(key, sizeof(key), "%02x", i);
		builder__put_number(builder, statuses, key, counts->status[i]);
	}
	builder__put(builder, object, "status", statuses);
	if (options->histograms)
		builder__put(builder, object, "ns", json__buckets(builder, &histogram));
	return object;
}

static json_object *queue_object(struct builder *builder, const struct report_queue *queue,
				 bool is_sum, const struct render_options *options)
{
	const struct swapra_iaa_queue *counts = &queue->counts;
	json_object *object = json_object_new_object(), *operations = json_object_new_object();
	const struct line line = line__of_queue(queue);

	builder__put_text(builder, object, "name", queue->name);
	if (is_sum || counts->device == UINT32_MAX) {
		builder__put_null(builder, object, "device");
		builder__put_null(builder, object, "queue");
	} else {
		builder__put_number(builder, object, "device", counts->device);
		builder__put_number(builder, object, "queue", counts->queue);
	}
	json__put_columns(builder, object, &line, LINE_QUEUE);
	for (unsigned i = 0; i < SWAPRA_IAA_OPERATIONS; i++)
		builder__put(builder, operations, iaa_operation__name(i),
			     details(builder, &counts->operations[i], options));
	builder__put(builder, object, "details", operations);
	return object;
}

static void put_estimate(struct builder *builder, json_object *object, const char *key,
			 const struct histogram *histogram, unsigned percent)
{
	struct estimate estimate = histogram__percentile(histogram, percent);

	if (estimate.empty)
		builder__put_null(builder, object, key);
	else
		builder__put_number(builder, object, key, estimate.value);
}

static json_object *latency(struct builder *builder, const struct swapra_iaa_calls *calls)
{
	const struct histogram histogram = { &latency_scale, calls->ns };
	uint64_t nr = histogram__count(&histogram);
	json_object *object = json_object_new_object();

	builder__put_number(builder, object, "count", nr);
	if (nr)
		builder__put_number(builder, object, "mean", calls->ns_sum / nr);
	else
		builder__put_null(builder, object, "mean");
	put_estimate(builder, object, "p50", &histogram, 50);
	put_estimate(builder, object, "p99", &histogram, 99);
	return object;
}

static json_object *calls_object(struct builder *builder, const struct swapra_iaa_calls *calls,
				 const struct render_options *options)
{
	const struct histogram histogram = { &latency_scale, calls->ns };
	json_object *object = json_object_new_object();

	builder__put_number(builder, object, "calls", calls->calls);
	builder__put_number(builder, object, "asynchronous", calls->asynchronous);
	builder__put_number(builder, object, "disabled", calls->disabled);
	builder__put_number(builder, object, "failed", calls->failed);
	builder__put_number(builder, object, "fallbacks", calls->fallbacks);
	builder__put(builder, object, "ns", latency(builder, calls));
	if (options->histograms)
		builder__put(builder, object, "histogram", json__buckets(builder, &histogram));
	return object;
}

void json__put_iaa(struct builder *builder, json_object *object, const struct report *report,
		   const struct render_options *options)
{
	const struct iaa_counts *counts = &report->snapshot->iaa;
	json_object *iaa, *queues, *calls;

	if (!counts->is_wanted) {
		builder__put_null(builder, object, "iaa");
		return;
	}
	iaa = json_object_new_object();
	queues = json_object_new_array();
	calls = json_object_new_object();
	builder__put(builder, iaa, "attached", json_object_new_boolean(counts->is_attached));
	for (size_t i = 0; i < report->nr_queues; i++)
		builder__append(builder, queues,
				queue_object(builder, &report->queues[i], false, options));
	builder__put(builder, iaa, "queues", queues);
	builder__put(builder, iaa, "total",
		     queue_object(builder, &report->queue_total, true, options));
	for (unsigned i = 0; i < SWAPRA_IAA_CALLS; i++)
		builder__put(builder, calls, iaa_call__name(i),
			     calls_object(builder, &counts->calls[i], options));
	builder__put(builder, iaa, "calls", calls);
	builder__put(builder, object, "iaa", iaa);
}
