/* SPDX-License-Identifier: GPL-2.0-only */
/* Outcomes of prefetched pages, one by one, beside the events they follow from. */
#ifndef SWAPRA_RENDER_OUTCOME_LINES_H
#define SWAPRA_RENDER_OUTCOME_LINES_H

#include <stdbool.h>
#include <stdio.h>
#include <time.h>

#include "../../bpf/swapra.h"

/* An outcome with what user space knows about it. */
struct outcome_view {
	const struct swapra_outcome_event *outcome;
	const char *cgroup; /* name of the charged one */
	struct timespec time;
	bool has_verdicts; /* the table of events has columns for them */
};

/* A line that fits below the header of events; its latency is the age of the page. */
int outcome__print_line(FILE *out, const struct outcome_view *view);

/* An object of type "outcome". Both return 0 or -ENOMEM. */
int outcome__print_json(FILE *out, const struct outcome_view *view);

#endif
