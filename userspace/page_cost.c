// SPDX-License-Identifier: GPL-2.0-only
/* The line of latency over pages, and what stands in for it; see page_cost.h. */
#include "page_cost.h"

/* Sums of squares leave 64 bits, and their difference is small: long double keeps both. */
void page_sums__add(struct page_sums *sums, const struct swapra_use *group)
{
	long double mean = group->timed ? (long double)group->timed_pages / group->timed : 0;

	sums->number += group->timed;
	sums->pages += group->timed_pages;
	sums->ns += group->timed_ns;
	sums->pages_squared += group->timed_pages_sq - mean * group->timed_pages;
	sums->pages_by_ns += group->timed_pages_ns - mean * group->timed_ns;
}

struct page_line page_line__fit(const struct page_sums *sums)
{
	struct page_line line = {};

	if (sums->number < LINE_MIN_TIMED ||
	    sums->pages_squared < LINE_MIN_VARIANCE * sums->number)
		return line;
	line.is_there = true;
	line.page_ns = sums->pages_by_ns / sums->pages_squared;
	line.at_zero_ns = (sums->ns - line.page_ns * sums->pages) / sums->number;
	return line;
}

/* By a line through the means. */
static struct page_price price(const struct page_cost *cost, double page_ns)
{
	return (struct page_price){
		.first_ns = cost->mean_ns - page_ns * (cost->mean_pages - 1),
		.page_ns = page_ns,
	};
}

/* No page costs more than the first one, which has the fault's fixed costs as well. */
static double most(const struct page_cost *cost)
{
	return cost->mean_ns / cost->mean_pages;
}

/* The line's shape at the height of the means, which are known best. */
static bool take_line(struct page_cost *cost, enum page_cost_basis basis)
{
	double at_mean = cost->line.at_zero_ns + cost->line.page_ns * cost->mean_pages;
	double page_ns = cost->line.page_ns * cost->mean_ns / at_mean;

	if (!cost->line.is_there || at_mean <= 0 || page_ns <= 0 || page_ns < cost->load_ns)
		return false;
	cost->basis = basis;
	if (cost->line.at_zero_ns < 0) {
		cost->basis = COST_PROPORTIONAL;
		page_ns = most(cost);
	}
	cost->low = cost->high = price(cost, page_ns);
	return true;
}

static void take_bounds(struct page_cost *cost)
{
	double least = cost->load_ns < most(cost) ? cost->load_ns : most(cost);

	cost->basis = COST_BOUNDS;
	cost->low = price(cost, least);
	cost->high = price(cost, most(cost));
}

void page_cost__find(struct page_cost *cost, const struct swapra_use *use,
		     const struct swapra_use *all, const struct page_sums *others,
		     double load_ns)
{
	struct page_sums own = {};

	*cost = (struct page_cost){ .load_ns = load_ns };
	if (!use->timed || !use->timed_pages)
		return;
	cost->mean_ns = (double)use->timed_ns / use->timed;
	cost->mean_pages = (double)use->timed_pages / use->timed;
	page_sums__add(&own, all);
	cost->line = page_line__fit(&own);
	if (take_line(cost, COST_LINE))
		return;
	if (others) {
		cost->line = page_line__fit(others);
		if (take_line(cost, COST_OTHERS))
			return;
	}
	take_bounds(cost);
}

const char *page_cost_basis__name(enum page_cost_basis basis)
{
	static const char *const names[] = {
		[COST_NONE] = "none",
		[COST_LINE] = "line",
		[COST_PROPORTIONAL] = "proportional",
		[COST_OTHERS] = "others",
		[COST_BOUNDS] = "bounds",
	};

	return names[basis];
}
