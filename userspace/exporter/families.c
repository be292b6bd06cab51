// SPDX-License-Identifier: GPL-2.0-only
/* The table of metric families; see families.h. */
#include "families.h"

#define CGROUP(member) offsetof(struct cgroup_counts, member)
#define HISTOGRAM(member) offsetof(struct cgroup_histograms, member)
#define MACHINE(member) offsetof(struct machine_counts, member)
#define QUEUE(member) offsetof(struct queue_counts, member)

#define SAMPLES(...) \
	.samples = (const struct family_sample[]){ __VA_ARGS__ }, \
	.nr_samples = sizeof((const struct family_sample[]){ __VA_ARGS__ }) / \
		      sizeof(struct family_sample)
#define ONE(offset) SAMPLES({ NULL, offset, false })
#define GUARD(offset) .has_guard = true, .guard = (offset)

#define PAGES(source_name, source, rare) \
	{ "source=\"" source_name "\",role=\"demand\"", \
	  CGROUP(pages[source][SWAPRA_DEMAND]), rare }, \
	{ "source=\"" source_name "\",role=\"prefetched\"", \
	  CGROUP(pages[source][SWAPRA_PREFETCHED]), rare }, \
	{ "source=\"" source_name "\",role=\"willneed\"", \
	  CGROUP(pages[source][SWAPRA_WILLNEED]), true }, \
	{ "source=\"" source_name "\",role=\"unbatched\"", \
	  CGROUP(pages[source][SWAPRA_UNBATCHED]), true }

#define OPERATIONS(member) SAMPLES( \
	{ "operation=\"compress\"", QUEUE(operations[SWAPRA_IAA_COMPRESS].member), false }, \
	{ "operation=\"decompress\"", QUEUE(operations[SWAPRA_IAA_DECOMPRESS].member), false }, \
	{ "operation=\"verify\"", QUEUE(operations[SWAPRA_IAA_VERIFY].member), true }, \
	{ "operation=\"other\"", QUEUE(operations[SWAPRA_IAA_OTHER].member), true })
#define OPERATION_COUNTER .type = FAMILY_COUNTER, .scope = SCOPE_QUEUE, .feature = TELLS_IAA, \
	.labels = "operation"

#define CALLS(member) SAMPLES( \
	{ "call=\"compress\"", MACHINE(calls[SWAPRA_IAA_CALL_COMPRESS].member), false }, \
	{ "call=\"decompress\"", MACHINE(calls[SWAPRA_IAA_CALL_DECOMPRESS].member), false })
#define CALL_COUNTER .type = FAMILY_COUNTER, .scope = SCOPE_MACHINE, .feature = TELLS_IAA, \
	.labels = "call"

#define CGROUP_COUNTER .type = FAMILY_COUNTER, .scope = SCOPE_CGROUP
#define CGROUP_HISTOGRAM .type = FAMILY_HISTOGRAM, .scope = SCOPE_HISTOGRAM
#define MACHINE_COUNTER .type = FAMILY_COUNTER, .scope = SCOPE_MACHINE
#define MACHINE_GAUGE .type = FAMILY_GAUGE, .scope = SCOPE_MACHINE

#define TIMED "Of timed batches only, one in swapra_sample_interval_batches."

/* Order = order of an exposition and of docs/metrics.md. Names are never changed. */
const struct family families[] = {
	{ "swapra_faults", CGROUP_COUNTER, .labels = "kind",
	  .help = "Faults that had to read, failed ones included, by the faulting cgroup.",
	  SAMPLES({ "kind=\"anon\"", CGROUP(faults[SWAPRA_ANON]), false },
		  { "kind=\"shmem\"", CGROUP(faults[SWAPRA_SHMEM]), true },
		  { "kind=\"sync\"", CGROUP(faults[SWAPRA_SYNC]), true },
		  { "kind=\"swapoff\"", CGROUP(faults[SWAPRA_SWAPOFF]), true }) },
	{ "swapra_failed_faults", CGROUP_COUNTER,
	  .help = "Of all faults, those that got no page.",
	  ONE(CGROUP(failed_faults)) },
	{ "swapra_advice_batches", CGROUP_COUNTER,
	  .help = "Batches asked for by madvise(MADV_WILLNEED); they are no faults.",
	  SAMPLES({ NULL, CGROUP(advice_batches), true }) },
	{ "swapra_pages", CGROUP_COUNTER, .labels = "source, role",
	  .help = "Pages read in, by the cgroup they are charged to. Role prefetched: read ahead.",
	  SAMPLES(PAGES("zswap", SWAPRA_ZSWAP, false), PAGES("disk", SWAPRA_DISK, false),
		  PAGES("zero", SWAPRA_ZERO, true)) },
	{ "swapra_pages_by_others", CGROUP_COUNTER,
	  .help = "Of the cgroup's pages, those read by another cgroup's batch.",
	  SAMPLES({ NULL, CGROUP(pages_by_others), true }) },
	{ "swapra_pages_for_others", CGROUP_COUNTER,
	  .help = "Pages that the cgroup's batches read on another cgroup's account.",
	  SAMPLES({ NULL, CGROUP(pages_for_others), true }) },
	{ "swapra_load_errors", CGROUP_COUNTER,
	  .help = "Pages that zswap_load() failed to load: lost or refused.",
	  ONE(CGROUP(load_errors)) },
	{ "swapra_hit_pages", CGROUP_COUNTER, .feature = TELLS_USE, .labels = "timing",
	  .unit = "pages",
	  .help = "Prefetched pages that were used. Late: their user had to wait for the read.",
	  SAMPLES({ "timing=\"in_time\"", CGROUP(outcomes[SWAPRA_HIT]), false },
		  { "timing=\"late\"", CGROUP(outcomes[SWAPRA_LATE]), false }) },
	{ "swapra_wasted_pages", CGROUP_COUNTER, .feature = TELLS_USE, .labels = "reason",
	  .unit = "pages",
	  .help = "Prefetched pages that went before any use.",
	  SAMPLES({ "reason=\"reclaimed\"", CGROUP(outcomes[SWAPRA_RECLAIMED]), false },
		  { "reason=\"freed\"", CGROUP(outcomes[SWAPRA_FREED]), false }) },
	{ "swapra_untracked_pages", CGROUP_COUNTER, .feature = TELLS_USE, .unit = "pages",
	  .help = "Prefetched pages of which no more is known: the table was full, or their "
		  "outcome was missed.",
	  ONE(CGROUP(untracked)) },
	{ "swapra_pending_pages", .type = FAMILY_GAUGE, .scope = SCOPE_CGROUP,
	  .feature = TELLS_USE, .unit = "pages", .is_signed = true,
	  .help = "Prefetched pages in memory, unused so far.",
	  ONE(CGROUP(pending)) },
	{ "swapra_waits", CGROUP_COUNTER, .feature = TELLS_WAITS, .labels = "page",
	  .help = "Page faults that waited for the read of their demand page, or of a late "
		  "prefetched one. Not sampled.",
	  SAMPLES({ "page=\"demand\"", CGROUP(waits[SWAPRA_WAIT_DEMAND]), false },
		  { "page=\"late\"", CGROUP(waits[SWAPRA_WAIT_LATE]), false }) },
	{ "swapra_wait_seconds", CGROUP_COUNTER, .feature = TELLS_WAITS, .labels = "page",
	  .unit = "seconds", .is_ns = true,
	  .help = "How long these waited, in sum. Not sampled.",
	  SAMPLES({ "page=\"demand\"", CGROUP(wait_ns[SWAPRA_WAIT_DEMAND]), false },
		  { "page=\"late\"", CGROUP(wait_ns[SWAPRA_WAIT_LATE]), false }) },

	{ "swapra_batch_pages", CGROUP_HISTOGRAM, .buckets = &batch_buckets, .unit = "pages",
	  .help = "Pages of a fault's batch. Not sampled. More than 32 count as 33 in the sum.",
	  ONE(HISTOGRAM(batch_pages)) },
	{ "swapra_fault_seconds", CGROUP_HISTOGRAM, .buckets = &fault_buckets, .unit = "seconds",
	  .help = "Latency of the swap-in of a fault. " TIMED,
	  ONE(HISTOGRAM(fault)) },
	{ "swapra_zswap_load_seconds", CGROUP_HISTOGRAM, .buckets = &load_buckets,
	  .unit = "seconds",
	  .help = "Time to load a page from zswap, decompression included. " TIMED,
	  ONE(HISTOGRAM(load)) },
	{ "swapra_hit_age_seconds", CGROUP_HISTOGRAM, .buckets = &age_buckets,
	  .feature = TELLS_USE, .unit = "seconds",
	  .help = "Age of prefetched pages at their first use. " TIMED,
	  ONE(HISTOGRAM(hit_age)) },
	{ "swapra_wasted_age_seconds", CGROUP_HISTOGRAM, .buckets = &age_buckets,
	  .feature = TELLS_USE, .unit = "seconds",
	  .help = "Age of prefetched pages when they were wasted. " TIMED,
	  ONE(HISTOGRAM(waste_age)) },
	{ "swapra_batch_source_pages", .type = FAMILY_HISTOGRAM, .scope = SCOPE_MACHINE,
	  .buckets = &batch_buckets, .unit = "pages", .labels = "source",
	  .help = "Pages of one source in a batch, of batches that have any. Not sampled.",
	  SAMPLES({ "source=\"zswap\"", MACHINE(sources.pages[SWAPRA_ZSWAP]), false },
		  { "source=\"disk\"", MACHINE(sources.pages[SWAPRA_DISK]), false },
		  { "source=\"zero\"", MACHINE(sources.pages[SWAPRA_ZERO]), false }) },
	{ "swapra_sample_interval_batches", MACHINE_GAUGE, .unit = "batches",
	  .help = "One batch in so many is timed. Counts are never sampled.",
	  ONE(MACHINE(sample_interval)) },
	{ "swapra_kernel_hit_differences", MACHINE_COUNTER, .feature = TELLS_USE,
	  .labels = "kind",
	  .help = "swap_ra_hit of /proc/vmstat = hits - silent + phantom.",
	  SAMPLES({ "kind=\"phantom\"", MACHINE(kernel_hits.phantom), false },
		  { "kind=\"silent\"", MACHINE(kernel_hits.silent), false }) },

	{ "swapra_policy", .type = FAMILY_INFO, .scope = SCOPE_POLICY, .feature = TELLS_VERDICTS,
	  .help = "Policies that are attached, and to which cgroup.", ONE(0) },
	{ "swapra_verdicts", CGROUP_COUNTER, .feature = TELLS_VERDICTS, .labels = "decision",
	  .help = "Faults on which a policy was asked, by what it decided: the kernel decides, "
		  "the demand page only, a window.",
	  GUARD(CGROUP(verdicts.verdicts)),
	  SAMPLES({ "decision=\"kernel\"", CGROUP(verdicts.kernel), false },
		  { "decision=\"single\"", CGROUP(verdicts.single), false },
		  { "decision=\"sized\"", CGROUP(verdicts.sized), false }) },
	{ "swapra_verdict_changes", CGROUP_COUNTER, .feature = TELLS_VERDICTS, .labels = "reason",
	  .help = "Verdicts that were not carried out as they were: cut to range, cut to save the "
		  "cgroup from being OOM-killed, the policy failed, background run inline.",
	  GUARD(CGROUP(verdicts.verdicts)),
	  SAMPLES({ "reason=\"clamped\"", CGROUP(verdicts.clamped), false },
		  { "reason=\"guarded\"", CGROUP(verdicts.guarded), false },
		  { "reason=\"error\"", CGROUP(verdicts.errors), false },
		  { "reason=\"inline\"", CGROUP(verdicts.background), false }) },
	{ "swapra_verdict_prefetched_pages", CGROUP_COUNTER, .feature = TELLS_VERDICTS,
	  .unit = "pages", .help = "Pages that were read ahead by windows of policies.",
	  GUARD(CGROUP(verdicts.verdicts)), ONE(CGROUP(verdicts.prefetched)) },
	{ "swapra_verdict_failed_charges", CGROUP_COUNTER, .feature = TELLS_VERDICTS,
	  .help = "Pages that policies asked for and that could not be charged.",
	  GUARD(CGROUP(verdicts.verdicts)), ONE(CGROUP(verdicts.failed_charges)) },

	{ "swapra_iaa_attached", MACHINE_GAUGE, .feature = TELLS_IAA,
	  .help = "1 while IAA's driver is there and what it does is counted.",
	  ONE(MACHINE(iaa_attached)) },
	{ "swapra_iaa_pages", CGROUP_COUNTER, .feature = TELLS_IAA, .labels = "by",
	  .help = "Pages that zswap brought back, by what decompressed them: the device, the "
		  "software of its driver instead, or neither.",
	  SAMPLES({ "by=\"device\"", CGROUP(iaa_device), false },
		  { "by=\"software\"", CGROUP(iaa_software), false },
		  { "by=\"other\"", CGROUP(iaa_other), false }) },
	{ "swapra_iaa_operations", OPERATION_COUNTER,
	  .help = "Operations that a work queue took.", OPERATIONS(submitted) },
	{ "swapra_iaa_successful_operations", OPERATION_COUNTER,
	  .help = "Of these, completed with success.", OPERATIONS(success) },
	{ "swapra_iaa_failed_operations", OPERATION_COUNTER,
	  .help = "Of these, completed without success.", OPERATIONS(errors) },
	{ "swapra_iaa_abandoned_operations", OPERATION_COUNTER,
	  .help = "Of these, given up by the driver before they completed.",
	  OPERATIONS(abandoned) },
	{ "swapra_iaa_refused_operations", OPERATION_COUNTER,
	  .help = "Operations that a work queue did not take: full, or off.",
	  OPERATIONS(refused) },
	{ "swapra_iaa_read_bytes", OPERATION_COUNTER, .unit = "bytes",
	  .help = "Bytes that operations were given.", OPERATIONS(bytes_in) },
	{ "swapra_iaa_written_bytes", OPERATION_COUNTER, .unit = "bytes",
	  .help = "Bytes that successful operations gave.", OPERATIONS(bytes_out) },
	{ "swapra_iaa_operation_seconds", .type = FAMILY_HISTOGRAM, .scope = SCOPE_QUEUE,
	  .feature = TELLS_IAA, .labels = "operation", .unit = "seconds",
	  .buckets = &fault_buckets,
	  .help = "From the submission until the driver took notice of the end. Not sampled.",
	  OPERATIONS(latency) },
	{ "swapra_iaa_in_flight_operations", .type = FAMILY_GAUGE, .scope = SCOPE_QUEUE,
	  .feature = TELLS_IAA, .help = "Operations submitted and not ended.",
	  ONE(QUEUE(in_flight)) },
	{ "swapra_iaa_in_flight_operations_max", .type = FAMILY_GAUGE, .scope = SCOPE_QUEUE,
	  .feature = TELLS_IAA, .help = "The most there were since the start.",
	  ONE(QUEUE(in_flight_max)) },
	{ "swapra_iaa_calls", CALL_COUNTER, .help = "Calls of IAA's driver that returned.",
	  CALLS(calls) },
	{ "swapra_iaa_asynchronous_calls", CALL_COUNTER,
	  .help = "Of these, their end came later.", CALLS(asynchronous) },
	{ "swapra_iaa_disabled_calls", CALL_COUNTER,
	  .help = "Of these, refused: no work queue, or the driver gave IAA up.",
	  CALLS(disabled) },
	{ "swapra_iaa_failed_calls", CALL_COUNTER, .help = "Of these, returned another error.",
	  CALLS(failed) },
	{ "swapra_iaa_fallback_calls", CALL_COUNTER,
	  .help = "Done by the driver's software instead of the device.", CALLS(fallbacks) },
	{ "swapra_iaa_call_seconds", .type = FAMILY_HISTOGRAM, .scope = SCOPE_MACHINE,
	  .feature = TELLS_IAA, .labels = "call", .unit = "seconds", .buckets = &fault_buckets,
	  .help = "From the call to its end, of those without an error. Not sampled.",
	  CALLS(latency) },

	{ "swapra_missed_runs", .type = FAMILY_COUNTER, .scope = SCOPE_PROGRAM,
	  .help = "Runs of a probe that the kernel skipped: what it counts may be short.",
	  ONE(0) },
	{ "swapra_losses", MACHINE_COUNTER, .labels = "what",
	  .help = "What could not be counted, or not for whom; docs/metrics.md tells which.",
	  SAMPLES({ "what=\"no_task_state\"", MACHINE(no_task_state), false },
		  { "what=\"no_cgroup_slot\"", MACHINE(no_cgroup_slot), false },
		  { "what=\"no_use_row\"", MACHINE(no_use_row), false },
		  { "what=\"unclosed\"", MACHINE(unclosed), false },
		  { "what=\"iaa_no_room\"", MACHINE(iaa_no_room), false },
		  { "what=\"iaa_no_queue\"", MACHINE(iaa_no_queue), false },
		  { "what=\"iaa_no_cgroup\"", MACHINE(iaa_no_cgroup), false },
		  { "what=\"iaa_unclosed\"", MACHINE(iaa_unclosed), false }) },
	{ "swapra_tracking_places", MACHINE_GAUGE, .feature = TELLS_USE,
	  .help = "Prefetched pages that the table can hold.", ONE(MACHINE(tracking_places)) },
	{ "swapra_tracking_bytes", MACHINE_GAUGE, .feature = TELLS_USE, .unit = "bytes",
	  .help = "Kernel memory that the table takes.", ONE(MACHINE(tracking_bytes)) },

	{ "swapra_cgroups", MACHINE_GAUGE, .labels = "series",
	  .help = "Cgroups that swapped in, by the series they have: their own, (other) for "
		  "--max-cgroups, (other) for --cgroup.allow and --cgroup.deny, (removed).",
	  SAMPLES({ "series=\"own\"", MACHINE(cgroups_own), false },
		  { "series=\"capped\"", MACHINE(cgroups_capped), false },
		  { "series=\"hidden\"", MACHINE(cgroups_hidden), false },
		  { "series=\"removed\"", MACHINE(cgroups_removed), false }) },
	{ "swapra_cgroup_series_limit", MACHINE_GAUGE,
	  .help = "Series that cgroups may have: --max-cgroups.", ONE(MACHINE(cgroups_max)) },
	{ "swapra_cgroup_histograms_limit", MACHINE_GAUGE,
	  .help = "Of these, with histograms of their own.", ONE(MACHINE(histograms_max)) },
	{ "swapra_feature", MACHINE_GAUGE, .labels = "feature",
	  .help = "1 where this kernel and this run tell it.",
	  SAMPLES({ "feature=\"usefulness\"", MACHINE(tells[TELLS_USE]), false },
		  { "feature=\"waits\"", MACHINE(tells[TELLS_WAITS]), false },
		  { "feature=\"policies\"", MACHINE(tells[TELLS_VERDICTS]), false },
		  { "feature=\"iaa\"", MACHINE(tells[TELLS_IAA]), false }) },
	{ "swapra_build", .type = FAMILY_INFO, .scope = SCOPE_BUILD,
	  .help = "Version of swapra, and the kind of probes in use.", ONE(0) },
	{ "swapra_exporter_start_time_seconds", MACHINE_GAUGE, .unit = "seconds", .is_ns = true,
	  .help = "When counting began, in seconds since 1970.", ONE(MACHINE(start_ns)) },
	{ "swapra_exporter_scrapes", MACHINE_COUNTER, .help = "Scrapes, this one included.",
	  ONE(MACHINE(scrapes)) },
	{ "swapra_exporter_scrape_errors", MACHINE_COUNTER, .labels = "part",
	  .help = "Scrapes that could not read a part. Without counters there is no answer.",
	  SAMPLES({ "part=\"counters\"", MACHINE(scrape_errors_counters), false },
		  { "part=\"verdicts\"", MACHINE(scrape_errors_verdicts), false }) },
	{ "swapra_exporter_reloads", MACHINE_COUNTER, .labels = "result",
	  .help = "Reloads of the options file.",
	  SAMPLES({ "result=\"done\"", MACHINE(reloads), false },
		  { "result=\"failed\"", MACHINE(failed_reloads), false }) },
	{ "swapra_exporter_scrape_duration_seconds", MACHINE_GAUGE, .unit = "seconds",
	  .is_ns = true, .help = "How long this scrape took.", ONE(MACHINE(scrape_ns)) },
};

const size_t nr_families = sizeof(families) / sizeof(families[0]);

const char *family_type__name(enum family_type type)
{
	static const char *const names[] = {
		[FAMILY_COUNTER] = "counter",
		[FAMILY_GAUGE] = "gauge",
		[FAMILY_HISTOGRAM] = "histogram",
		[FAMILY_INFO] = "info",
	};

	return names[type];
}

const char *family_scope__labels(enum family_scope scope)
{
	static const char *const labels[NR_SCOPES] = {
		[SCOPE_CGROUP] = "cgroup",
		[SCOPE_HISTOGRAM] = "cgroup",
		[SCOPE_QUEUE] = "device, queue",
		[SCOPE_PROGRAM] = "program, function",
		[SCOPE_POLICY] = "cgroup, policy",
		[SCOPE_BUILD] = "version, backend",
	};

	return labels[scope] ?: "";
}
