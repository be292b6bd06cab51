// SPDX-License-Identifier: GPL-2.0-only
/* Sums and names of counters; see totals.h. */
#include "totals.h"

#include <stddef.h>

uint64_t totals__source_pages(const struct swapra_totals *totals, enum swapra_source source)
{
	uint64_t pages = 0;

	for (unsigned role = 0; role < SWAPRA_ROLES; role++)
		pages += totals->pages[source][role];
	return pages;
}

uint64_t totals__role_pages(const struct swapra_totals *totals, enum swapra_role role)
{
	uint64_t pages = 0;

	for (unsigned source = 0; source < SWAPRA_SOURCES; source++)
		pages += totals->pages[source][role];
	return pages;
}

uint64_t totals__pages(const struct swapra_totals *totals)
{
	uint64_t pages = 0;

	for (unsigned source = 0; source < SWAPRA_SOURCES; source++)
		pages += totals__source_pages(totals, source);
	return pages;
}

static uint64_t sum_of_faults(const __u64 *kinds)
{
	uint64_t faults = 0;

	for (unsigned kind = 0; kind < SWAPRA_KINDS; kind++)
		if (kind != SWAPRA_ADVICE)
			faults += kinds[kind];
	return faults;
}

uint64_t totals__faults(const struct swapra_totals *totals)
{
	return sum_of_faults(totals->batches);
}

uint64_t totals__failed_faults(const struct swapra_totals *totals)
{
	return sum_of_faults(totals->failed);
}

bool totals__is_zero(const struct swapra_totals *totals)
{
	const __u64 *counters = (const __u64 *)totals;

	for (size_t i = 0; i < sizeof(*totals) / sizeof(*counters); i++)
		if (counters[i])
			return false;
	return true;
}

const char *source__name(unsigned source)
{
	static const char *const names[SWAPRA_SOURCES] = {
		[SWAPRA_ZSWAP] = "zswap",
		[SWAPRA_DISK] = "disk",
		[SWAPRA_ZERO] = "zero",
	};

	return source < SWAPRA_SOURCES ? names[source] : "?";
}

const char *kind__name(unsigned kind)
{
	static const char *const names[SWAPRA_KINDS] = {
		[SWAPRA_ANON] = "anon",
		[SWAPRA_SHMEM] = "shmem",
		[SWAPRA_SYNC] = "sync",
		[SWAPRA_SWAPOFF] = "swapoff",
		[SWAPRA_ADVICE] = "advice",
	};

	return kind < SWAPRA_KINDS ? names[kind] : "?";
}
