/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The metric families: one row each, from which both text formats and docs/metrics.md
 * are made. A row says of what it tells, what its samples are, and where their numbers
 * lie in what the collector gathered.
 */
#ifndef SWAPRA_EXPORTER_FAMILIES_H
#define SWAPRA_EXPORTER_FAMILIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "../iaa.h"
#include "../policy/status.h"
#include "buckets.h"

/* Kinds of batches that are faults: all but SWAPRA_ADVICE, which is the last. */
#define FAULT_KINDS SWAPRA_ADVICE

/* What is counted for one cgroup; of numbers without exception, so that sums need no list. */
struct cgroup_counts {
	uint64_t faults[FAULT_KINDS];
	uint64_t failed_faults;
	uint64_t advice_batches;
	uint64_t pages[SWAPRA_SOURCES][SWAPRA_ROLES];
	uint64_t pages_by_others;
	uint64_t pages_for_others;
	uint64_t load_errors;
	uint64_t waits[SWAPRA_WAITS];
	uint64_t wait_ns[SWAPRA_WAITS];
	uint64_t outcomes[SWAPRA_OUTCOMES];
	uint64_t untracked;
	uint64_t pending; /* a state; of its own complement's sign while pages are being counted */
	struct policy_counts verdicts;
	uint64_t iaa_device;
	uint64_t iaa_software;
	uint64_t iaa_other;
};

/* The same, but only some cgroups have it to themselves: see series.h. */
struct cgroup_histograms {
	EXPORTED_HISTOGRAM(BATCH_BUCKETS) batch_pages;
	EXPORTED_HISTOGRAM(FAULT_BUCKETS) fault;
	EXPORTED_HISTOGRAM(LOAD_BUCKETS) load;
	EXPORTED_HISTOGRAM(AGE_BUCKETS) hit_age;
	EXPORTED_HISTOGRAM(AGE_BUCKETS) waste_age;
};

/* Pages of one source in a batch. */
struct source_histograms {
	EXPORTED_HISTOGRAM(BATCH_BUCKETS) pages[SWAPRA_SOURCES];
};

/* One kind of operation on one work queue of IAA. */
struct operation_counts {
	uint64_t submitted;
	uint64_t success;
	uint64_t errors;
	uint64_t refused;
	uint64_t abandoned;
	uint64_t bytes_in;
	uint64_t bytes_out;
	EXPORTED_HISTOGRAM(FAULT_BUCKETS) latency;
};

struct queue_counts {
	uint64_t in_flight;
	uint64_t in_flight_max;
	struct operation_counts operations[SWAPRA_IAA_OPERATIONS];
};

struct call_counts {
	uint64_t calls;
	uint64_t asynchronous;
	uint64_t disabled;
	uint64_t failed;
	uint64_t fallbacks;
	EXPORTED_HISTOGRAM(FAULT_BUCKETS) latency;
};

/* What there is once. */
struct machine_counts {
	struct source_histograms sources;
	struct swapra_kernel_hits kernel_hits;
	struct policy_counts verdicts;
	struct call_counts calls[SWAPRA_IAA_CALLS];
	uint64_t iaa_attached;
	uint64_t sample_interval; /* one batch in so many is timed */
	uint64_t tracking_places;
	uint64_t tracking_bytes;
	uint64_t tells[8];        /* by enum family_feature: 1 where this kernel and run tell it */

	uint64_t no_task_state;
	uint64_t no_cgroup_slot;
	uint64_t no_use_row;
	uint64_t unclosed;
	uint64_t iaa_no_room;
	uint64_t iaa_no_queue;
	uint64_t iaa_no_cgroup;
	uint64_t iaa_unclosed;

	uint64_t cgroups_own;     /* with series of their own */
	uint64_t cgroups_capped;  /* in (other) for the cap */
	uint64_t cgroups_hidden;  /* in (other) for --cgroup.allow and --cgroup.deny */
	uint64_t cgroups_removed;
	uint64_t cgroups_max;
	uint64_t histograms_max;

	uint64_t scrapes;
	uint64_t scrape_errors_counters;
	uint64_t scrape_errors_verdicts;
	uint64_t scrape_ns;       /* of this scrape, until its last line but this */
	uint64_t reloads;
	uint64_t failed_reloads;
	uint64_t start_ns;        /* wall clock */
};

/* What a family tells of, and so which labels stand before those of its samples. */
enum family_scope {
	SCOPE_CGROUP,     /* each series of struct cgroup_counts */
	SCOPE_HISTOGRAM,  /* each series of struct cgroup_histograms */
	SCOPE_MACHINE,    /* struct machine_counts */
	SCOPE_QUEUE,      /* each work queue of IAA: struct queue_counts */
	SCOPE_PROGRAM,    /* each BPF program: one number */
	SCOPE_POLICY,     /* each attached policy: one number, 1 */
	SCOPE_BUILD,      /* one number, 1 */
	NR_SCOPES,
};

enum family_type {
	FAMILY_COUNTER,
	FAMILY_GAUGE,
	FAMILY_HISTOGRAM,
	FAMILY_INFO,
};

/* What must be there for a family to appear. */
enum family_feature {
	TELLS_ALWAYS,
	TELLS_USE,      /* what became of prefetched pages */
	TELLS_WAITS,    /* who waited for pages */
	TELLS_VERDICTS, /* the kernel module is loaded, or was */
	TELLS_IAA,      /* --iaa, and the driver was seen */
	NR_TELLS,
};

_Static_assert(NR_TELLS <= sizeof(((struct machine_counts *)0)->tells) / sizeof(uint64_t), "room");

struct family_sample {
	const char *labels; /* beyond the scope's: `kind="anon"`; NULL: none */
	size_t offset;      /* of a number, or of an exported histogram */
	bool is_rare;       /* left out until it was not 0 anywhere */
};

struct family {
	const char *name;   /* without _total, _info, _bucket */
	enum family_type type;
	enum family_scope scope;
	enum family_feature feature;
	bool is_ns;         /* numbers are nanoseconds, told as seconds */
	bool is_signed;     /* below 0 for a moment: told as 0 */
	const char *unit;   /* the end of the name, for OpenMetrics; NULL: a count */
	const char *help;
	const char *labels; /* names of the samples' own labels; NULL: none */
	const struct buckets *buckets; /* of a histogram */
	const struct family_sample *samples;
	size_t nr_samples;
	bool has_guard;     /* left out for who has 0 there: */
	size_t guard;
};

extern const struct family families[];
extern const size_t nr_families;

/* Most samples a family has. */
#define FAMILY_SAMPLES_MAX 12

/* As TYPE lines have them: counter, gauge, histogram, info. */
const char *family_type__name(enum family_type type);

/* Label names that come with a scope, with ", " between; "" if there are none. */
const char *family_scope__labels(enum family_scope scope);

/* docs/metrics.md. */
void families__print_document(FILE *out);

#endif
