/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A report: the rows of a snapshot or delta that somebody asked for, named,
 * sorted and summed, ready for any printer.
 */
#ifndef SWAPRA_REPORT_H
#define SWAPRA_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "columns.h"
#include "row_policy.h"
#include "snapshot.h"

enum report_type {
	REPORT_INTERVAL, /* since the previous report; rows without a change are left out */
	REPORT_TOTAL,    /* since the start */
};

/* Whether a cgroup was asked for. */
enum selection {
	SELECTED,
	NOT_SELECTED,
	NOT_KNOWN, /* removed before anybody learnt its path */
};

/* Who knows the cgroups. name must stay valid as long as the report. */
struct cgroup_names {
	const char *(*name)(void *context, uint64_t cgroup);
	enum selection (*select)(void *context, uint64_t cgroup); /* NULL: all are selected */
	void *context;
	const char *(*path)(void *context, uint64_t cgroup); /* gives NULL: gone, or not to be seen */
};

struct report_row {
	const char *name; /* path, or a word in parentheses */
	uint64_t cgroup;
	bool has_id;      /* cgroup is a real cgroup's id */
	struct swapra_totals totals;
	struct row_policy policy;
	struct swapra_use use; /* of all settings */
	int64_t pending;       /* prefetched pages without an outcome, now */
	bool has_use;          /* it is told what became of prefetched pages */
	bool has_waits;        /* and who waited for pages */
	struct swapra_iaa_pages iaa; /* pages by what decompressed them */
	bool has_iaa;          /* somebody asked for that */
};

/* Prefetched pages of one cgroup that were read with one setting. */
struct report_use {
	const char *name;        /* of the charged cgroup */
	bool has_id;
	const char *policy_name; /* path of the cgroup whose policy decided; NULL: none */
	const char *policy;      /* that is attached there now; NULL: none decided */
	bool is_sum;             /* "(rest)": of no one setting */
	struct use_row row;
};

/* What one work queue of IAA did; the total is that of all. */
struct report_queue {
	char name[IAA_QUEUE_NAME];
	struct swapra_iaa_queue counts;
};

/* Rows that a selection of cgroups could not judge. */
struct unmatched {
	uint64_t cgroups;
	uint64_t pages;
};

struct report {
	enum report_type type;
	struct timespec time;  /* wall clock of the snapshot */
	uint64_t duration_ns;  /* since the previous report or the start */
	const char *backend;
	bool has_policies;     /* some are attached, or decided something */
	struct report_row *rows; /* sorted; "(rest)" last */
	size_t nr_rows;
	struct report_row total; /* of all selected rows, shown or not */
	struct report_use *uses; /* of the selected cgroups, by name and setting unless sorted; rows without a change are left out of intervals */
	size_t nr_uses;
	struct report_queue *queues; /* by name, unless sorted; none without --view iaa */
	size_t nr_queues;
	struct report_queue queue_total;
	struct unmatched unmatched;
	const struct snapshot *snapshot; /* for losses */
};

struct report_options {
	const struct column *sort; /* NULL: by name, and by setting */
	size_t top;                /* rows to show; 0 = all */
	enum line_kind lines;      /* that sort and top are for; 0: LINE_CGROUP */
};

/*
 * Fill rows, total, unmatched, has_policies and snapshot from snap, which must
 * outlive the report; type is set by the caller before, the other members at any time.
 * Returns 0 or -ENOMEM.
 */
int report__build(struct report *report, const struct snapshot *snap,
		  const struct cgroup_names *names, const struct report_options *options);

void report__release(struct report *report);

/* The lines of one kind, and the total, which is the last. */
size_t report__nr_lines(const struct report *report, enum line_kind kind);
struct line report__line(const struct report *report, enum line_kind kind, size_t line);

const char *report_type__name(enum report_type type);

#endif
