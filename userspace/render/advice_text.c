// SPDX-License-Identifier: GPL-2.0-only
/* What advice says in one sentence, and the command it comes with; see advice.h. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "../duration.h"
#include "advice.h"

const char *advice_ns__format(char text[ADVICE_NS_TEXT], double ns)
{
	char duration[DURATION_TEXT];

	if (!isfinite(ns) || fabs(ns) >= (double)UINT64_MAX)
		return "-";
	duration__format(duration, fabs(ns) + 0.5);
	snprintf(text, ADVICE_NS_TEXT, "%s%s", ns <= -0.5 ? "-" : "", duration);
	return text;
}

const char *advice__label(const struct advice *advice)
{
	return advice->name[0] == '/' && advice->name[1] ? advice->name + 1 : advice->name;
}

/* A word for the shell, in quotes when it needs them. */
static void print_word(FILE *out, const char *word)
{
	static const char safe[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
				   "0123456789/._-+=:,@";

	if (word[strspn(word, safe)] == '\0' && *word != '-') {
		fputs(word, out);
		return;
	}
	/* A leading dash would be an option, quoted or not. */
	fputs(*word == '-' ? "'./" : "'", out);
	for (; *word; word++)
		if (*word == '\'')
			fputs("'\\''", out);
		else
			fputc(*word, out);
	fputc('\'', out);
}

char *advice__command(const struct advice *advice)
{
	char *command = NULL;
	size_t size;
	FILE *out;

	if (!advice->policy[0])
		return strdup("");
	out = open_memstream(&command, &size);
	if (!out)
		return NULL;
	fputs("swapra policy set ", out);
	print_word(out, advice__label(advice));
	fprintf(out, " %s", advice->policy);
	if (fclose(out)) {
		free(command);
		return NULL;
	}
	return command;
}

/* One figure, or both ends where they differ as printed. */
static void print_range(FILE *out, double low, double high)
{
	char from[ADVICE_NS_TEXT], to[ADVICE_NS_TEXT];
	const char *first = advice_ns__format(from, low), *last = advice_ns__format(to, high);

	fputs(first, out);
	if (strcmp(first, last))
		fprintf(out, " to %s", last);
}

static void print_balance(FILE *out, const struct advice *advice)
{
	fprintf(out, "%.0f %% of prefetched pages wasted; readahead adds ",
		(1 - advice->accuracy) * 100);
	print_range(out, advice->best.adds_ns, advice->worst.adds_ns);
	fputs(" to a fault and saves ", out);
	print_range(out, advice->worst.saves_ns, advice->best.saves_ns);
}

static uint64_t missing(uint64_t there, uint64_t needed)
{
	return there < needed ? needed - there : 0;
}

static void print_few_faults(FILE *out, const struct advice *advice)
{
	fprintf(out, "no data: %" PRIu64 " timed faults, %" PRIu64 " more are needed",
		advice->timed, missing(advice->timed, ADVICE_MIN_TIMED));
}

static void print_few_outcomes(FILE *out, const struct advice *advice)
{
	uint64_t settled = advice->hits + advice->wasted;

	fprintf(out, "no data: the outcome of %" PRIu64 " prefetched pages is known, %" PRIu64
		" more are needed", settled, missing(settled, ADVICE_MIN_OUTCOMES));
	if (advice->unsettled)
		fprintf(out, " (%" PRIu64 " are in memory, unused so far)", advice->unsettled);
}

static void print_little(FILE *out, const struct advice *advice)
{
	fprintf(out, "hardly anything is read ahead, %" PRIu64 " pages in %" PRIu64
		" faults: keep it", advice->prefetched, advice->faults);
}

/* What readahead would have to be like: nobody knows what it would be like. */
static void print_untried(FILE *out, const struct advice *advice)
{
	const char *at_best = advice->cost.basis == COST_BOUNDS ? "at best " : "";

	if (advice->reason == ADVICE_UNTRIED)
		fputs("no data: ", out);
	fprintf(out, "nothing is read ahead under %s; it would pay ", advice->setting);
	if (advice->best.break_even < 0.995)
		fprintf(out, "%sif more than %.0f %% of it were used", at_best,
			advice->best.break_even * 100);
	else
		fputs("not even if all of it were used", out);
	if (advice->reason == ADVICE_USELESS)
		fputs(": keep it", out);
	else
		fputs("; to know, clear the policy and advise again", out);
}

static void print_unclear(FILE *out, const struct advice *advice)
{
	fputs("no data: ", out);
	if (advice->unsettled >= ADVICE_NEGLIGIBLE * advice->prefetched)
		fprintf(out, "%" PRIu64 " of %" PRIu64 " prefetched pages are neither used nor "
			"gone yet, and they decide; trace longer", advice->unsettled,
			advice->prefetched);
	else
		fputs("all batches are of one size, so what one page more adds to a fault "
		      "is not known well enough", out);
}

void advice__summarize(FILE *out, const struct advice *advice)
{
	static const char *const sentences[NR_ADVICE_REASONS] = {
		[ADVICE_UNTOLD] = "no data: on this kernel it is not told what becomes of "
				  "prefetched pages",
		[ADVICE_IDLE] = "no data: nothing was swapped in",
		[ADVICE_CHANGED] = "no data: no fault under the present policy; advise again",
		[ADVICE_FOREIGNERS] = "no data: faults of other cgroups read its pages, or its faults "
				      "theirs, and each has the policy of who faults",
	};
	static void (*const printers[NR_ADVICE_REASONS])(FILE *, const struct advice *) = {
		[ADVICE_FEW_FAULTS] = print_few_faults,
		[ADVICE_FEW_OUTCOMES] = print_few_outcomes,
		[ADVICE_LITTLE] = print_little,
		[ADVICE_USELESS] = print_untried,
		[ADVICE_UNTRIED] = print_untried,
		[ADVICE_UNCLEAR] = print_unclear,
	};

	if (sentences[advice->reason])
		fputs(sentences[advice->reason], out);
	else if (printers[advice->reason])
		printers[advice->reason](out, advice);
	else
		print_balance(out, advice);
	if (advice->reason == ADVICE_PAYS)
		fputs(": keep it", out);
	if (advice->reason == ADVICE_EVEN)
		fprintf(out, ": %sabout even, keep it", advice->worst.balance == BALANCE_COSTS ?
			"at best " : advice->best.balance == BALANCE_PAYS ? "at worst " : "");
	if (advice->reason == ADVICE_SMALL)
		fprintf(out, ", in batches of %.1f pages", advice->cost.mean_pages);
}
