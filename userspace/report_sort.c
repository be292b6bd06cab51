// SPDX-License-Identifier: GPL-2.0-only
/* The order of a report's lines, and the sum of those that are left out; see report_sort.h. */
#include "report_sort.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int compare_cells(const struct column *column, const struct line *a, const struct line *b)
{
	struct value x = column->get(column, a);
	struct value y = column->get(column, b);

	return value__compare(&x, &y);
}

/* Largest first; names decide between equals, so that the order is stable. */
static int compare_rows(const void *left, const void *right, void *context)
{
	struct line a = line__of_row(left), b = line__of_row(right);
	int order = context ? compare_cells(context, &b, &a) : 0;

	return order ? order : strcmp(a.name, b.name);
}

static int compare_uses(const void *left, const void *right, void *context)
{
	const struct report_use *x = left, *y = right;
	struct line a = line__of_use(x), b = line__of_use(y);
	int order = context ? compare_cells(context, &b, &a) : 0;

	if (!order)
		order = strcmp(a.name, b.name);
	return order ? order : use_key__compare(&x->row.key, &y->row.key);
}

static int compare_queues(const void *left, const void *right, void *context)
{
	struct line a = line__of_queue(left), b = line__of_queue(right);
	int order = compare_cells(context, &b, &a);

	return order ? order : strcmp(a.name, b.name);
}

/* Fold all rows from the top'th on into one. */
static void cut(struct report *report, size_t top)
{
	struct report_row *rest = &report->rows[top];

	for (size_t i = top + 1; i < report->nr_rows; i++) {
		totals__add(&rest->totals, &report->rows[i].totals);
		row_policy__add(&rest->policy, &report->rows[i].policy);
		use__add(&rest->use, &report->rows[i].use);
		rest->pending += report->rows[i].pending;
		iaa_pages__add(&rest->iaa, &report->rows[i].iaa);
	}
	rest->policy.name = NULL;
	rest->name = "(rest)";
	rest->has_id = false;
	report->nr_rows = top + 1;
}

static void cut_uses(struct report *report, size_t top)
{
	struct report_use *rest = &report->uses[top];

	for (size_t i = top + 1; i < report->nr_uses; i++) {
		use__add(&rest->row.use, &report->uses[i].row.use);
		rest->row.pending += report->uses[i].row.pending;
	}
	rest->row.key = (struct swapra_use_key){};
	rest->policy_name = NULL;
	rest->policy = NULL;
	rest->name = "(rest)";
	rest->has_id = false;
	rest->is_sum = true;
	report->nr_uses = top + 1;
}

/* Of no one device; what is in flight is added up, of the most in flight the largest is kept. */
static void cut_queues(struct report *report, size_t top)
{
	struct report_queue *rest = &report->queues[top];

	for (size_t i = top + 1; i < report->nr_queues; i++)
		iaa_queue__add(&rest->counts, &report->queues[i].counts);
	snprintf(rest->name, sizeof(rest->name), "(rest)");
	rest->counts.device = UINT32_MAX;
	report->nr_queues = top + 1;
}

void report__sort_and_cut(struct report *report, const struct report_options *options)
{
	enum line_kind kind = options->lines ?: LINE_CGROUP;
	void *sort = (void *)options->sort;
	size_t top = options->top;

	qsort_r(report->rows, report->nr_rows, sizeof(*report->rows), compare_rows,
		kind == LINE_CGROUP ? sort : NULL);
	qsort_r(report->uses, report->nr_uses, sizeof(*report->uses), compare_uses,
		kind == LINE_SETTING ? sort : NULL);
	if (kind == LINE_QUEUE && sort)
		qsort_r(report->queues, report->nr_queues, sizeof(*report->queues),
			compare_queues, sort);
	if (top && kind == LINE_CGROUP && report->nr_rows > top)
		cut(report, top);
	if (top && kind == LINE_SETTING && report->nr_uses > top)
		cut_uses(report, top);
	if (top && kind == LINE_QUEUE && report->nr_queues > top)
		cut_queues(report, top);
}
