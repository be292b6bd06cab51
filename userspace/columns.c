// SPDX-License-Identifier: GPL-2.0-only
/* The table of columns; see columns.h. */
#include "columns.h"

#include <string.h>

#include "cells.h"
#include "report.h"

#define COUNTER(member) .get = cell__counter, .offset = offsetof(struct swapra_totals, member)
#define PERCENTILE(histogram, percent) .get = cell__percentile, .a = histogram, .b = percent
#define LATENCY_MEAN(histogram, member) \
	.get = cell__latency_mean, .a = histogram, .offset = offsetof(struct swapra_totals, member)
#define VERDICTS(member) .get = cell__verdicts, .offset = offsetof(struct policy_counts, member)
#define WAIT(member, is_ns) \
	.get = cell__wait, .a = is_ns, .offset = offsetof(struct swapra_totals, member)
/* Of cgroups and of settings alike. */
#define BOTH .lines = LINE_CGROUP | LINE_SETTING
#define SETTING .lines = LINE_SETTING
#define USE_SUM(sum) BOTH, .get = cell__use_sum, .a = sum
#define RATIO(ratio) BOTH, .get = cell__ratio, .a = ratio
#define USE(member) .get = cell__use_counter, .offset = offsetof(struct swapra_use, member)
#define IAA_PAGES(member) .get = cell__iaa_pages, .offset = offsetof(struct swapra_iaa_pages, member)
#define QUEUE .lines = LINE_QUEUE
#define QUEUE_COUNTER(member) \
	QUEUE, .get = cell__queue_counter, .offset = offsetof(struct swapra_iaa_queue, member)
#define OPERATION_COUNTER(operation, member) \
	QUEUE, .get = cell__operation_counter, .a = operation, \
	.offset = offsetof(struct swapra_iaa_counts, member)
/* Those of one kind; nobody asks for help about each. */
#define OPERATION(name, group_name, operation) \
	{ name ".submitted", group_name, "SUBMIT", NULL, OPERATION_COUNTER(operation, submitted) }, \
	{ name ".success", group_name, "OK", NULL, \
	  OPERATION_COUNTER(operation, status[SWAPRA_IAA_SUCCESS]) }, \
	{ name ".errors", group_name, "ERR", NULL, \
	  QUEUE, .get = cell__operation_errors, .a = operation }, \
	{ name ".refused", group_name, "REFUSED", NULL, OPERATION_COUNTER(operation, refused) }, \
	{ name ".abandoned", group_name, "ABAND", NULL, OPERATION_COUNTER(operation, abandoned) }, \
	{ name ".bytes_in", group_name, "IN", NULL, OPERATION_COUNTER(operation, bytes_in) }, \
	{ name ".bytes_out", group_name, "OUT", NULL, OPERATION_COUNTER(operation, bytes_out) }, \
	{ name ".ns.mean", group_name, "MEAN", NULL, \
	  QUEUE, .get = cell__operation_mean, .a = operation }, \
	{ name ".ns.p50", group_name, "P50", NULL, \
	  QUEUE, .get = cell__operation_percentile, .a = operation, .b = 50 }, \
	{ name ".ns.p99", group_name, "P99", NULL, \
	  QUEUE, .get = cell__operation_percentile, .a = operation, .b = 99 }
#define SOURCE_ROLE(name, source, role) \
	{ .key = "sources." name, COUNTER(pages[source][role]) }
#define SOURCE_ROLES(name, source) \
	SOURCE_ROLE(name ".demand", source, SWAPRA_DEMAND), \
	SOURCE_ROLE(name ".prefetched", source, SWAPRA_PREFETCHED), \
	SOURCE_ROLE(name ".willneed", source, SWAPRA_WILLNEED), \
	SOURCE_ROLE(name ".unbatched", source, SWAPRA_UNBATCHED)

/* Order = order of the table, of CSV and of the JSON members. Append-only for their sake. */
const struct column columns[] = {
	{ "faults.total", "", "FAULTS", "faults that had to read, failed ones included",
	  BOTH, .get = cell__faults },
	{ "faults.anon", "FAULTS OF", "ANON", "of these, page faults on anonymous memory",
	  COUNTER(batches[SWAPRA_ANON]) },
	{ "faults.shmem", "FAULTS OF", "SHMEM", "shared memory and tmpfs, by fault or system call",
	  COUNTER(batches[SWAPRA_SHMEM]) },
	{ "faults.sync", "FAULTS OF", "SYNC", "page faults on a synchronous device (zram)",
	  COUNTER(batches[SWAPRA_SYNC]) },
	{ "faults.swapoff", "FAULTS OF", "SWAPOFF", "swapoff(2) bringing memory back",
	  COUNTER(batches[SWAPRA_SWAPOFF]) },
	{ "faults.failed", "FAULTS OF", "FAILED", "of all faults, those that got no page",
	  .get = cell__failed },
	{ "advice_batches", "", "ADVICE", "batches asked for by madvise(MADV_WILLNEED); no faults",
	  COUNTER(batches[SWAPRA_ADVICE]) },
	{ "pages.total", "PAGES", "ALL", "pages read in", .get = cell__pages },
	{ "pages.zswap", "PAGES", "ZSWAP", "of these, decompressed by zswap",
	  .get = cell__source, .a = SWAPRA_ZSWAP },
	{ "pages.disk", "PAGES", "DISK", "read from a swap device, zram included",
	  .get = cell__source, .a = SWAPRA_DISK },
	{ "pages.zero", "PAGES", "ZERO", "zero-filled, no data stored",
	  .get = cell__source, .a = SWAPRA_ZERO },
	{ "pages.demand", "PAGES", "DEMAND", "pages the fault asked for",
	  BOTH, .get = cell__role, .a = SWAPRA_DEMAND },
	{ "pages.prefetched", "PAGES", "PREF", "pages read ahead: all others of their batch",
	  BOTH, .get = cell__role, .a = SWAPRA_PREFETCHED },
	{ "pages.willneed", "PAGES", "WILLN", "pages asked for by madvise(MADV_WILLNEED)",
	  .get = cell__role, .a = SWAPRA_WILLNEED },
	{ "pages.unbatched", "PAGES", "UNBAT", "pages whose batch was not seen (missed probe)",
	  .get = cell__role, .a = SWAPRA_UNBATCHED },
	{ "pages.by_others", "PAGES", "BY-OTH", "pages of this cgroup, read by another's batch",
	  COUNTER(pages_by_others) },
	{ "pages.for_others", "PAGES", "FOR-OTH", "pages its batches read on another's account",
	  COUNTER(pages_for_others) },
	SOURCE_ROLES("zswap", SWAPRA_ZSWAP),
	SOURCE_ROLES("disk", SWAPRA_DISK),
	SOURCE_ROLES("zero", SWAPRA_ZERO),
	{ "load_errors", "PAGES", "ERRORS", "zswap_load() failed: page lost or refused",
	  COUNTER(load_errors) },
	{ "batch_pages.mean", "BATCH", "MEAN", "pages a batch",
	  .get = cell__batch_mean, .a = HISTOGRAM_BATCH },
	{ "batch_pages.p50", "BATCH", "P50", "pages a batch, median",
	  PERCENTILE(HISTOGRAM_BATCH, 50) },
	{ "batch_pages.p99", "BATCH", "P99", "pages a batch, 99th percentile; 33+: more than 32",
	  PERCENTILE(HISTOGRAM_BATCH, 99) },
	{ "batch_pages.max", "BATCH", "MAX", "pages of the largest batch",
	  PERCENTILE(HISTOGRAM_BATCH, 100) },
	{ "fault_ns.count", "", "", "faults whose latency was measured",
	  BOTH, .get = cell__count, .a = HISTOGRAM_FAULT },
	{ "fault_ns.mean", "FAULT", "MEAN", "latency of the swap-in of a fault",
	  BOTH, LATENCY_MEAN(HISTOGRAM_FAULT, fault_ns_sum) },
	{ "fault_ns.p50", "FAULT", "P50", "latency of the swap-in of a fault, median",
	  PERCENTILE(HISTOGRAM_FAULT, 50) },
	{ "fault_ns.p99", "FAULT", "P99", "the same, 99th percentile",
	  PERCENTILE(HISTOGRAM_FAULT, 99) },
	{ "zswap_load_ns.count", "", "", "zswap loads whose latency was measured",
	  .get = cell__count, .a = HISTOGRAM_LOAD },
	{ "zswap_load_ns.mean", "ZSWAP LOAD", "MEAN", "time to decompress one page, look-up included",
	  LATENCY_MEAN(HISTOGRAM_LOAD, load_ns_sum) },
	{ "zswap_load_ns.p50", "ZSWAP LOAD", "P50", "time to decompress one page, median",
	  PERCENTILE(HISTOGRAM_LOAD, 50) },
	{ "zswap_load_ns.p99", "ZSWAP LOAD", "P99", "the same, 99th percentile",
	  PERCENTILE(HISTOGRAM_LOAD, 99) },
	{ "policy.name", "POLICY", "NAME", "policy that applies to the cgroup",
	  BOTH, .get = cell__policy_name, .is_text = true },
	{ "policy.cgroup", "POLICY", "FROM", "id of the cgroup it is attached to, this or one above",
	  BOTH, .get = cell__policy_cgroup },
	{ "verdicts.total", "POLICY", "ASKED", "verdicts: faults on which a policy was asked",
	  VERDICTS(verdicts) },
	{ "verdicts.kernel", "VERDICTS", "KERNEL", "of these, the kernel decides",
	  VERDICTS(kernel) },
	{ "verdicts.single", "VERDICTS", "SINGLE", "the demand page only",
	  VERDICTS(single) },
	{ "verdicts.sized", "VERDICTS", "SIZED", "a window of the policy's",
	  VERDICTS(sized) },
	{ "verdicts.prefetched", "VERDICTS", "PREF", "pages that were read ahead by them",
	  VERDICTS(prefetched) },
	{ "verdicts.clamped", "VERDICTS", "CLAMP", "verdicts out of range and cut to it",
	  VERDICTS(clamped) },
	{ "verdicts.guarded", "VERDICTS", "GUARD", "cut so that the cgroup is not OOM-killed",
	  VERDICTS(guarded) },
	{ "verdicts.errors", "VERDICTS", "ERROR", "the policy failed, and the kernel decided",
	  VERDICTS(errors) },
	{ "verdicts.background", "VERDICTS", "BACKGR", "asked for background, run inline",
	  VERDICTS(background) },
	{ "verdicts.failed_charges", "VERDICTS", "FAILED", "pages that could not be charged",
	  VERDICTS(failed_charges) },
	{ "use.hits", "USE", "HIT", "prefetched pages that were used, late ones included",
	  USE_SUM(USE_HITS) },
	{ "use.late", "USE", "LATE", "of these, their user had to wait for the read",
	  USE_SUM(USE_LATE) },
	{ "use.wasted", "USE", "WASTED", "prefetched pages that went before any use",
	  USE_SUM(USE_WASTED) },
	{ "use.reclaimed", "USE", "RECLAIM", "of these, reclaimed",
	  BOTH, USE(outcomes[SWAPRA_RECLAIMED]) },
	{ "use.freed", "USE", "FREED", "of these, freed (exit, munmap, swapoff)",
	  BOTH, USE(outcomes[SWAPRA_FREED]) },
	{ "use.pending", "USE", "PENDING", "prefetched pages in memory, unused so far",
	  BOTH, .get = cell__pending },
	{ "use.untracked", "USE", "UNTRACK", "prefetched pages of which no more is known",
	  USE_SUM(USE_UNTRACKED) },
	{ "use.accuracy", "USE", "ACCUR", "hits of hits and wasted",
	  RATIO(USE_ACCURACY) },
	{ "use.coverage", "USE", "COVER", "hits of hits and demand reads",
	  RATIO(USE_COVERAGE) },
	{ "use.timeliness", "USE", "TIMELY", "hits that nobody had to wait for",
	  RATIO(USE_TIMELINESS) },
	{ "use_age_ns.count", "", "", "used prefetched pages whose age was measured",
	  .get = cell__count, .a = HISTOGRAM_USE_AGE },
	{ "use_age_ns.mean", "USED AFTER", "MEAN", "time from prefetch to first use",
	  LATENCY_MEAN(HISTOGRAM_USE_AGE, use_age_ns_sum) },
	{ "use_age_ns.p50", "USED AFTER", "P50", "time from prefetch to first use, median",
	  PERCENTILE(HISTOGRAM_USE_AGE, 50) },
	{ "use_age_ns.p99", "USED AFTER", "P99", "the same, 99th percentile",
	  PERCENTILE(HISTOGRAM_USE_AGE, 99) },
	{ "waste_age_ns.count", "", "", "wasted prefetched pages whose age was measured",
	  .get = cell__count, .a = HISTOGRAM_WASTE_AGE },
	{ "waste_age_ns.mean", "WASTED AFTER", "MEAN", "time from prefetch to reclaim or free",
	  LATENCY_MEAN(HISTOGRAM_WASTE_AGE, waste_age_ns_sum) },
	{ "waste_age_ns.p50", "WASTED AFTER", "P50", "time from prefetch to waste, median",
	  PERCENTILE(HISTOGRAM_WASTE_AGE, 50) },
	{ "waste_age_ns.p99", "WASTED AFTER", "P99", "the same, 99th percentile",
	  PERCENTILE(HISTOGRAM_WASTE_AGE, 99) },
	{ "waits.demand", "WAITS", "DEMAND", "page faults that waited for their demand page's read",
	  WAIT(waits[SWAPRA_WAIT_DEMAND], false) },
	{ "waits.demand_ns", "WAITS", "TIME", "how long, in sum",
	  WAIT(wait_ns[SWAPRA_WAIT_DEMAND], true) },
	{ "waits.late", "WAITS", "LATE", "page faults that waited for a prefetched page's read",
	  WAIT(waits[SWAPRA_WAIT_LATE], false) },
	{ "waits.late_ns", "WAITS", "TIME", "how long, in sum",
	  WAIT(wait_ns[SWAPRA_WAIT_LATE], true) },
	{ "policy.path", "POLICY", "OF", "path of the cgroup that the policy is attached to",
	  SETTING, .get = cell__policy_path, .is_text = true },
	{ "window", "SETTING", "WIN", "window that a policy gave, in pages; 0: the kernel decided",
	  SETTING, .get = cell__window },
	{ "placement", "SETTING", "PLACE", "where it lies: around, after or before the demand page",
	  SETTING, .get = cell__placement, .is_text = true },
	{ "use.tracked", "USE", "TRACKED", "prefetched pages that were followed",
	  SETTING, USE(tracked) },
	{ "use.unseen", "USE", "UNSEEN", "of these, their outcome was missed; untracked as well",
	  SETTING, USE(unseen) },
	{ .key = "timed.pages", SETTING, USE(timed_pages) },
	{ .key = "timed.pages_squared", SETTING, USE(timed_pages_sq) },
	{ .key = "timed.ns", SETTING, USE(timed_ns) },
	{ .key = "timed.pages_ns", SETTING, USE(timed_pages_ns) },
	{ "iaa.device", "PAGES BY", "IAA", "pages that zswap had decompressed by IAA; --view iaa",
	  IAA_PAGES(iaa) },
	{ "iaa.fallback", "PAGES BY", "FALLB", "by the software of IAA's driver instead",
	  IAA_PAGES(fallback) },
	{ "iaa.other", "PAGES BY", "OTHER", "not by IAA's driver, or stored as they were",
	  IAA_PAGES(other) },
	OPERATION("compress", "COMPRESS", SWAPRA_IAA_COMPRESS),
	OPERATION("decompress", "DECOMPRESS", SWAPRA_IAA_DECOMPRESS),
	OPERATION("verify", "VERIFY", SWAPRA_IAA_VERIFY),
	OPERATION("other", "OTHER", SWAPRA_IAA_OTHER),
	{ "in_flight.now", "IN FLIGHT", "NOW", "operations of a work queue, submitted and not ended",
	  QUEUE_COUNTER(in_flight) },
	{ "in_flight.max", "IN FLIGHT", "MAX", "the most there were since the start",
	  QUEUE_COUNTER(in_flight_max) },
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

bool column__is_of(const struct column *column, enum line_kind kind)
{
	return (column->lines ?: LINE_CGROUP) & kind;
}

void columns__print_help(FILE *out)
{
	for (size_t i = 0; i < nr_columns; i++)
		if (columns[i].help)
			fprintf(out, "  %-20s %s\n", columns[i].key, columns[i].help);
	fputs("  sources.SOURCE.ROLE  pages of one source (zswap, disk, zero) and role (demand,\n"
	      "                       prefetched, willneed, unbatched)\n"
	      "  timed.*              sums over timed faults: of pages, pages squared, ns, pages by ns\n"
	      "  OPERATION.*          of a work queue: submitted, success, errors, refused,\n"
	      "                       abandoned, bytes_in, bytes_out, ns.mean, ns.p50, ns.p99 of\n"
	      "                       compress, decompress, verify, other\n",
	      out);
}
