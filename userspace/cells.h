/* SPDX-License-Identifier: GPL-2.0-only */
/* The getters of columns: one function a kind of figure. Only columns.c uses this. */
#ifndef SWAPRA_CELLS_H
#define SWAPRA_CELLS_H

#include "columns.h"

typedef struct value cell_fn(const struct column *column, const struct line *line);

/* Of lines about a cgroup. a: source, histogram; b: percent */
cell_fn cell__counter, cell__failed, cell__pages, cell__source, cell__percentile,
	cell__batch_mean, cell__verdicts;

/* Page faults that waited; a: it is for how long */
cell_fn cell__wait;

/* Of any line. a: role, histogram */
cell_fn cell__faults, cell__role, cell__count, cell__latency_mean, cell__policy_name,
	cell__policy_cgroup;

/* What became of prefetched pages, of any line; a: one of these */
enum use_sum {
	USE_HITS,
	USE_LATE,
	USE_WASTED,
	USE_UNTRACKED,
};

enum use_ratio {
	USE_ACCURACY,
	USE_COVERAGE,
	USE_TIMELINESS,
};

cell_fn cell__use_sum, cell__use_counter, cell__pending, cell__ratio;

/* Pages by what decompressed them, of a cgroup */
cell_fn cell__iaa_pages;

/* Of work queues: a counter of one kind of operation (a) or of the queue, and what is made of them */
cell_fn cell__queue_counter, cell__operation_counter, cell__operation_errors,
	cell__operation_mean, cell__operation_percentile;

/* Of settings */
cell_fn cell__policy_path, cell__window, cell__placement;

#endif
