// SPDX-License-Identifier: GPL-2.0-only
/* The table of columns and its getters; see columns.h. */
#include "columns.h"

#include <math.h>
#include <string.h>

#include "report.h"
#include "totals.h"

static struct value count(uint64_t number)
{
	return (struct value){ .type = VALUE_COUNT, .integer = number };
}

static struct value get_counter(const struct column *column, const struct report_row *row)
{
	return count(*(const __u64 *)((const char *)&row->totals + column->offset));
}

static struct value get_duration(const struct column *column, const struct report_row *row)
{
	return (struct value){ .type = VALUE_DURATION,
			       .integer = get_counter(column, row).integer };
}

static struct value get_faults(const struct column *column, const struct report_row *row)
{
	(void)column;
	return count(totals__faults(&row->totals));
}

static struct value get_failed(const struct column *column, const struct report_row *row)
{
	(void)column;
	return count(totals__failed_faults(&row->totals));
}

static struct value get_pages(const struct column *column, const struct report_row *row)
{
	(void)column;
	return count(totals__pages(&row->totals));
}

static struct value get_source(const struct column *column, const struct report_row *row)
{
	return count(totals__source_pages(&row->totals, column->a));
}

static struct value get_role(const struct column *column, const struct report_row *row)
{
	return count(totals__role_pages(&row->totals, column->a));
}

static struct value get_count(const struct column *column, const struct report_row *row)
{
	struct histogram histogram = totals__histogram(&row->totals, column->a);

	return count(histogram__count(&histogram));
}

static struct value get_percentile(const struct column *column, const struct report_row *row)
{
	struct histogram histogram = totals__histogram(&row->totals, column->a);
	struct estimate estimate = histogram__percentile(&histogram, column->b);

	if (estimate.empty)
		return (struct value){ .type = VALUE_NONE };
	return (struct value){
		.type = histogram.scale == &batch_scale ? VALUE_COUNT : VALUE_DURATION,
		.open = estimate.open,
		.integer = estimate.value,
	};
}

static struct value get_batch_mean(const struct column *column, const struct report_row *row)
{
	struct histogram histogram = totals__histogram(&row->totals, column->a);
	uint64_t batches = histogram__count(&histogram);

	if (!batches)
		return (struct value){ .type = VALUE_NONE };
	return (struct value){
		.type = VALUE_REAL,
		.real = (double)histogram__weighted_sum(&histogram) / batches,
	};
}

/* Mean latency, from the exact sum rather than from the buckets. */
static struct value get_latency_mean(const struct column *column, const struct report_row *row)
{
	uint64_t sum = get_counter(column, row).integer;
	uint64_t number = get_count(column, row).integer;

	if (!number)
		return (struct value){ .type = VALUE_NONE };
	return (struct value){ .type = VALUE_DURATION, .integer = sum / number };
}

static struct value get_policy_name(const struct column *column, const struct report_row *row)
{
	(void)column;
	if (!row->policy.name)
		return (struct value){ .type = VALUE_NONE };
	return (struct value){ .type = VALUE_TEXT, .text = row->policy.name };
}

static struct value get_policy_cgroup(const struct column *column, const struct report_row *row)
{
	(void)column;
	return row->policy.name ? count(row->policy.cgroup) : (struct value){ .type = VALUE_NONE };
}

static struct value get_verdicts(const struct column *column, const struct report_row *row)
{
	if (!row->policy.is_counted)
		return (struct value){ .type = VALUE_NONE };
	return count(*(const uint64_t *)((const char *)&row->policy.counts + column->offset));
}

static struct value get_use(const struct column *column, const struct report_row *row)
{
	static uint64_t (*const sums[])(const struct swapra_use *) = {
		use__hits, use__late, use__wasted, use__untracked,
	};

	if (!row->has_use)
		return (struct value){ .type = VALUE_NONE };
	return count(sums[column->a](&row->use));
}

static struct value get_outcome(const struct column *column, const struct report_row *row)
{
	return row->has_use ? count(row->use.outcomes[column->a]) :
			      (struct value){ .type = VALUE_NONE };
}

static struct value get_pending(const struct column *column, const struct report_row *row)
{
	(void)column;
	if (!row->has_use)
		return (struct value){ .type = VALUE_NONE };
	return count(row->pending > 0 ? row->pending : 0);
}

static struct value get_ratio(const struct column *column, const struct report_row *row)
{
	static double (*const ratios[])(const struct swapra_use *) = {
		use__accuracy, use__coverage, use__timeliness,
	};
	double ratio = row->has_use ? ratios[column->a](&row->use) : NAN;

	if (isnan(ratio))
		return (struct value){ .type = VALUE_NONE };
	return (struct value){ .type = VALUE_RATIO, .real = ratio };
}

#define COUNTER(member) .get = get_counter, .offset = offsetof(struct swapra_totals, member)
#define PERCENTILE(histogram, percent) .get = get_percentile, .a = histogram, .b = percent
#define LATENCY_MEAN(histogram, member) \
	.get = get_latency_mean, .a = histogram, .offset = offsetof(struct swapra_totals, member)
#define VERDICTS(member) .get = get_verdicts, .offset = offsetof(struct policy_counts, member)
#define USE_SUM(index) .get = get_use, .a = index
#define OUTCOME(outcome) .get = get_outcome, .a = outcome
#define RATIO(index) .get = get_ratio, .a = index
#define SOURCE_ROLE(name, source, role) \
	{ .key = "sources." name, .show = SHOW_DATA, COUNTER(pages[source][role]) }
#define SOURCE_ROLES(name, source) \
	SOURCE_ROLE(name ".demand", source, SWAPRA_DEMAND), \
	SOURCE_ROLE(name ".prefetched", source, SWAPRA_PREFETCHED), \
	SOURCE_ROLE(name ".willneed", source, SWAPRA_WILLNEED), \
	SOURCE_ROLE(name ".unbatched", source, SWAPRA_UNBATCHED)

/* Order = order of the table, of CSV and of the JSON members. Append-only for their sake. */
const struct column columns[] = {
	{ "faults.total", "", "FAULTS", "faults that had to read, failed ones included",
	  SHOW_DEFAULT, .get = get_faults },
	{ "faults.anon", "FAULTS OF", "ANON", "of these, page faults on anonymous memory",
	  SHOW_WIDE, COUNTER(batches[SWAPRA_ANON]) },
	{ "faults.shmem", "FAULTS OF", "SHMEM", "shared memory and tmpfs, by fault or system call",
	  SHOW_WIDE, COUNTER(batches[SWAPRA_SHMEM]) },
	{ "faults.sync", "FAULTS OF", "SYNC", "page faults on a synchronous device (zram)",
	  SHOW_WIDE, COUNTER(batches[SWAPRA_SYNC]) },
	{ "faults.swapoff", "FAULTS OF", "SWAPOFF", "swapoff(2) bringing memory back",
	  SHOW_WIDE, COUNTER(batches[SWAPRA_SWAPOFF]) },
	{ "faults.failed", "FAULTS OF", "FAILED", "of all faults, those that got no page",
	  SHOW_WIDE, .get = get_failed },
	{ "advice_batches", "", "ADVICE", "batches asked for by madvise(MADV_WILLNEED); no faults",
	  SHOW_WIDE, COUNTER(batches[SWAPRA_ADVICE]) },
	{ "pages.total", "PAGES", "ALL", "pages read in", SHOW_WIDE, .get = get_pages },
	{ "pages.zswap", "PAGES", "ZSWAP", "of these, decompressed by zswap",
	  SHOW_DEFAULT, .get = get_source, .a = SWAPRA_ZSWAP },
	{ "pages.disk", "PAGES", "DISK", "read from a swap device, zram included",
	  SHOW_DEFAULT, .get = get_source, .a = SWAPRA_DISK },
	{ "pages.zero", "PAGES", "ZERO", "zero-filled, no data stored",
	  SHOW_DEFAULT, .get = get_source, .a = SWAPRA_ZERO },
	{ "pages.demand", "PAGES", "DEMAND", "pages the fault asked for",
	  SHOW_WIDE, .get = get_role, .a = SWAPRA_DEMAND },
	{ "pages.prefetched", "PAGES", "PREF", "pages read ahead: all others of their batch",
	  SHOW_DEFAULT, .get = get_role, .a = SWAPRA_PREFETCHED },
	{ "pages.willneed", "PAGES", "WILLN", "pages asked for by madvise(MADV_WILLNEED)",
	  SHOW_WIDE, .get = get_role, .a = SWAPRA_WILLNEED },
	{ "pages.unbatched", "PAGES", "UNBAT", "pages whose batch was not seen (missed probe)",
	  SHOW_WIDE, .get = get_role, .a = SWAPRA_UNBATCHED },
	{ "pages.by_others", "PAGES", "BY-OTH", "pages of this cgroup, read by another's batch",
	  SHOW_WIDE, COUNTER(pages_by_others) },
	{ "pages.for_others", "PAGES", "FOR-OTH", "pages its batches read on another's account",
	  SHOW_WIDE, COUNTER(pages_for_others) },
	SOURCE_ROLES("zswap", SWAPRA_ZSWAP),
	SOURCE_ROLES("disk", SWAPRA_DISK),
	SOURCE_ROLES("zero", SWAPRA_ZERO),
	{ "load_errors", "PAGES", "ERRORS", "zswap_load() failed: page lost or refused",
	  SHOW_WIDE, COUNTER(load_errors) },
	{ "batch_pages.mean", "BATCH", "MEAN", "pages a batch",
	  SHOW_DEFAULT, .get = get_batch_mean, .a = HISTOGRAM_BATCH },
	{ "batch_pages.p50", "BATCH", "P50", "pages a batch, median",
	  SHOW_WIDE, PERCENTILE(HISTOGRAM_BATCH, 50) },
	{ "batch_pages.p99", "BATCH", "P99", "pages a batch, 99th percentile; 33+: more than 32",
	  SHOW_DEFAULT, PERCENTILE(HISTOGRAM_BATCH, 99) },
	{ "batch_pages.max", "BATCH", "MAX", "pages of the largest batch",
	  SHOW_WIDE, PERCENTILE(HISTOGRAM_BATCH, 100) },
	{ "fault_ns.count", "", "", "faults whose latency was measured",
	  SHOW_DATA, .get = get_count, .a = HISTOGRAM_FAULT },
	{ "fault_ns.mean", "FAULT", "MEAN", "latency of the swap-in of a fault",
	  SHOW_WIDE, LATENCY_MEAN(HISTOGRAM_FAULT, fault_ns_sum) },
	{ "fault_ns.p50", "FAULT", "P50", "latency of the swap-in of a fault, median",
	  SHOW_DEFAULT, PERCENTILE(HISTOGRAM_FAULT, 50) },
	{ "fault_ns.p99", "FAULT", "P99", "the same, 99th percentile",
	  SHOW_DEFAULT, PERCENTILE(HISTOGRAM_FAULT, 99) },
	{ "zswap_load_ns.count", "", "", "zswap loads whose latency was measured",
	  SHOW_DATA, .get = get_count, .a = HISTOGRAM_LOAD },
	{ "zswap_load_ns.mean", "ZSWAP LOAD", "MEAN", "time to decompress one page, look-up included",
	  SHOW_WIDE, LATENCY_MEAN(HISTOGRAM_LOAD, load_ns_sum) },
	{ "zswap_load_ns.p50", "ZSWAP LOAD", "P50", "time to decompress one page, median",
	  SHOW_YIELDS, PERCENTILE(HISTOGRAM_LOAD, 50) },
	{ "zswap_load_ns.p99", "ZSWAP LOAD", "P99", "the same, 99th percentile",
	  SHOW_YIELDS, PERCENTILE(HISTOGRAM_LOAD, 99) },
	{ "policy.name", "POLICY", "NAME", "policy that applies to the cgroup",
	  SHOW_POLICY, .get = get_policy_name, .is_text = true },
	{ "policy.cgroup", "POLICY", "FROM", "id of the cgroup it is attached to, this or one above",
	  SHOW_POLICY_WIDE, .get = get_policy_cgroup },
	{ "verdicts.total", "POLICY", "ASKED", "verdicts: faults on which a policy was asked",
	  SHOW_POLICY, VERDICTS(verdicts) },
	{ "verdicts.kernel", "VERDICTS", "KERNEL", "of these, the kernel decides",
	  SHOW_POLICY_WIDE, VERDICTS(kernel) },
	{ "verdicts.single", "VERDICTS", "SINGLE", "the demand page only",
	  SHOW_POLICY_WIDE, VERDICTS(single) },
	{ "verdicts.sized", "VERDICTS", "SIZED", "a window of the policy's",
	  SHOW_POLICY_WIDE, VERDICTS(sized) },
	{ "verdicts.prefetched", "VERDICTS", "PREF", "pages that were read ahead by them",
	  SHOW_POLICY_WIDE, VERDICTS(prefetched) },
	{ "verdicts.clamped", "VERDICTS", "CLAMP", "verdicts out of range and cut to it",
	  SHOW_POLICY_WIDE, VERDICTS(clamped) },
	{ "verdicts.guarded", "VERDICTS", "GUARD", "cut so that the cgroup is not OOM-killed",
	  SHOW_POLICY_WIDE, VERDICTS(guarded) },
	{ "verdicts.errors", "VERDICTS", "ERROR", "the policy failed, and the kernel decided",
	  SHOW_POLICY_WIDE, VERDICTS(errors) },
	{ "verdicts.background", "VERDICTS", "BACKGR", "asked for background, run inline",
	  SHOW_POLICY_WIDE, VERDICTS(background) },
	{ "verdicts.failed_charges", "VERDICTS", "FAILED", "pages that could not be charged",
	  SHOW_POLICY_WIDE, VERDICTS(failed_charges) },
	{ "use.hits", "PREFETCHED", "HIT", "prefetched pages that were used, late ones included",
	  SHOW_WIDE, USE_SUM(0) },
	{ "use.late", "PREFETCHED", "LATE", "of these, their user had to wait for the read",
	  SHOW_WIDE, USE_SUM(1) },
	{ "use.wasted", "PREFETCHED", "WASTED", "prefetched pages that went before any use",
	  SHOW_WIDE, USE_SUM(2) },
	{ "use.reclaimed", "PREFETCHED", "RECLAIM", "of these, reclaimed",
	  SHOW_WIDE, OUTCOME(SWAPRA_RECLAIMED) },
	{ "use.freed", "PREFETCHED", "FREED", "of these, freed (exit, munmap, swapoff)",
	  SHOW_WIDE, OUTCOME(SWAPRA_FREED) },
	{ "use.pending", "PREFETCHED", "PENDING", "prefetched pages in memory, unused so far",
	  SHOW_WIDE, .get = get_pending },
	{ "use.untracked", "PREFETCHED", "UNTRACK", "prefetched pages of which no more is known",
	  SHOW_WIDE, USE_SUM(3) },
	{ "use.accuracy", "PREFETCHED", "ACCUR", "hits of hits and wasted",
	  SHOW_WIDE, RATIO(0) },
	{ "use.coverage", "PREFETCHED", "COVER", "hits of hits and demand reads",
	  SHOW_WIDE, RATIO(1) },
	{ "use.timeliness", "PREFETCHED", "TIMELY", "hits that nobody had to wait for",
	  SHOW_WIDE, RATIO(2) },
	{ "use_age_ns.count", "", "", "used prefetched pages whose age was measured",
	  SHOW_DATA, .get = get_count, .a = HISTOGRAM_USE_AGE },
	{ "use_age_ns.mean", "USED AFTER", "MEAN", "time from prefetch to first use",
	  SHOW_WIDE, LATENCY_MEAN(HISTOGRAM_USE_AGE, use_age_ns_sum) },
	{ "use_age_ns.p50", "USED AFTER", "P50", "time from prefetch to first use, median",
	  SHOW_WIDE, PERCENTILE(HISTOGRAM_USE_AGE, 50) },
	{ "use_age_ns.p99", "USED AFTER", "P99", "the same, 99th percentile",
	  SHOW_WIDE, PERCENTILE(HISTOGRAM_USE_AGE, 99) },
	{ "waste_age_ns.count", "", "", "wasted prefetched pages whose age was measured",
	  SHOW_DATA, .get = get_count, .a = HISTOGRAM_WASTE_AGE },
	{ "waste_age_ns.mean", "WASTED AFTER", "MEAN", "time from prefetch to reclaim or free",
	  SHOW_WIDE, LATENCY_MEAN(HISTOGRAM_WASTE_AGE, waste_age_ns_sum) },
	{ "waste_age_ns.p50", "WASTED AFTER", "P50", "time from prefetch to waste, median",
	  SHOW_WIDE, PERCENTILE(HISTOGRAM_WASTE_AGE, 50) },
	{ "waste_age_ns.p99", "WASTED AFTER", "P99", "the same, 99th percentile",
	  SHOW_WIDE, PERCENTILE(HISTOGRAM_WASTE_AGE, 99) },
	{ "waits.demand", "WAITS", "DEMAND", "page faults that waited for their demand page's read",
	  SHOW_WIDE, COUNTER(waits[SWAPRA_WAIT_DEMAND]) },
	{ "waits.demand_ns", "WAITS", "TIME", "how long, in sum",
	  SHOW_WIDE, .get = get_duration, .offset = offsetof(struct swapra_totals, wait_ns[0]) },
	{ "waits.late", "WAITS", "LATE", "page faults that waited for a prefetched page's read",
	  SHOW_WIDE, COUNTER(waits[SWAPRA_WAIT_LATE]) },
	{ "waits.late_ns", "WAITS", "TIME", "how long, in sum",
	  SHOW_WIDE, .get = get_duration, .offset = offsetof(struct swapra_totals, wait_ns[1]) },
};

const size_t nr_columns = sizeof(columns) / sizeof(columns[0]);

static bool key_matches(const char *key, const char *wanted)
{
	size_t length = strlen(wanted);

	return !strncmp(key, wanted, length) && (!key[length] || !strcmp(key + length, ".total"));
}

const struct column *column__find(const char *key)
{
	for (size_t i = 0; i < nr_columns; i++)
		if (key_matches(columns[i].key, key))
			return &columns[i];
	return NULL;
}

void columns__print_help(FILE *out)
{
	for (size_t i = 0; i < nr_columns; i++)
		if (columns[i].help)
			fprintf(out, "  %-20s %s\n", columns[i].key, columns[i].help);
	fputs("  sources.SOURCE.ROLE  pages of one source (zswap, disk, zero) and role (demand,\n"
	      "                       prefetched, willneed, unbatched)\n", out);
}
