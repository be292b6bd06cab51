// SPDX-License-Identifier: GPL-2.0-only
/* `swapra advise --explain`: the arithmetic of a verdict with its figures, a step a line. */
#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "../text.h"
#include "advice.h"

/* Formatted in the argument list: each needs a text of its own. */
#define NS(ns) advice_ns__format((char[ADVICE_NS_TEXT]){}, ns)

static void explain_seen(FILE *out, const struct advice *advice)
{
	fprintf(out, "  seen in %s: %" PRIu64 " faults, %" PRIu64 " of them timed; policy: %s\n",
		NS(advice->duration_ns), advice->faults, advice->timed,
		advice->setting ?: "none, the kernel decides");
	if (advice->other_faults)
		fprintf(out, "  left out: %" PRIu64 " faults under another policy\n",
			advice->other_faults);
	fprintf(out, "  pages: %" PRIu64 " demand, %" PRIu64 " prefetched = %" PRIu64 " hits (%"
		PRIu64 " late) + %" PRIu64 " wasted + %" PRIu64 " without an outcome\n",
		advice->demand, advice->prefetched, advice->hits, advice->late, advice->wasted,
		advice->unsettled);
	if (!isnan(advice->accuracy))
		fprintf(out, "  accuracy = hits / (hits + wasted) = %.1f %%\n",
			advice->accuracy * 100);
	if (!isnan(advice->coverage))
		fprintf(out, "  coverage = hits / (hits + demand) = %.1f %%\n",
			advice->coverage * 100);
	if (advice->foreign)
		fprintf(out, "  read by one cgroup for another: %.1f %% of the pages\n",
			advice->foreign * 100);
}

static void explain_line(FILE *out, const char *whose, const struct page_line *line)
{
	fprintf(out, "  T(n) = %s + %s * n, by least squares over %s\n", NS(line->at_zero_ns),
		NS(line->page_ns), whose);
}

static void explain_cost(FILE *out, const struct page_cost *cost)
{
	fprintf(out, "  a timed fault takes %s and reads %.2f pages, on average\n",
		NS(cost->mean_ns), cost->mean_pages);
	if (cost->load_ns > 0)
		fprintf(out, "  decompression alone takes %s a page: one page more adds no less\n",
			NS(cost->load_ns));
	switch (cost->basis) {
	case COST_LINE:
		explain_line(out, "its timed faults", &cost->line);
		break;
	case COST_OTHERS:
		explain_line(out, "the timed faults of all cgroups; its own do not tell", &cost->line);
		fputs("  at the height of its own mean:\n", out);
		break;
	case COST_PROPORTIONAL:
		explain_line(out, "timed faults", &cost->line);
		fputs("  no further page costs more than the first: each is taken to cost the same\n",
		      out);
		break;
	default:
		fputs("  batches are all of about one size, or latencies too noisy for a line:\n"
		      "  a further page adds what decompression takes at least, as much as the first "
		      "at most\n", out);
	}
}

static void explain_case(FILE *out, const struct advice *advice, const struct advice_case *with)
{
	fprintf(out, "  b = %s: what a further page adds to a fault\n", NS(with->price.page_ns));
	fprintf(out, "  T(1) = %s: a fault without readahead\n", NS(with->price.first_ns));
	fprintf(out, "  adds = b * prefetched / faults = %s * %" PRIu64 " / %" PRIu64 " = %s\n",
		NS(with->price.page_ns), advice->prefetched, advice->faults, NS(with->adds_ns));
	fprintf(out, "  saves = hits / faults * (T(1) + W - L) = %.0f / %" PRIu64
		" * (%s + %s - %s) = %s\n", with->hits, advice->faults, NS(with->price.first_ns),
		NS(advice->wait_ns), NS(advice->late_ns), NS(with->saves_ns));
	if (isnan(with->break_even))
		fputs("  break-even accuracy: none, hits wait longer than a fault takes\n", out);
	else
		fprintf(out, "  break-even accuracy = b / (T(1) + W - L) = %.1f %%\n",
			with->break_even * 100);
}

static bool is_one_case(const struct advice *advice)
{
	return !memcmp(&advice->best, &advice->worst, sizeof(advice->best));
}

static void explain_cases(FILE *out, const struct advice *advice)
{
	fprintf(out, "  W = %s: wait for the demand page's read, per fault\n", NS(advice->wait_ns));
	fprintf(out, "  L = %s: wait for the page's read, per hit\n", NS(advice->late_ns));
	if (is_one_case(advice)) {
		explain_case(out, advice, &advice->best);
		return;
	}
	fputs("  at best, with the least that a page can add, and pages without an outcome used:\n",
	      out);
	explain_case(out, advice, &advice->best);
	fputs("  at worst, with the most, and those pages wasted:\n", out);
	explain_case(out, advice, &advice->worst);
}

static void explain_verdict(FILE *out, const struct advice *advice)
{
	fputs("  not in it: the reclaim that a wasted page costs, which is not measured\n", out);
	fprintf(out, "  clearly: more than %.0f %% apart, and more than %.0f %% of a fault (%s)\n",
		ADVICE_MARGIN * 100, ADVICE_NEGLIGIBLE * 100,
		NS(ADVICE_NEGLIGIBLE * advice->fault_ns));
	if (advice->gain_ns_per_second > 0)
		fprintf(out, "  to be gained: %s in every second\n", NS(advice->gain_ns_per_second));
}

void advice__explain(FILE *out, const struct advice *advice)
{
	if (advice->reason == ADVICE_UNTOLD || advice->reason == ADVICE_IDLE)
		return;
	explain_seen(out, advice);
	if (advice->cost.basis == COST_NONE)
		return;
	explain_cost(out, &advice->cost);
	if (!advice->faults)
		return;
	explain_cases(out, advice);
	explain_verdict(out, advice);
}
