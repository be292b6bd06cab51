// SPDX-License-Identifier: GPL-2.0-only
/* Choosing, sorting and summing of rows; see report.h. */
#include "report.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "report_sort.h"
#include "totals.h"

static bool is_real_cgroup(uint64_t cgroup)
{
	return cgroup != SWAPRA_CGROUP_UNKNOWN && cgroup != SWAPRA_CGROUP_OTHER;
}

static void add_row(struct report *report, const struct report_row *row)
{
	totals__add(&report->total.totals, &row->totals);
	row_policy__add(&report->total.policy, &row->policy);
	use__add(&report->total.use, &row->use);
	report->total.pending += row->pending;
	iaa_pages__add(&report->total.iaa, &row->iaa);
	report->rows[report->nr_rows++] = *row;
}

/* Of a removed cgroup nobody knows whether it belongs to what was selected. */
static void add_unmatched(struct report *report, const struct report_row *row)
{
	report->unmatched.cgroups++;
	report->unmatched.pages += totals__pages(&row->totals);
	report->total.policy.is_counted &= row->policy.is_counted;
}

static bool use_is_zero(const struct swapra_use *use)
{
	static const struct swapra_use zero;

	return !memcmp(use, &zero, sizeof(zero));
}

/* Every program that is attached has its count of misses, whether it misses or not. */
static bool tells_waits(const struct snapshot *snap)
{
	for (size_t i = 0; i < snap->nr_misses; i++)
		if (!strcmp(snap->misses[i].function, "__folio_lock_or_retry"))
			return true;
	return false;
}

static bool has_change(const struct report_row *row)
{
	return !totals__is_zero(&row->totals) || !use_is_zero(&row->use) ||
	       !policy_counts__is_zero(&row->policy.counts) || iaa_pages__sum(&row->iaa);
}

/* The first row of the cgroup; others follow it. */
static size_t first_use(const struct snapshot *snap, uint64_t cgroup)
{
	size_t low = 0, high = snap->nr_uses;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (snap->uses[middle].key.cgroup < cgroup)
			low = middle + 1;
		else
			high = middle;
	}
	return low;
}

static void add_uses(struct report_row *row, const struct snapshot *snap)
{
	for (size_t i = first_use(snap, row->cgroup); i < snap->nr_uses &&
	     snap->uses[i].key.cgroup == row->cgroup; i++) {
		use__add(&row->use, &snap->uses[i].use);
		row->pending += snap->uses[i].pending;
	}
}

/* A policy may have gone, or another one have come, since it decided. */
static const char *policy_now(const struct snapshot *snap, uint64_t cgroup)
{
	const struct verdict_policy *policy;

	if (!cgroup)
		return NULL;
	policy = verdicts__policy(&snap->verdicts, cgroup);
	return policy ? policy->name : "(detached)";
}

static void name_uses(struct report *report, const struct report_row *row,
		      const struct cgroup_names *names)
{
	const struct snapshot *snap = report->snapshot;

	for (size_t i = first_use(snap, row->cgroup); i < snap->nr_uses &&
	     snap->uses[i].key.cgroup == row->cgroup; i++) {
		const struct use_row *from = &snap->uses[i];

		if (report->type == REPORT_INTERVAL && use_is_zero(&from->use))
			continue;
		report->uses[report->nr_uses++] = (struct report_use){
			.name = row->name,
			.has_id = row->has_id,
			.policy_name = from->key.policy ?
				names->name(names->context, from->key.policy) : NULL,
			.policy = policy_now(snap, from->key.policy),
			.row = *from,
		};
	}
}

static void consider(struct report *report, const struct swapra_row *from,
		     const struct cgroup_names *names)
{
	struct report_row row = {
		.cgroup = from->cgroup,
		.has_id = is_real_cgroup(from->cgroup),
		.totals = from->totals,
		.has_use = report->total.has_use,
		.has_waits = report->total.has_waits,
		.has_iaa = report->total.has_iaa,
		.iaa = iaa__pages(&report->snapshot->iaa, from->cgroup),
	};
	enum selection selection = SELECTED;

	add_uses(&row, report->snapshot);
	row_policy__find(&row.policy, &report->snapshot->verdicts, names, from->cgroup);
	if (report->type == REPORT_INTERVAL && !has_change(&row) && !row.pending)
		return;
	if (names->select)
		selection = names->select(names->context, from->cgroup);
	if (selection == NOT_SELECTED)
		return;
	if (report->type == REPORT_INTERVAL && !has_change(&row)) {
		/* No line for it, but what is pending is in the sum all the same. */
		if (selection == SELECTED)
			report->total.pending += row.pending;
		return;
	}
	if (selection == NOT_KNOWN) {
		add_unmatched(report, &row);
		return;
	}
	row.name = names->name(names->context, from->cgroup);
	name_uses(report, &row, names);
	add_row(report, &row);
}

static int compare_ids(const void *left, const void *right)
{
	const struct swapra_row *a = left, *b = right;

	return (a->cgroup > b->cgroup) - (a->cgroup < b->cgroup);
}

static bool has_row(const struct snapshot *snap, uint64_t cgroup)
{
	const struct swapra_row row = { .cgroup = cgroup };

	return snap->nr_rows && bsearch(&row, snap->rows, snap->nr_rows, sizeof(row), compare_ids);
}

/* A verdict comes before its batch has ended: of a cgroup's first one there is no row yet. */
static void consider_verdicts(struct report *report, const struct cgroup_names *names)
{
	const struct snapshot *snap = report->snapshot;

	for (size_t i = 0; i < snap->verdicts.nr_rows; i++) {
		struct swapra_row row = { .cgroup = snap->verdicts.rows[i].cgroup };

		if (policy_counts__is_zero(&snap->verdicts.rows[i].counts))
			continue;
		if (!has_row(snap, row.cgroup))
			consider(report, &row, names);
	}
}

/* A page's outcome may be all that happens to a cgroup. */
static void consider_uses(struct report *report, const struct cgroup_names *names)
{
	const struct snapshot *snap = report->snapshot;
	struct swapra_row row = {};

	for (size_t i = 0; i < snap->nr_uses; i++) {
		if (i && row.cgroup == snap->uses[i].key.cgroup)
			continue;
		row.cgroup = snap->uses[i].key.cgroup;
		if (!has_row(snap, row.cgroup) && !verdicts__row(&snap->verdicts, row.cgroup))
			consider(report, &row, names);
	}
}

static bool has_uses(const struct snapshot *snap, uint64_t cgroup)
{
	size_t first = first_use(snap, cgroup);

	return first < snap->nr_uses && snap->uses[first].key.cgroup == cgroup;
}

/* A page is loaded before its batch has ended. */
static void consider_iaa(struct report *report, const struct cgroup_names *names)
{
	const struct snapshot *snap = report->snapshot;

	for (size_t i = 0; i < snap->iaa.nr_pages; i++) {
		struct swapra_row row = { .cgroup = snap->iaa.pages[i].cgroup };

		if (!has_row(snap, row.cgroup) && !verdicts__row(&snap->verdicts, row.cgroup) &&
		    !has_uses(snap, row.cgroup))
			consider(report, &row, names);
	}
}

static int name_queues(struct report *report)
{
	const struct iaa_counts *iaa = &report->snapshot->iaa;

	report->queues = calloc(iaa->nr_queues + 1, sizeof(*report->queues));
	if (!report->queues)
		return -ENOMEM;
	report->nr_queues = iaa->nr_queues;
	for (size_t i = 0; i < iaa->nr_queues; i++) {
		report->queues[i].counts = iaa->queues[i];
		iaa_queue__name(report->queues[i].name, &iaa->queues[i]);
	}
	snprintf(report->queue_total.name, IAA_QUEUE_NAME, "(total)");
	iaa_queues__sum(&report->queue_total.counts, iaa);
	return 0;
}

/* Of all cgroups the module has a total, in which those that are gone still count. */
static void settle_total(struct report *report, const struct cgroup_names *names)
{
	const struct verdicts *verdicts = &report->snapshot->verdicts;
	struct row_policy *policy = &report->total.policy;

	if (!names->select)
		*policy = (struct row_policy){ .counts = verdicts->total, .is_counted = true };
	policy->is_counted &= verdicts->loaded;
}

int report__build(struct report *report, const struct snapshot *snap,
		  const struct cgroup_names *names, const struct report_options *options)
{
	size_t nr = snap->nr_rows + snap->verdicts.nr_rows + snap->nr_uses + snap->iaa.nr_pages;

	report->nr_rows = 0;
	report->nr_uses = 0;
	report->queues = NULL;
	report->uses = calloc(snap->nr_uses + 1, sizeof(*report->uses));
	report->rows = calloc(nr + 1, sizeof(*report->rows));
	if (!report->rows || !report->uses)
		return -ENOMEM;
	report->snapshot = snap;
	if (name_queues(report))
		return -ENOMEM;
	report->has_policies = verdicts__any(&snap->verdicts);
	memset(&report->unmatched, 0, sizeof(report->unmatched));
	report->total = (struct report_row){ .name = "(total)", .policy.is_counted = true,
					     .has_use = snap->tracking.places,
					     .has_iaa = snap->iaa.is_wanted,
					     .has_waits = tells_waits(snap) };
	for (size_t i = 0; i < snap->nr_rows; i++)
		consider(report, &snap->rows[i], names);
	consider_verdicts(report, names);
	consider_uses(report, names);
	consider_iaa(report, names);
	settle_total(report, names);
	report__sort_and_cut(report, options);
	return 0;
}

void report__release(struct report *report)
{
	free(report->rows);
	free(report->uses);
	free(report->queues);
	report->rows = NULL;
	report->uses = NULL;
	report->queues = NULL;
	report->nr_queues = 0;
	report->nr_rows = 0;
	report->nr_uses = 0;
}

size_t report__nr_lines(const struct report *report, enum line_kind kind)
{
	if (kind == LINE_QUEUE)
		return report->nr_queues + 1;
	return (kind == LINE_SETTING ? report->nr_uses : report->nr_rows) + 1;
}

struct line report__line(const struct report *report, enum line_kind kind, size_t line)
{
	if (kind == LINE_QUEUE)
		return line__of_queue(line < report->nr_queues ? &report->queues[line] :
								 &report->queue_total);
	if (line + 1 == report__nr_lines(report, kind))
		return line__of_row(&report->total);
	return kind == LINE_SETTING ? line__of_use(&report->uses[line]) :
				      line__of_row(&report->rows[line]);
}

const char *report_type__name(enum report_type type)
{
	return type == REPORT_INTERVAL ? "interval" : "total";
}
