// SPDX-License-Identifier: GPL-2.0-only
/* Choosing, sorting and summing of rows; see report.h. */
#include "report.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "totals.h"

static bool is_real_cgroup(uint64_t cgroup)
{
	return cgroup != SWAPRA_CGROUP_UNKNOWN && cgroup != SWAPRA_CGROUP_OTHER;
}

static void add_row(struct report *report, const struct swapra_row *from,
		    const struct cgroup_names *names)
{
	struct report_row *row = &report->rows[report->nr_rows++];

	row->name = names->name(names->context, from->cgroup);
	row->cgroup = from->cgroup;
	row->has_id = is_real_cgroup(from->cgroup);
	row->totals = from->totals;
}

static void consider(struct report *report, const struct swapra_row *row,
		     const struct cgroup_names *names)
{
	switch (names->select(names->context, row->cgroup)) {
	case NOT_SELECTED:
		return;
	case NOT_KNOWN:
		report->unmatched.cgroups++;
		report->unmatched.pages += totals__pages(&row->totals);
		return;
	case SELECTED:
		totals__add(&report->total.totals, &row->totals);
		add_row(report, row, names);
	}
}

/* Largest first; names decide between equals, so that the order is stable. */
static int compare_rows(const void *left, const void *right, void *context)
{
	const struct column *column = context;
	const struct report_row *a = left, *b = right;
	int order = 0;

	if (column) {
		struct value x = column->get(column, &a->totals);
		struct value y = column->get(column, &b->totals);

		order = value__compare(&y, &x);
	}
	return order ? order : strcmp(a->name, b->name);
}

/* Fold all rows from the top'th on into one. */
static void cut(struct report *report, size_t top)
{
	struct report_row *rest = &report->rows[top];

	for (size_t i = top + 1; i < report->nr_rows; i++)
		totals__add(&rest->totals, &report->rows[i].totals);
	rest->name = "(rest)";
	rest->has_id = false;
	report->nr_rows = top + 1;
}

int report__build(struct report *report, const struct snapshot *snap,
		  const struct cgroup_names *names, const struct report_options *options)
{
	report->rows = calloc(snap->nr_rows ? snap->nr_rows : 1, sizeof(*report->rows));
	if (!report->rows)
		return -ENOMEM;
	report->nr_rows = 0;
	report->snapshot = snap;
	memset(&report->unmatched, 0, sizeof(report->unmatched));
	memset(&report->total, 0, sizeof(report->total));
	report->total.name = "(total)";
	for (size_t i = 0; i < snap->nr_rows; i++)
		if (report->type == REPORT_TOTAL || !totals__is_zero(&snap->rows[i].totals))
			consider(report, &snap->rows[i], names);
	qsort_r(report->rows, report->nr_rows, sizeof(*report->rows), compare_rows,
		(void *)options->sort);
	if (options->top && report->nr_rows > options->top)
		cut(report, options->top);
	return 0;
}

void report__release(struct report *report)
{
	free(report->rows);
	report->rows = NULL;
	report->nr_rows = 0;
}

const char *report_type__name(enum report_type type)
{
	return type == REPORT_INTERVAL ? "interval" : "total";
}
