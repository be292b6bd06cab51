/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What pages cost a fault: T(n) = first + page * (n - 1) for a batch of n pages, from
 * the latencies of timed batches. Pure; advice is made from it.
 */
#ifndef SWAPRA_PAGE_COST_H
#define SWAPRA_PAGE_COST_H

#include <stdbool.h>

#include "../bpf/swapra.h"

/* Least squares over timed batches: T(n) = at_zero_ns + page_ns * n. */
struct page_line {
	bool is_there; /* false: too few of them, or all of about one size */
	double at_zero_ns, page_ns;
};

/*
 * With less than one page of standard deviation the few batches of another size decide
 * the slope.
 */
#define LINE_MIN_VARIANCE 1.0
#define LINE_MIN_TIMED 100

/* By a line, in nanoseconds. */
struct page_price {
	double first_ns; /* T(1): a fault without readahead */
	double page_ns;  /* what a further page adds */
};

enum page_cost_basis {
	COST_NONE,         /* nothing was timed */
	COST_LINE,         /* the line of these batches */
	COST_PROPORTIONAL, /* that line begins below 0: every page is taken to cost the same */
	COST_OTHERS,       /* the line of all cgroups together */
	COST_BOUNDS,       /* no slope: between decompression alone and proportional */
};

struct page_cost {
	enum page_cost_basis basis;
	double mean_ns, mean_pages; /* of timed batches */
	double load_ns;             /* decompression in a page, on average; a further page adds no less */
	struct page_line line;      /* what was taken or, last, refused */
	struct page_price low, high; /* least and most that a page can add; equal but for COST_BOUNDS */
};

/*
 * Sums over groups of batches, deviations being those from the mean of the group: that
 * one cgroup has larger batches than another and slower pages, too, makes no slope.
 */
struct page_sums {
	long double number, pages, ns;
	long double pages_squared, pages_by_ns; /* products of deviations */
};

void page_sums__add(struct page_sums *sums, const struct swapra_use *group);
struct page_line page_line__fit(const struct page_sums *sums);

/*
 * use: batches of the present setting. all: of every setting, for the line; others:
 * of every cgroup that reads from the same sources, NULL when there is none to compare with.
 */
void page_cost__find(struct page_cost *cost, const struct swapra_use *use,
		     const struct swapra_use *all, const struct page_sums *others,
		     double load_ns);

/* line, proportional, others, bounds, none. */
const char *page_cost_basis__name(enum page_cost_basis basis);

#endif
