/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A record as one difference: what it began with, what it ended with, and the names.
 * For commands that judge a whole trace and print no intervals.
 */
#ifndef SWAPRA_RECORD_SUMMARY_H
#define SWAPRA_RECORD_SUMMARY_H

#include <stdbool.h>

#include "reader.h"

struct record_summary {
	struct record_reader *reader;
	const struct record_info *info;
	const struct snapshot *first; /* the start: snapshot__delta(&total, &last, first) is all of it */
	struct timespec first_wall;
	struct snapshot last;
	struct timespec last_wall;
	struct cgroup_names names;    /* as of the end, all selected that the writer had selected */
	bool is_cut; /* it ended early: last is the last snapshot that is whole */
};

/*
 * Read it all. A record that ends early or is damaged further on is told on stderr and
 * taken up to there, if it has a snapshot beside the start. Returns 0 or -errno, printed.
 * Release in any case.
 */
int record_summary__read(struct record_summary *summary, const char *path);
void record_summary__release(struct record_summary *summary);

#endif
