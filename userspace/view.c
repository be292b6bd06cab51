// SPDX-License-Identifier: GPL-2.0-only
/* The table of views, and their columns; see view.h. */
#include "view.h"

#include <string.h>

#include "report.h"

/* 79 columns hold a name of 11 beside the widest cells of those that are shown at once. */
static const struct view_column pages_columns[] = {
	{ "faults.total", .show = SHOW_DEFAULT },
	{ "faults.anon", .show = SHOW_WIDE },
	{ "faults.shmem", .show = SHOW_WIDE },
	{ "faults.sync", .show = SHOW_WIDE },
	{ "faults.swapoff", .show = SHOW_WIDE },
	{ "faults.failed", .show = SHOW_WIDE },
	{ "advice_batches", .show = SHOW_WIDE },
	{ "pages.total", .show = SHOW_WIDE },
	{ "pages.zswap", .show = SHOW_DEFAULT },
	{ "pages.disk", .show = SHOW_DEFAULT },
	{ "pages.zero", .show = SHOW_DEFAULT },
	{ "pages.demand", .show = SHOW_WIDE },
	{ "pages.willneed", .show = SHOW_WIDE },
	{ "pages.unbatched", .show = SHOW_WIDE },
	{ "pages.by_others", .show = SHOW_WIDE },
	{ "pages.for_others", .show = SHOW_WIDE },
	{ "load_errors", .show = SHOW_WIDE },
	{ "pages.prefetched", .show = SHOW_DEFAULT },
	{ "use.hits", .show = SHOW_YIELDS },
	{ "use.wasted", .show = SHOW_WIDE },
	{ "use.accuracy", .show = SHOW_DEFAULT },
	{ "batch_pages.mean", .show = SHOW_DEFAULT },
	{ "batch_pages.p50", .show = SHOW_WIDE },
	{ "batch_pages.p99", .show = SHOW_YIELDS },
	{ "batch_pages.max", .show = SHOW_WIDE },
	{ "fault_ns.mean", .show = SHOW_WIDE },
	{ "fault_ns.p50", .show = SHOW_DEFAULT },
	{ "fault_ns.p99", .show = SHOW_DEFAULT },
	{ "zswap_load_ns.mean", .show = SHOW_WIDE },
	{ "zswap_load_ns.p50", .show = SHOW_WIDE },
	{ "zswap_load_ns.p99", .show = SHOW_WIDE },
	{ "policy.name", .show = SHOW_POLICY },
	{ "policy.cgroup", .show = SHOW_POLICY_WIDE },
	{ "verdicts.total", .show = SHOW_POLICY_WIDE },
	{ "verdicts.kernel", .show = SHOW_POLICY_WIDE },
	{ "verdicts.single", .show = SHOW_POLICY_WIDE },
	{ "verdicts.sized", .show = SHOW_POLICY_WIDE },
	{ "verdicts.prefetched", .show = SHOW_POLICY_WIDE },
	{ "verdicts.clamped", .show = SHOW_POLICY_WIDE },
	{ "verdicts.guarded", .show = SHOW_POLICY_WIDE },
	{ "verdicts.errors", .show = SHOW_POLICY_WIDE },
	{ "verdicts.background", .show = SHOW_POLICY_WIDE },
	{ "verdicts.failed_charges", .show = SHOW_POLICY_WIDE },
};

/* prefetched = hits + wasted + pending + untracked; what is untracked is also said below. */
static const struct view_column use_columns[] = {
	{ "pages.demand", .show = SHOW_WIDE },
	{ "pages.prefetched", .show = SHOW_DEFAULT, .group = "" },
	{ "use.hits", .show = SHOW_DEFAULT, .group = "USED" },
	{ "use.late", .show = SHOW_DEFAULT, .group = "USED" },
	{ "use.wasted", .show = SHOW_WIDE, .group = "WASTED", .header = "ALL" },
	{ "use.reclaimed", .show = SHOW_DEFAULT, .group = "WASTED", .header = "RECL" },
	{ "use.freed", .show = SHOW_DEFAULT, .group = "WASTED", .header = "FREED" },
	{ "use.pending", .show = SHOW_DEFAULT, .group = "", .header = "PEND" },
	{ "use.untracked", .show = SHOW_WIDE, .group = "", .header = "UNTRACKED" },
	{ "use.accuracy", .show = SHOW_DEFAULT, .group = "RATIO" },
	{ "use.coverage", .show = SHOW_DEFAULT, .group = "RATIO" },
	{ "use.timeliness", .show = SHOW_DEFAULT, .group = "RATIO" },
	{ "use_age_ns.p50", .show = SHOW_DEFAULT, .group = "AGE P50", .header = "USED" },
	{ "waste_age_ns.p50", .show = SHOW_DEFAULT, .group = "AGE P50", .header = "WASTED" },
	{ "use_age_ns.p99", .show = SHOW_WIDE, .group = "AGE P99", .header = "USED" },
	{ "waste_age_ns.p99", .show = SHOW_WIDE, .group = "AGE P99", .header = "WASTED" },
	{ "use_age_ns.mean", .show = SHOW_WIDE, .group = "AGE MEAN", .header = "USED" },
	{ "waste_age_ns.mean", .show = SHOW_WIDE, .group = "AGE MEAN", .header = "WASTED" },
	{ "waits.demand", .show = SHOW_WIDE },
	{ "waits.demand_ns", .show = SHOW_WIDE },
	{ "waits.late", .show = SHOW_WIDE },
	{ "waits.late_ns", .show = SHOW_WIDE },
};

/* The policy's name is that of today: nobody keeps those of policies that were replaced. */
static const struct view_column policy_columns[] = {
	{ "policy.cgroup", .show = SHOW_WIDE },
	{ "policy.name", .show = SHOW_DEFAULT, .group = "POLICY", .header = "NOW" },
	{ "window", .show = SHOW_DEFAULT },
	{ "placement", .show = SHOW_DEFAULT },
	{ "faults.total", .show = SHOW_DEFAULT },
	{ "fault_ns.count", .show = SHOW_WIDE, .group = "FAULT", .header = "TIMED" },
	{ "fault_ns.mean", .show = SHOW_DEFAULT },
	{ "pages.demand", .show = SHOW_WIDE },
	{ "pages.prefetched", .show = SHOW_DEFAULT, .group = "PAGES" },
	{ "use.hits", .show = SHOW_DEFAULT, .group = "PAGES" },
	{ "use.late", .show = SHOW_WIDE, .group = "PAGES" },
	{ "use.wasted", .show = SHOW_DEFAULT, .group = "PAGES", .header = "WASTE" },
	{ "use.reclaimed", .show = SHOW_WIDE, .group = "WASTED", .header = "RECL" },
	{ "use.freed", .show = SHOW_WIDE, .group = "WASTED", .header = "FREED" },
	{ "use.pending", .show = SHOW_DEFAULT, .group = "", .header = "PEND" },
	{ "use.untracked", .show = SHOW_WIDE, .group = "", .header = "UNTRACKED" },
	{ "use.accuracy", .show = SHOW_DEFAULT, .group = "RATIO" },
	{ "use.coverage", .show = SHOW_DEFAULT, .group = "RATIO" },
	{ "use.timeliness", .show = SHOW_WIDE, .group = "RATIO" },
};

static const struct view_column iaa_columns[] = {
	{ "compress.submitted", .show = SHOW_DEFAULT, .group = "COMPRESS", .header = "ALL" },
	{ "compress.errors", .show = SHOW_DEFAULT },
	{ "compress.refused", .show = SHOW_WIDE },
	{ "compress.abandoned", .show = SHOW_WIDE },
	{ "compress.bytes_in", .show = SHOW_WIDE },
	{ "compress.bytes_out", .show = SHOW_WIDE },
	{ "compress.ns.p50", .show = SHOW_DEFAULT },
	{ "compress.ns.p99", .show = SHOW_DEFAULT },
	{ "decompress.submitted", .show = SHOW_DEFAULT, .group = "DECOMPRESS", .header = "ALL" },
	{ "decompress.errors", .show = SHOW_DEFAULT },
	{ "decompress.refused", .show = SHOW_WIDE },
	{ "decompress.abandoned", .show = SHOW_WIDE },
	{ "decompress.bytes_in", .show = SHOW_WIDE },
	{ "decompress.bytes_out", .show = SHOW_WIDE },
	{ "decompress.ns.p50", .show = SHOW_DEFAULT },
	{ "decompress.ns.p99", .show = SHOW_DEFAULT },
	{ "verify.submitted", .show = SHOW_DEFAULT, .group = "VERIFY", .header = "ALL" },
	{ "verify.errors", .show = SHOW_DEFAULT },
	{ "verify.refused", .show = SHOW_WIDE },
	{ "verify.abandoned", .show = SHOW_WIDE },
	{ "verify.ns.p50", .show = SHOW_WIDE },
	{ "other.submitted", .show = SHOW_WIDE },
	{ "in_flight.now", .show = SHOW_WIDE },
	{ "in_flight.max", .show = SHOW_DEFAULT },
};

static void print_statuses(FILE *out, const struct swapra_iaa_counts *counts, const char *name)
{
	for (unsigned i = 0; i < SWAPRA_IAA_STATUSES; i++)
		if (counts->status[i] && i != SWAPRA_IAA_SUCCESS)
			fprintf(out, "%s: %llu ended with status 0x%02x (%s)\n", name,
				counts->status[i], i, iaa_status__meaning(i) ?: "see the hardware's manual");
	if (counts->refused)
		fprintf(out, "%s: %llu not taken by the work queue\n", name, counts->refused);
	if (counts->abandoned)
		fprintf(out, "%s: %llu given up by the driver\n", name, counts->abandoned);
}

static void print_calls(FILE *out, const struct swapra_iaa_calls *calls, const char *name)
{
	if (calls->fallbacks)
		fprintf(out, "%s: %llu done by software instead\n", name, calls->fallbacks);
	if (calls->failed)
		fprintf(out, "%s: %llu calls failed\n", name, calls->failed);
	if (calls->disabled)
		fprintf(out, "%s: %llu calls found no device: IAA is disabled or not bound\n", name,
			calls->disabled);
}

static void print_pages(FILE *out, const struct report_row *row)
{
	if (iaa_pages__sum(&row->iaa))
		fprintf(out, "pages from zswap: %llu by IAA, %llu by its driver's software, "
			"%llu otherwise: %s\n", row->iaa.iaa, row->iaa.fallback, row->iaa.other,
			row->name);
}

static void print_iaa(FILE *out, const struct report *report)
{
	const struct iaa_counts *iaa = &report->snapshot->iaa;

	if (!iaa->is_attached)
		fputs("IAA's driver (iaa_crypto) is not there: nothing to count\n", out);
	for (unsigned i = 0; i < SWAPRA_IAA_OPERATIONS; i++)
		print_statuses(out, &report->queue_total.counts.operations[i],
			       iaa_operation__name(i));
	for (unsigned i = 0; i < SWAPRA_IAA_CALLS; i++)
		print_calls(out, &iaa->calls[i], iaa_call__name(i));
	for (size_t i = 0; i < report->nr_rows; i++)
		print_pages(out, &report->rows[i]);
	print_pages(out, &report->total);
}

static void print_kernel_hits(FILE *out, const struct report *report)
{
	const struct swapra_kernel_hits *hits = &report->snapshot->kernel_hits;

	if (hits->phantom || hits->silent)
		fprintf(out, "kernel's swap_ra_hit: %llu phantom, %llu silent (whole machine)\n",
			hits->phantom, hits->silent);
}

#define COLUMNS(list) .columns = list, .nr_columns = sizeof(list) / sizeof((list)[0])

const struct view views[] = {
	{ .name = "pages", .help = "pages by source, faults, batches (default)",
	  .lines = LINE_CGROUP, .sort = "pages.total", COLUMNS(pages_columns) },
	{ .name = "use", .help = "what became of prefetched pages",
	  .lines = LINE_CGROUP, .sort = "pages.total", COLUMNS(use_columns),
	  .print_notes = print_kernel_hits },
	{ .name = "policy", .help = "the same, a line for each policy and window it gave",
	  .lines = LINE_SETTING, .wants_verdicts = true, COLUMNS(policy_columns) },
	{ .name = "iaa", .help = "what IAA's work queues do, and for whom; holds iaa_crypto meanwhile",
	  .lines = LINE_QUEUE, .wants_iaa = true, .name_header = "WORK QUEUE",
	  COLUMNS(iaa_columns), .print_notes = print_iaa },
};

const size_t nr_views = sizeof(views) / sizeof(views[0]);

const struct view *view__find(const char *name)
{
	for (size_t i = 0; i < nr_views; i++)
		if (!strcmp(views[i].name, name))
			return &views[i];
	return NULL;
}

bool view_column__is_shown(const struct view_column *column, bool wide, bool policies)
{
	switch (column->show) {
	case SHOW_WIDE:
		return wide;
	case SHOW_YIELDS:
		return wide || !policies;
	case SHOW_POLICY:
		return policies;
	case SHOW_POLICY_WIDE:
		return wide && policies;
	case SHOW_DEFAULT:
		break;
	}
	return true;
}

void views__print_help(FILE *out)
{
	for (size_t i = 0; i < nr_views; i++)
		fprintf(out, "  %-20s %s\n", views[i].name, views[i].help);
}
