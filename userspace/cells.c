// SPDX-License-Identifier: GPL-2.0-only
/* What stands where a column and a line meet; see cells.h. */
#include "cells.h"

#include <math.h>

#include "report.h"
#include "totals.h"

static const struct value none = { .type = VALUE_NONE };

static struct value count(uint64_t number)
{
	return (struct value){ .type = VALUE_COUNT, .integer = number };
}

static struct value duration(uint64_t ns)
{
	return (struct value){ .type = VALUE_DURATION, .integer = ns };
}

static struct value text(const char *string)
{
	return string ? (struct value){ .type = VALUE_TEXT, .text = string } : none;
}

static struct value mean_duration(uint64_t sum_ns, uint64_t number)
{
	return number ? duration(sum_ns / number) : none;
}

struct line line__of_row(const struct report_row *row)
{
	return (struct line){
		.name = row->name,
		.cgroup = row->cgroup,
		.has_id = row->has_id,
		.row = row,
		.use = row->has_use ? &row->use : NULL,
		.pending = row->pending,
	};
}

struct line line__of_use(const struct report_use *use)
{
	return (struct line){
		.name = use->name,
		.cgroup = use->row.key.cgroup,
		.has_id = use->has_id,
		.setting = use->is_sum ? NULL : use,
		.use = &use->row.use,
		.pending = use->row.pending,
	};
}

struct line line__of_queue(const struct report_queue *queue)
{
	return (struct line){ .name = queue->name, .queue = &queue->counts };
}

/* Of lines about a cgroup alone: the columns below say so. */
static uint64_t counter(const struct column *column, const struct line *line)
{
	return *(const __u64 *)((const char *)&line->row->totals + column->offset);
}

struct value cell__counter(const struct column *column, const struct line *line)
{
	return count(counter(column, line));
}

struct value cell__faults(const struct column *column, const struct line *line)
{
	(void)column;
	return count(line->row ? totals__faults(&line->row->totals) : line->use->faults);
}

struct value cell__failed(const struct column *column, const struct line *line)
{
	(void)column;
	return count(totals__failed_faults(&line->row->totals));
}

struct value cell__pages(const struct column *column, const struct line *line)
{
	(void)column;
	return count(totals__pages(&line->row->totals));
}

struct value cell__source(const struct column *column, const struct line *line)
{
	return count(totals__source_pages(&line->row->totals, column->a));
}

struct value cell__role(const struct column *column, const struct line *line)
{
	if (line->row)
		return count(totals__role_pages(&line->row->totals, column->a));
	return count(column->a == SWAPRA_DEMAND ? line->use->demand : use__prefetched(line->use));
}

static uint64_t count_of(const struct column *column, const struct report_row *row)
{
	struct histogram histogram = totals__histogram(&row->totals, column->a);

	return histogram__count(&histogram);
}

struct value cell__count(const struct column *column, const struct line *line)
{
	return count(line->row ? count_of(column, line->row) : line->use->timed);
}

struct value cell__percentile(const struct column *column, const struct line *line)
{
	struct histogram histogram = totals__histogram(&line->row->totals, column->a);
	struct estimate estimate = histogram__percentile(&histogram, column->b);

	if (estimate.empty)
		return none;
	return (struct value){
		.type = histogram.scale == &batch_scale ? VALUE_COUNT : VALUE_DURATION,
		.open = estimate.open,
		.integer = estimate.value,
	};
}

struct value cell__batch_mean(const struct column *column, const struct line *line)
{
	struct histogram histogram = totals__histogram(&line->row->totals, column->a);
	uint64_t batches = histogram__count(&histogram);

	if (!batches)
		return none;
	return (struct value){
		.type = VALUE_REAL,
		.real = (double)histogram__weighted_sum(&histogram) / batches,
	};
}

/* Mean latency, from the exact sum rather than from the buckets. */
struct value cell__latency_mean(const struct column *column, const struct line *line)
{
	if (!line->row)
		return mean_duration(line->use->timed_ns, line->use->timed);
	return mean_duration(counter(column, line), count_of(column, line->row));
}

struct value cell__policy_name(const struct column *column, const struct line *line)
{
	(void)column;
	return text(line->row ? line->row->policy.name :
		    line->setting ? line->setting->policy : NULL);
}

struct value cell__policy_cgroup(const struct column *column, const struct line *line)
{
	uint64_t cgroup = 0;

	(void)column;
	if (line->row && line->row->policy.name)
		cgroup = line->row->policy.cgroup;
	if (line->setting)
		cgroup = line->setting->row.key.policy;
	return cgroup ? count(cgroup) : none;
}

struct value cell__policy_path(const struct column *column, const struct line *line)
{
	(void)column;
	return text(line->setting ? line->setting->policy_name : NULL);
}

struct value cell__window(const struct column *column, const struct line *line)
{
	(void)column;
	if (!line->setting)
		return none;
	return (struct value){ .type = VALUE_WINDOW, .integer = line->setting->row.key.window };
}

/* Where the kernel decided, there is none. */
struct value cell__placement(const struct column *column, const struct line *line)
{
	(void)column;
	if (!line->setting || !line->setting->row.key.window)
		return none;
	return text(placement__name(line->setting->row.key.placement) ?: "?");
}

struct value cell__verdicts(const struct column *column, const struct line *line)
{
	if (!line->row->policy.is_counted)
		return none;
	return count(*(const uint64_t *)((const char *)&line->row->policy.counts + column->offset));
}

struct value cell__wait(const struct column *column, const struct line *line)
{
	if (!line->row->has_waits)
		return none;
	return column->a ? duration(counter(column, line)) : cell__counter(column, line);
}

struct value cell__use_sum(const struct column *column, const struct line *line)
{
	static uint64_t (*const sums[])(const struct swapra_use *) = {
		[USE_HITS] = use__hits,
		[USE_LATE] = use__late,
		[USE_WASTED] = use__wasted,
		[USE_UNTRACKED] = use__untracked,
	};

	return line->use ? count(sums[column->a](line->use)) : none;
}

struct value cell__use_counter(const struct column *column, const struct line *line)
{
	return line->use ? count(*(const __u64 *)((const char *)line->use + column->offset)) : none;
}

/* An outcome may come before its page is counted: people are told of no pages then. */
struct value cell__pending(const struct column *column, const struct line *line)
{
	(void)column;
	return line->use ? count(line->pending > 0 ? line->pending : 0) : none;
}

struct value cell__ratio(const struct column *column, const struct line *line)
{
	static double (*const ratios[])(const struct swapra_use *) = {
		[USE_ACCURACY] = use__accuracy,
		[USE_COVERAGE] = use__coverage,
		[USE_TIMELINESS] = use__timeliness,
	};
	double ratio = line->use ? ratios[column->a](line->use) : NAN;

	return isnan(ratio) ? none : (struct value){ .type = VALUE_RATIO, .real = ratio };
}

struct value cell__iaa_pages(const struct column *column, const struct line *line)
{
	if (!line->row->has_iaa)
		return none;
	return count(*(const __u64 *)((const char *)&line->row->iaa + column->offset));
}

struct value cell__queue_counter(const struct column *column, const struct line *line)
{
	return count(*(const __u64 *)((const char *)line->queue + column->offset));
}

static const struct swapra_iaa_counts *operation(const struct column *column,
						 const struct line *line)
{
	return &line->queue->operations[column->a];
}

struct value cell__operation_counter(const struct column *column, const struct line *line)
{
	return count(*(const __u64 *)((const char *)operation(column, line) + column->offset));
}

struct value cell__operation_errors(const struct column *column, const struct line *line)
{
	return count(iaa_counts__errors(operation(column, line)));
}

static struct histogram operation_histogram(const struct column *column, const struct line *line)
{
	return (struct histogram){ &latency_scale, operation(column, line)->ns };
}

struct value cell__operation_mean(const struct column *column, const struct line *line)
{
	struct histogram histogram = operation_histogram(column, line);

	return mean_duration(operation(column, line)->ns_sum, histogram__count(&histogram));
}

struct value cell__operation_percentile(const struct column *column, const struct line *line)
{
	struct histogram histogram = operation_histogram(column, line);
	struct estimate estimate = histogram__percentile(&histogram, column->b);

	if (estimate.empty)
		return none;
	return (struct value){
		.type = VALUE_DURATION, .open = estimate.open, .integer = estimate.value,
	};
}
