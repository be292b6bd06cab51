// SPDX-License-Identifier: GPL-2.0-only
/* The advice of a whole report, and the names of verdicts; see advice.h. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "advice.h"

void advice_pool__fill(struct advice_pool *pool, const struct snapshot *snap)
{
	struct swapra_use group = {}; /* all settings of a cgroup: their rows stand together */
	struct swapra_totals sum = {};

	*pool = (struct advice_pool){};
	for (size_t i = 0; i < snap->nr_uses; i++) {
		use__add(&group, &snap->uses[i].use);
		if (i + 1 < snap->nr_uses &&
		    snap->uses[i + 1].key.cgroup == snap->uses[i].key.cgroup)
			continue;
		page_sums__add(&pool->sums, &group);
		group = (struct swapra_use){};
	}
	snapshot__sum(snap, &sum);
	pool->zswap_share = advice__zswap_share(&sum);
}

int advice_list__build(struct advice_list *list, const struct report *report,
		       advice_exists_fn exists, void *context, size_t more)
{
	struct advice_pool pool;

	*list = (struct advice_list){
		.rows = calloc(report->nr_rows + more + 1, sizeof(*list->rows)),
	};
	if (!list->rows)
		return -ENOMEM;
	advice_pool__fill(&pool, report->snapshot);
	for (size_t i = 0; i < report->nr_rows; i++) {
		const struct report_row *row = &report->rows[i];

		if (row->has_id && exists(context, row))
			advice__find(&list->rows[list->nr++], report, row, &pool);
		else
			list->nr_left_out++;
	}
	return 0;
}

static int compare(const void *left, const void *right)
{
	const struct advice *a = left, *b = right;

	if (a->gain_ns_per_second != b->gain_ns_per_second)
		return a->gain_ns_per_second < b->gain_ns_per_second ? 1 : -1;
	if ((a->verdict == ADVICE_NO_DATA) != (b->verdict == ADVICE_NO_DATA))
		return a->verdict == ADVICE_NO_DATA ? 1 : -1;
	return strcmp(a->name, b->name);
}

void advice_list__sort(struct advice_list *list)
{
	qsort(list->rows, list->nr, sizeof(*list->rows), compare);
}

void advice_list__release(struct advice_list *list)
{
	free(list->rows);
	*list = (struct advice_list){};
}

void advice__idle(struct advice *advice, const struct report *report, const char *name,
		  uint64_t cgroup)
{
	const struct report_row row = {
		.name = name, .cgroup = cgroup, .has_id = true, .has_use = report->total.has_use,
	};

	advice__find(advice, report, &row, NULL);
}

const char *advice_verdict__name(enum advice_verdict verdict)
{
	static const char *const names[] = {
		[ADVICE_NO_DATA] = "no_data",
		[ADVICE_KEEP] = "keep",
		[ADVICE_OFF] = "off",
		[ADVICE_WINDOW] = "window",
	};

	return names[verdict];
}

const char *advice_reason__name(enum advice_reason reason)
{
	static const char *const names[NR_ADVICE_REASONS] = {
		[ADVICE_COSTS] = "costs",
		[ADVICE_SMALL] = "small_windows",
		[ADVICE_PAYS] = "pays",
		[ADVICE_EVEN] = "even",
		[ADVICE_LITTLE] = "little_readahead",
		[ADVICE_USELESS] = "readahead_would_save_little",
		[ADVICE_UNTOLD] = "outcomes_not_told",
		[ADVICE_IDLE] = "idle",
		[ADVICE_CHANGED] = "policy_changed",
		[ADVICE_FEW_FAULTS] = "few_faults",
		[ADVICE_FEW_OUTCOMES] = "few_outcomes",
		[ADVICE_FOREIGNERS] = "read_by_others",
		[ADVICE_UNTRIED] = "readahead_untried",
		[ADVICE_UNCLEAR] = "unclear",
	};

	return names[reason];
}
