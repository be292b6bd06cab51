/* SPDX-License-Identifier: GPL-2.0-only */
/* A small recorded machine for the report and printer tests, and printed text to look at. */
#ifndef SWAPRA_SAMPLE_H
#define SWAPRA_SAMPLE_H

#include <stdio.h>
#include <stdlib.h>

#include "userspace/report.h"

/* Names by id: 1 is the root, even ids are selected or not as the test sets it. */
struct sample_names {
	const char *names[8];
	enum selection selections[8];
};

static inline const char *sample_name(void *context, uint64_t cgroup)
{
	const struct sample_names *names = context;

	return cgroup == SWAPRA_CGROUP_OTHER ? "(other)" : names->names[cgroup];
}

static inline enum selection sample_select(void *context, uint64_t cgroup)
{
	const struct sample_names *names = context;

	return cgroup == SWAPRA_CGROUP_OTHER ? NOT_SELECTED : names->selections[cgroup];
}

/* Of none is known that it is gone. */
static inline const char *sample_path(void *context, uint64_t cgroup)
{
	return sample_name(context, cgroup);
}

/* A row with n faults, each of one demand and seven prefetched pages from zswap. */
static inline struct swapra_row sample_row(uint64_t cgroup, uint64_t n)
{
	struct swapra_row row = { .cgroup = cgroup };

	row.totals.pages[SWAPRA_ZSWAP][SWAPRA_DEMAND] = n;
	row.totals.pages[SWAPRA_ZSWAP][SWAPRA_PREFETCHED] = 7 * n;
	row.totals.batches[SWAPRA_ANON] = n;
	row.totals.batch_pages[8] = n;
	row.totals.batch_source_pages[SWAPRA_ZSWAP][8] = n;
	row.totals.fault_ns[latency_bucket__index(100000)] = n;
	row.totals.fault_ns_sum = n * 100000;
	row.totals.load_ns[latency_bucket__index(4300)] = 8 * n;
	row.totals.load_ns_sum = 8 * n * 4300;
	return row;
}

/* What a printing expression wrote to `out`; to be freed. */
#define PRINTED(expression) ({ \
	char *printed_text = NULL; \
	size_t printed_size; \
	FILE *out = open_memstream(&printed_text, &printed_size); \
	expression; \
	fclose(out); \
	printed_text; \
})

#endif
