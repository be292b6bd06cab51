// SPDX-License-Identifier: GPL-2.0-only
/* The table of columns and its getters; see columns.h. */
#include "columns.h"

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
		.type = histogram.scale == &latency_scale ? VALUE_DURATION : VALUE_COUNT,
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

#define COUNTER(member) .get = get_counter, .offset = offsetof(struct swapra_totals, member)
#define PERCENTILE(histogram, percent) .get = get_percentile, .a = histogram, .b = percent
#define LATENCY_MEAN(histogram, member) \
	.get = get_latency_mean, .a = histogram, .offset = offsetof(struct swapra_totals, member)
#define VERDICTS(member) .get = get_verdicts, .offset = offsetof(struct policy_counts, member)
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
