// SPDX-License-Identifier: GPL-2.0-only
/* See outcome_lines.h. */
#include "outcome_lines.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>

#include "../duration.h"
#include "../text.h"
#include "../usefulness.h"
#include "../verdicts.h"
#include "builder.h"

/* The columns of an event that has no pages of its own, in the widths of event_columns.c. */
#define NO_PAGES "  -   -   -   -   -      -"
#define NO_VERDICT "   -   -"

static int print_texts(FILE *out, const struct outcome_view *view, const char *age)
{
	const struct swapra_outcome_event *outcome = view->outcome;
	char *comm = text__escape(outcome->comm, ESCAPE_CONTROL);
	char *cgroup = text__escape(view->cgroup, ESCAPE_CONTROL);
	char window[16] = "-";

	if (outcome->window)
		snprintf(window, sizeof(window), "%" PRIu32, outcome->window);
	if (comm && cgroup)
		/* "reclaimed" needs two of the address's columns. */
		fprintf(out, " %7" PRIu32 " %-15s %-9s %10s %3" PRIu32 " %8" PRIu64 " %3s %s %7s%s %s\n",
			outcome->pid, comm, outcome__name(outcome->outcome), "-",
			outcome->swap_type, (uint64_t)outcome->swap_offset, window, NO_PAGES, age,
			view->has_verdicts ? NO_VERDICT : "", cgroup);
	free(comm);
	free(cgroup);
	return comm && cgroup ? 0 : -ENOMEM;
}

int outcome__print_line(FILE *out, const struct outcome_view *view)
{
	char time[TIME_TEXT], age[DURATION_TEXT] = "-";

	if (view->outcome->age_ns)
		duration__format(age, view->outcome->age_ns);
	time__format_clock(time, &view->time, 6);
	fputs(time, out);
	return print_texts(out, view, age);
}

static void put_known(struct builder *builder, json_object *object, const char *key,
		      uint64_t number)
{
	if (number)
		builder__put_number(builder, object, key, number);
	else
		builder__put_null(builder, object, key);
}

int outcome__print_json(FILE *out, const struct outcome_view *view)
{
	const struct swapra_outcome_event *outcome = view->outcome;
	uint64_t id = outcome->cgroup == SWAPRA_CGROUP_OTHER ? 0 : outcome->cgroup;
	json_object *object = json_object_new_object();
	struct builder builder = { false };
	char time[TIME_TEXT];

	time__format_utc(time, &view->time);
	builder__put_text(&builder, object, "type", "outcome");
	builder__put_text(&builder, object, "time", time);
	builder__put_text(&builder, object, "outcome", outcome__name(outcome->outcome));
	put_known(&builder, object, "age_ns", outcome->age_ns);
	builder__put_number(&builder, object, "pid", outcome->pid);
	builder__put_number(&builder, object, "tid", outcome->tid);
	builder__put_text(&builder, object, "comm", outcome->comm);
	builder__put_number(&builder, object, "swap_type", outcome->swap_type);
	builder__put_number(&builder, object, "swap_offset", outcome->swap_offset);
	put_known(&builder, object, "window", outcome->window);
	builder__put_text(&builder, object, "placement", outcome->window ?
			  placement__name(outcome->placement) : NULL);
	put_known(&builder, object, "policy_cgroup", outcome->policy);
	builder__put_text(&builder, object, "cgroup", view->cgroup);
	put_known(&builder, object, "id", id);
	return builder__finish(out, &builder, object);
}
