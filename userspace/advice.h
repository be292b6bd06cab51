/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Whether readahead pays, cgroup by cgroup, from measured figures alone. Per fault it
 *
 *   adds   page * prefetched / faults
 *   saves  hits / faults * (T(1) + W - L)
 *
 * where page and T(1) are those of page_cost.h, W is what a fault waits for its demand
 * page and L what a hit waits for a page that is still being read. A hit saves no more
 * than that: it is a fault, too, which only finds its page read. Pure.
 */
#ifndef SWAPRA_ADVICE_H
#define SWAPRA_ADVICE_H

#include "page_cost.h"
#include "report.h"

/* The share of 1000 pages that were used is off by 3 points at most, 19 times of 20. */
#define ADVICE_MIN_OUTCOMES 1000
/* The mean of 100 latencies that spread as wide as it is large, by 20 %. */
#define ADVICE_MIN_TIMED 100
/* What both may be off by together, so that a verdict is the same the next time. */
#define ADVICE_MARGIN 0.25
/* Of a fault: who gains less will not notice. Also what may lack an outcome. */
#define ADVICE_NEGLIGIBLE 0.05
/* By so much may shares of zswap differ between cgroups that read from the same places. */
#define ADVICE_SAME_SOURCE 0.1
/* Of the pages: read by another cgroup's faults, which have that one's policy. */
#define ADVICE_FOREIGN 0.25
/* Hits of prefetched pages from which on more of them may be worth a try. */
#define ADVICE_ACCURATE 0.95
/* Of the largest batches: a mean below it is small because the kernel wanted it so, at times. */
#define ADVICE_FULL 0.75

enum advice_verdict {
	ADVICE_NO_DATA,
	ADVICE_KEEP,
	ADVICE_OFF,
	ADVICE_WINDOW,
};

enum advice_reason {
	/* off */
	ADVICE_COSTS,
	/* window */
	ADVICE_SMALL,
	/* keep */
	ADVICE_PAYS,
	ADVICE_EVEN,
	ADVICE_LITTLE,     /* hardly anything is read ahead */
	ADVICE_USELESS,    /* nothing is, by policy, and the best readahead would save little */
	/* no data */
	ADVICE_UNTOLD,     /* it is not told what becomes of prefetched pages */
	ADVICE_IDLE,       /* nothing was swapped in */
	ADVICE_CHANGED,    /* all of it under another policy than the present one */
	ADVICE_FEW_FAULTS,
	ADVICE_FEW_OUTCOMES,
	ADVICE_FOREIGNERS, /* cgroups read each other's pages */
	ADVICE_UNTRIED,    /* nothing is read ahead, by policy: it is not known who would use it */
	ADVICE_UNCLEAR,    /* pages without an outcome, or of unknown cost, decide */
	NR_ADVICE_REASONS,
};

enum advice_balance {
	BALANCE_COSTS = -1, /* clearly */
	BALANCE_EVEN = 0,
	BALANCE_PAYS = 1,   /* clearly */
};

/* The arithmetic once, for one price of a page and one number of hits. Nanoseconds a fault. */
struct advice_case {
	struct page_price price;
	double hits;
	double adds_ns;
	double saves_ns;
	double break_even; /* accuracy from which on readahead pays; NaN: none does */
	enum advice_balance balance;
};

struct advice {
	const char *name; /* of the cgroup */
	uint64_t cgroup;
	enum advice_verdict verdict;
	enum advice_reason reason;
	const char *setting;         /* the policy that applies; NULL: the kernel decides */
	char policy[32];             /* the one to set instead; "": none */
	double gain_ns_per_second;   /* of what that would save */

	/* What was seen under the present setting. */
	uint64_t duration_ns;
	uint64_t faults, timed, demand;
	uint64_t prefetched, hits, late, wasted;
	uint64_t unsettled;          /* prefetched, and no outcome known: pending or untracked */
	uint64_t other_faults;       /* under other settings, left out */
	double accuracy, coverage;   /* NaN: not known */
	double foreign;              /* share of its pages and of those it read that crossed cgroups */
	uint64_t largest_batch;      /* 99th percentile; more than 32 is 33 */
	double wait_ns;              /* W */
	double late_ns;              /* L */
	double fault_ns;             /* mean latency and W */
	struct page_cost cost;
	struct advice_case best, worst; /* for readahead; the same when all is known */
};

struct advice_list {
	struct advice *rows; /* largest gain first; what is not known last */
	size_t nr;
	size_t nr_left_out;  /* cgroups that are gone, and rows that are none */
};

/* Whether a row's cgroup is still there: nobody can be advised on another. */
typedef bool (*advice_exists_fn)(void *context, const struct report_row *row);

/* All cgroups together, asked for or not: what a page costs in one can be learnt from others. */
struct advice_pool {
	struct page_sums sums; /* a group each */
	double zswap_share;    /* of the pages */
};

double advice__zswap_share(const struct swapra_totals *totals);
void advice_pool__fill(struct advice_pool *pool, const struct snapshot *snap);

/* One row of a total report, which must outlive the advice. pool: may be NULL. */
void advice__find(struct advice *advice, const struct report *report,
		  const struct report_row *row, const struct advice_pool *pool);

/* Of a cgroup that has no row: nothing happened to it. */
void advice__idle(struct advice *advice, const struct report *report, const char *name,
		  uint64_t cgroup);

/* All rows of a total report, and room for `more` of the caller's. Returns 0 or -ENOMEM. */
int advice_list__build(struct advice_list *list, const struct report *report,
		       advice_exists_fn exists, void *context, size_t more);
void advice_list__sort(struct advice_list *list);
void advice_list__release(struct advice_list *list);

/* As in JSON: off, keep, window, no_data; a word or two for each reason. */
const char *advice_verdict__name(enum advice_verdict verdict);
const char *advice_reason__name(enum advice_reason reason);

#endif
