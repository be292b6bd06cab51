// SPDX-License-Identifier: GPL-2.0-only
/* Sums and ratios of the use table; see usefulness.h. */
#include "usefulness.h"

#include <math.h>

/* All counters, so that arithmetic needs no field list. */
#define NR_COUNTERS (sizeof(struct swapra_use) / sizeof(__u64))

static int compare_numbers(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

int use_key__compare(const struct swapra_use_key *a, const struct swapra_use_key *b)
{
	int order = compare_numbers(a->cgroup, b->cgroup);

	if (!order)
		order = compare_numbers(a->policy, b->policy);
	if (!order)
		order = compare_numbers(a->window, b->window);
	return order ? order : compare_numbers(a->placement, b->placement);
}

void use__add(struct swapra_use *into, const struct swapra_use *from)
{
	const __u64 *source = (const __u64 *)from;
	__u64 *counter = (__u64 *)into;

	for (size_t i = 0; i < NR_COUNTERS; i++)
		counter[i] += source[i];
}

void use__subtract(struct swapra_use *from, const struct swapra_use *what)
{
	const __u64 *source = (const __u64 *)what;
	__u64 *counter = (__u64 *)from;

	for (size_t i = 0; i < NR_COUNTERS; i++)
		counter[i] -= source[i];
}

uint64_t use__prefetched(const struct swapra_use *use)
{
	return use->tracked + use->untracked;
}

uint64_t use__hits(const struct swapra_use *use)
{
	return use->outcomes[SWAPRA_HIT] + use->outcomes[SWAPRA_LATE];
}

uint64_t use__late(const struct swapra_use *use)
{
	return use->outcomes[SWAPRA_LATE];
}

uint64_t use__wasted(const struct swapra_use *use)
{
	return use->outcomes[SWAPRA_RECLAIMED] + use->outcomes[SWAPRA_FREED];
}

uint64_t use__untracked(const struct swapra_use *use)
{
	return use->untracked + use->unseen;
}

int64_t use__pending(const struct swapra_use *use)
{
	return use->tracked - use->unseen - use__hits(use) - use__wasted(use);
}

static double ratio(uint64_t part, uint64_t whole)
{
	return whole ? (double)part / whole : NAN;
}

double use__accuracy(const struct swapra_use *use)
{
	return ratio(use__hits(use), use__hits(use) + use__wasted(use));
}

double use__coverage(const struct swapra_use *use)
{
	return ratio(use__hits(use), use__hits(use) + use->demand);
}

double use__timeliness(const struct swapra_use *use)
{
	return ratio(use->outcomes[SWAPRA_HIT], use__hits(use));
}

const char *outcome__name(unsigned outcome)
{
	static const char *const names[SWAPRA_OUTCOMES] = {
		[SWAPRA_HIT] = "hit",
		[SWAPRA_LATE] = "late",
		[SWAPRA_RECLAIMED] = "reclaimed",
		[SWAPRA_FREED] = "freed",
	};

	return outcome < SWAPRA_OUTCOMES ? names[outcome] : "?";
}
