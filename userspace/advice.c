// SPDX-License-Identifier: GPL-2.0-only
/* The break-even arithmetic and the verdicts it leads to; see advice.h. */
#include "advice.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "totals.h"

#define MAX_WINDOW SWAPRA_BATCH_MAX

static double ratio(double part, double whole)
{
	return whole ? part / whole : 0;
}

/* N of "window=N[,PLACEMENT]", and where the placement begins; 0: another policy. */
static unsigned fixed_window(const char *policy, const char **placement)
{
	unsigned window = 0;
	int length = 0;

	if (!policy || sscanf(policy, "window=%u%n", &window, &length) != 1)
		return 0;
	*placement = policy + length;
	return window;
}

/*
 * Whether a row of the use table was read with the policy that applies now. Window 0
 * is what the kernel decided, 1 what the guard made of a window.
 */
static bool is_present(const struct row_policy *policy, const struct swapra_use_key *key)
{
	const char *placement;
	unsigned window = fixed_window(policy->name, &placement);

	if (key->policy != (policy->name ? policy->cgroup : 0))
		return false;
	if (!key->window || !policy->name)
		return true;
	if (!strcmp(policy->name, "off"))
		return key->window == 1;
	return !window || key->window == 1 || key->window == window;
}

/* Of the present setting; what is of others is counted. */
static struct swapra_use present_use(struct advice *advice, const struct report *report,
				     const struct report_row *row)
{
	struct swapra_use use = {};

	for (size_t i = 0; i < report->nr_uses; i++) {
		const struct use_row *from = &report->uses[i].row;

		if (from->key.cgroup != row->cgroup)
			continue;
		if (is_present(&row->policy, &from->key))
			use__add(&use, &from->use);
		else
			advice->other_faults += from->use.faults;
	}
	return use;
}

double advice__zswap_share(const struct swapra_totals *totals)
{
	return ratio(totals__source_pages(totals, SWAPRA_ZSWAP), totals__pages(totals));
}

/* Decompression in a page of these sources: that of zswap's, spread over all. */
static double load_ns(const struct swapra_totals *totals)
{
	struct histogram loads = totals__histogram(totals, HISTOGRAM_LOAD);

	return advice__zswap_share(totals) * ratio(totals->load_ns_sum, histogram__count(&loads));
}

/* All cgroups, if they read from where this one does. */
static const struct page_sums *others(const struct advice_pool *pool,
				      const struct report_row *row)
{
	if (!pool || fabs(pool->zswap_share - advice__zswap_share(&row->totals)) > ADVICE_SAME_SOURCE)
		return NULL;
	return &pool->sums;
}

static void take_counts(struct advice *advice, const struct swapra_use *use)
{
	advice->faults = use->faults;
	advice->timed = use->timed;
	advice->demand = use->demand;
	advice->prefetched = use__prefetched(use);
	advice->hits = use__hits(use);
	advice->late = use__late(use);
	advice->wasted = use__wasted(use);
	/* An outcome can be seen before its page is counted. */
	if (advice->prefetched > advice->hits + advice->wasted)
		advice->unsettled = advice->prefetched - advice->hits - advice->wasted;
	advice->accuracy = use__accuracy(use);
	advice->coverage = use__coverage(use);
}

static void take_waits(struct advice *advice, const struct report_row *row)
{
	const struct swapra_totals *totals = &row->totals;
	struct histogram batches = totals__histogram(totals, HISTOGRAM_BATCH);
	double pages = totals__pages(totals) + totals->pages_for_others;

	advice->foreign = ratio(totals->pages_by_others + totals->pages_for_others, pages);
	advice->largest_batch = histogram__percentile(&batches, 99).value;
	advice->wait_ns = ratio(totals->wait_ns[SWAPRA_WAIT_DEMAND], row->use.faults);
	advice->late_ns = ratio(totals->wait_ns[SWAPRA_WAIT_LATE], use__hits(&row->use));
	advice->fault_ns = advice->cost.mean_ns + advice->wait_ns;
}

static enum advice_balance balance(const struct advice *advice, const struct advice_case *with)
{
	double gain_ns = with->saves_ns - with->adds_ns;

	if (fabs(gain_ns) < ADVICE_NEGLIGIBLE * advice->fault_ns)
		return BALANCE_EVEN;
	if (with->saves_ns < with->adds_ns * (1 - ADVICE_MARGIN))
		return BALANCE_COSTS;
	return with->saves_ns > with->adds_ns * (1 + ADVICE_MARGIN) ? BALANCE_PAYS : BALANCE_EVEN;
}

static void calculate(const struct advice *advice, struct advice_case *with,
		      const struct page_price *price, double hits)
{
	double hit_ns = price->first_ns + advice->wait_ns - advice->late_ns;

	with->price = *price;
	with->hits = hits;
	with->adds_ns = price->page_ns * ratio(advice->prefetched, advice->faults);
	with->saves_ns = hit_ns * ratio(hits, advice->faults);
	with->break_even = hit_ns > 0 ? price->page_ns / hit_ns : NAN;
	with->balance = balance(advice, with);
}

/* Few pages without an outcome end like the others; many are taken for hits, and for wasted. */
static void calculate_both(struct advice *advice)
{
	double best = advice->hits + advice->unsettled, worst = advice->hits;

	if (advice->unsettled < ADVICE_NEGLIGIBLE * advice->prefetched)
		best = worst = advice->accuracy * advice->prefetched;
	calculate(advice, &advice->best, &advice->cost.low, best);
	calculate(advice, &advice->worst, &advice->cost.high, worst);
}

static void decide(struct advice *advice, enum advice_verdict verdict, enum advice_reason reason)
{
	advice->verdict = verdict;
	advice->reason = reason;
}

/* The gain in every second, of a gain in every fault. */
static double every_second(const struct advice *advice, double gain_ns)
{
	return gain_ns * ratio(advice->faults * 1e9, advice->duration_ns);
}

static void decide_off(struct advice *advice)
{
	decide(advice, ADVICE_OFF, ADVICE_COSTS);
	snprintf(advice->policy, sizeof(advice->policy), "off");
	advice->gain_ns_per_second =
		every_second(advice, advice->best.adds_ns - advice->best.saves_ns);
}

/* Nothing is read ahead: then nobody knows how much of it would be used. */
static void decide_without(struct advice *advice)
{
	bool is_kernel = !advice->setting || !strcmp(advice->setting, "kernel");

	if (is_kernel || advice->prefetched)
		decide(advice, ADVICE_KEEP, ADVICE_LITTLE);
	else if (advice->best.break_even < 1 - ADVICE_MARGIN)
		decide(advice, ADVICE_NO_DATA, ADVICE_UNTRIED);
	else
		decide(advice, ADVICE_KEEP, ADVICE_USELESS);
}

/* Twice the batches there are. Half of a window around a page is behind a reader in order. */
static unsigned wider_window(const struct advice *advice, const char **placement)
{
	unsigned window = fixed_window(advice->setting, placement), wanted = 1;

	if (window)
		return 2 * window < MAX_WINDOW ? 2 * window : MAX_WINDOW;
	*placement = "";
	if (advice->setting && strcmp(advice->setting, "kernel"))
		return 0; /* who wrote that policy knows better */
	while (wanted < 4 * advice->largest_batch && wanted < MAX_WINDOW)
		wanted *= 2;
	return wanted;
}

/* What is left to gain is the fixed part of a fault, shared by more pages. */
static double wider_gain_ns(const struct advice *advice, unsigned window, const char *placement)
{
	const struct page_price *price = &advice->worst.price;
	bool is_around = !*placement || !strcmp(placement, ",around");
	double pages = is_around ? window / 2.0 : window;
	double fixed_ns = price->first_ns - price->page_ns + advice->wait_ns;

	return fixed_ns * (1 - advice->cost.mean_pages / pages);
}

/*
 * Only where every batch is as large as it may be, and used. Windows above 1 are not for
 * shared memory, nor for synchronous devices.
 */
static bool wants_more(const struct advice *advice, const struct report_row *row)
{
	double anonymous = row->totals.batches[SWAPRA_ANON];

	return advice->largest_batch < MAX_WINDOW &&
	       advice->cost.mean_pages >= ADVICE_FULL * advice->largest_batch &&
	       advice->worst.hits >= ADVICE_ACCURATE * advice->prefetched &&
	       anonymous >= ADVICE_ACCURATE * totals__faults(&row->totals);
}

static void decide_paying(struct advice *advice, const struct report_row *row)
{
	const char *placement;
	unsigned window = wider_window(advice, &placement);
	double gain_ns;

	decide(advice, ADVICE_KEEP, ADVICE_PAYS);
	if (!window || !wants_more(advice, row))
		return;
	gain_ns = wider_gain_ns(advice, window, placement);
	if (gain_ns < ADVICE_MARGIN * advice->fault_ns)
		return;
	decide(advice, ADVICE_WINDOW, ADVICE_SMALL);
	snprintf(advice->policy, sizeof(advice->policy), "window=%u%s", window, placement);
	advice->gain_ns_per_second = every_second(advice, gain_ns);
}

static void decide_by_balance(struct advice *advice, const struct report_row *row)
{
	enum advice_balance best = advice->best.balance, worst = advice->worst.balance;

	if (best == BALANCE_COSTS)
		decide_off(advice);
	else if (worst == BALANCE_PAYS)
		decide_paying(advice, row);
	else if (best == BALANCE_PAYS && worst == BALANCE_COSTS)
		decide(advice, ADVICE_NO_DATA, ADVICE_UNCLEAR);
	else
		decide(advice, ADVICE_KEEP, ADVICE_EVEN);
}

static void judge(struct advice *advice, const struct report_row *row)
{
	if (!row->has_use)
		decide(advice, ADVICE_NO_DATA, ADVICE_UNTOLD);
	else if (!row->use.faults && !use__prefetched(&row->use))
		decide(advice, ADVICE_NO_DATA, ADVICE_IDLE);
	else if (!advice->faults && advice->other_faults)
		decide(advice, ADVICE_NO_DATA, ADVICE_CHANGED);
	else if (advice->foreign > ADVICE_FOREIGN)
		decide(advice, ADVICE_NO_DATA, ADVICE_FOREIGNERS);
	else if (advice->timed < ADVICE_MIN_TIMED || advice->cost.basis == COST_NONE)
		decide(advice, ADVICE_NO_DATA, ADVICE_FEW_FAULTS);
	else if (advice->worst.adds_ns <= ADVICE_NEGLIGIBLE * advice->fault_ns)
		decide_without(advice);
	else if (advice->hits + advice->wasted < ADVICE_MIN_OUTCOMES)
		decide(advice, ADVICE_NO_DATA, ADVICE_FEW_OUTCOMES);
	else
		decide_by_balance(advice, row);
}

void advice__find(struct advice *advice, const struct report *report,
		  const struct report_row *row, const struct advice_pool *pool)
{
	struct swapra_use use;

	*advice = (struct advice){
		.name = row->name, .cgroup = row->cgroup, .setting = row->policy.name,
		.duration_ns = report->duration_ns,
	};
	use = present_use(advice, report, row);
	take_counts(advice, &use);
	page_cost__find(&advice->cost, &use, &row->use, others(pool, row), load_ns(&row->totals));
	take_waits(advice, row);
	calculate_both(advice);
	judge(advice, row);
}
