// SPDX-License-Identifier: GPL-2.0-only
/* Adding up a scrape; see series.h. Which line a cgroup is in: series_members.c. */
#include "series.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../totals.h"
#include "labels.h"
#include "series_private.h"

#define NR_COUNTS (sizeof(struct cgroup_counts) / sizeof(uint64_t))
#define NR_HISTOGRAM_COUNTS (sizeof(struct cgroup_histograms) / sizeof(uint64_t))

static void add_numbers(uint64_t *into, const uint64_t *from, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		into[i] += from[i];
}

static void subtract_numbers(uint64_t *from, const uint64_t *what, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		from[i] -= what[i];
}

void cgroup_counts__add(struct cgroup_counts *into, const struct cgroup_counts *from)
{
	add_numbers((uint64_t *)into, (const uint64_t *)from, NR_COUNTS);
}

void cgroup_counts__subtract(struct cgroup_counts *from, const struct cgroup_counts *what)
{
	subtract_numbers((uint64_t *)from, (const uint64_t *)what, NR_COUNTS);
}

static void histograms__subtract(struct cgroup_histograms *from,
				 const struct cgroup_histograms *what)
{
	subtract_numbers((uint64_t *)from, (const uint64_t *)what, NR_HISTOGRAM_COUNTS);
}

struct cgroup_counts *member__counts(struct series *series, const struct member *member)
{
	if (member->moved && member->moved->is_leaving)
		return &member->moved->base;
	return &series->lines[member->line].counts;
}

struct cgroup_histograms *member__histograms(struct series *series, const struct member *member)
{
	if (!member->has_histograms)
		return NULL;
	if (member->moved && member->moved->is_leaving)
		return &member->moved->base_histograms;
	return series->lines[member->line].histograms;
}

static int init_line(struct series_line *line, const char *name)
{
	line->labels = label__text("cgroup", name);
	line->histograms = calloc(1, sizeof(*line->histograms));
	if (!line->labels || !line->histograms)
		return -ENOMEM;
	line->length = strlen(line->labels);
	return 0;
}

int series__init(struct series *series, const struct series_names *names,
		 struct selection *selection)
{
	static const char *const special[] = {
		[LINE_OTHER] = "(other)",
		[LINE_REMOVED] = "(removed)",
		[LINE_UNKNOWN] = "(unknown)",
	};
	int err = 0;

	*series = (struct series){ .names = *names, .selection = *selection, .epoch = 1 };
	*selection = (struct selection){};
	series->lines = calloc(FIRST_LINE, sizeof(*series->lines));
	if (!series->lines)
		return -ENOMEM;
	series->nr_lines = series->lines_capacity = FIRST_LINE;
	for (size_t i = 0; i < FIRST_LINE; i++)
		err = init_line(&series->lines[i], special[i]) ?: err;
	return err;
}

void series__release(struct series *series)
{
	for (size_t i = 0; i < series->nr_lines; i++) {
		free(series->lines[i].labels);
		free(series->lines[i].histograms);
	}
	for (size_t i = 0; i < series->nr_members; i++)
		free(series->members[i].moved);
	free(series->lines);
	free(series->members);
	id_map__release(&series->by_cgroup);
	id_map__release(&series->generations);
	series_verdicts__release(series->verdicts);
	selection__release(&series->selection);
	*series = (struct series){};
}

void series__select(struct series *series, struct selection *selection)
{
	series->is_redepthed |= series->selection.depth != selection->depth;
	selection__release(&series->selection);
	series->selection = *selection;
	*selection = (struct selection){};
	series->is_reselected = true;
}

void series__begin(struct series *series)
{
	series->scrape++;
	series->error = 0;
	series__settle(series);
	for (size_t i = 0; i < series->nr_lines; i++) {
		struct series_line *line = &series->lines[i];

		memset(&line->counts, 0, sizeof(line->counts));
		if (line->histograms)
			memset(line->histograms, 0, sizeof(*line->histograms));
	}
	for (size_t i = 0; i < series->nr_members; i++)
		if (series->members[i].moved && series->members[i].moved->is_leaving)
			*series->members[i].moved = (struct moved){ .is_leaving = true };
	memset(&series->rows, 0, sizeof(series->rows));
	memset(&series->all, 0, sizeof(series->all));
}

static void take_totals(struct cgroup_counts *into, const struct swapra_totals *totals)
{
	for (unsigned kind = 0; kind < FAULT_KINDS; kind++)
		into->faults[kind] += totals->batches[kind];
	into->failed_faults += totals__failed_faults(totals);
	into->advice_batches += totals->batches[SWAPRA_ADVICE];
	add_numbers(into->pages[0], (const uint64_t *)totals->pages[0],
		    SWAPRA_SOURCES * SWAPRA_ROLES);
	into->pages_by_others += totals->pages_by_others;
	into->pages_for_others += totals->pages_for_others;
	into->load_errors += totals->load_errors;
	for (unsigned wait = 0; wait < SWAPRA_WAITS; wait++) {
		into->waits[wait] += totals->waits[wait];
		into->wait_ns[wait] += totals->wait_ns[wait];
	}
}

static uint64_t batch_pages_sum(const __u64 *counts)
{
	uint64_t sum = 0;

	for (size_t pages = 1; pages < SWAPRA_BATCH_BUCKETS; pages++)
		sum += pages * counts[pages];
	return sum;
}

static void take_histograms(struct cgroup_histograms *into, const struct swapra_totals *totals)
{
	buckets__add(&batch_buckets, totals->batch_pages, into->batch_pages.buckets);
	into->batch_pages.sum += batch_pages_sum(totals->batch_pages);
	buckets__add(&fault_buckets, totals->fault_ns, into->fault.buckets);
	into->fault.sum += totals->fault_ns_sum;
	buckets__add(&load_buckets, totals->load_ns, into->load.buckets);
	into->load.sum += totals->load_ns_sum;
	buckets__add(&age_buckets, totals->use_age_ns, into->hit_age.buckets);
	into->hit_age.sum += totals->use_age_ns_sum;
	buckets__add(&age_buckets, totals->waste_age_ns, into->waste_age.buckets);
	into->waste_age.sum += totals->waste_age_ns_sum;
}

/* Where a cgroup's counts go; NULL: to (other), which is what is left of all in the end. */
static struct cgroup_counts *counts_of(struct series *series, uint64_t cgroup)
{
	struct member *member = series__member(series, cgroup);

	if (!member)
		return NULL;
	member->is_counted = true;
	return member->line == LINE_OTHER ? NULL : member__counts(series, member);
}

/* The first of two is kept: what was counted since comes with the next scrape. */
void series__add_row(struct series *series, const struct swapra_row *row)
{
	struct member *member = series__member(series, row->cgroup);
	struct cgroup_histograms *histograms;

	if (!member || member->scrape == series->scrape)
		return;
	member->scrape = series->scrape;
	member->is_counted = true;
	totals__add(&series->rows, &row->totals);
	if (member->line == LINE_OTHER)
		return;
	take_totals(member__counts(series, member), &row->totals);
	histograms = member__histograms(series, member);
	if (histograms)
		take_histograms(histograms, &row->totals);
}

static void take_use(struct cgroup_counts *into, const struct use_row *row)
{
	for (unsigned outcome = 0; outcome < SWAPRA_OUTCOMES; outcome++)
		into->outcomes[outcome] += row->use.outcomes[outcome];
	into->untracked += use__untracked(&row->use);
	into->pending += row->pending;
}

void series__add_uses(struct series *series, const struct snapshot *snap)
{
	for (size_t i = 0; i < snap->nr_uses; i++) {
		struct cgroup_counts *counts = counts_of(series, snap->uses[i].key.cgroup);

		take_use(&series->all, &snap->uses[i]);
		if (counts)
			take_use(counts, &snap->uses[i]);
	}
}

static void take_iaa(struct cgroup_counts *into, const struct swapra_iaa_pages *pages)
{
	into->iaa_device += pages->iaa;
	into->iaa_software += pages->fallback;
	into->iaa_other += pages->other;
}

void series__add_iaa(struct series *series, const struct iaa_counts *iaa)
{
	for (size_t i = 0; i < iaa->nr_pages; i++) {
		struct cgroup_counts *counts = counts_of(series, iaa->pages[i].cgroup);

		take_iaa(&series->all, &iaa->pages[i]);
		if (counts)
			take_iaa(counts, &iaa->pages[i]);
	}
}

/* What is pending is a state: it goes with the cgroup. */
static void settle_moved(struct series *series, struct member *member)
{
	struct series_line *line = &series->lines[member->line];
	struct moved *moved = member->moved;

	if (moved->is_leaving) {
		line->counts.pending += moved->base.pending;
		moved->base.pending = 0;
		moved->is_leaving = false;
		return;
	}
	if (member->line == LINE_OTHER)
		return;
	cgroup_counts__subtract(&line->counts, &moved->base);
	if (member->has_histograms)
		histograms__subtract(line->histograms, &moved->base_histograms);
}

/* (other) is what no other line has, so that nothing can be lost between them. */
static void settle_other(struct series *series)
{
	struct series_line *other = &series->lines[LINE_OTHER];

	other->counts = series->all;
	take_totals(&other->counts, &series->rows);
	memset(other->histograms, 0, sizeof(*other->histograms));
	take_histograms(other->histograms, &series->rows);
	for (size_t i = LINE_OTHER + 1; i < series->nr_lines; i++) {
		cgroup_counts__subtract(&other->counts, &series->lines[i].counts);
		if (series->lines[i].histograms)
			histograms__subtract(other->histograms, series->lines[i].histograms);
	}
}

int series__end(struct series *series)
{
	if (series->error)
		return series->error;
	for (size_t i = 0; i < series->nr_members; i++)
		if (series->members[i].moved)
			settle_moved(series, &series->members[i]);
	settle_other(series);
	return 0;
}

static void tell_batches(const struct series *series, struct machine_counts *machine)
{
	for (unsigned source = 0; source < SWAPRA_SOURCES; source++) {
		const __u64 *counts = series->rows.batch_source_pages[source];

		memset(&machine->batch_source_pages[source], 0,
		       sizeof(machine->batch_source_pages[source]));
		buckets__add(&batch_buckets, counts, machine->batch_source_pages[source].buckets);
		machine->batch_source_pages[source].sum = batch_pages_sum(counts);
	}
}

void series__tell(const struct series *series, struct machine_counts *machine)
{
	uint64_t states[MEMBER_SPECIAL + 1] = {};

	for (size_t i = 0; i < series->nr_members; i++)
		states[series->members[i].state] += series->members[i].is_counted;
	machine->cgroups_own = states[MEMBER_OWN];
	machine->cgroups_capped = states[MEMBER_CAPPED];
	machine->cgroups_hidden = states[MEMBER_HIDDEN];
	machine->cgroups_removed = states[MEMBER_REMOVED];
	machine->cgroups_max = series->selection.max_cgroups;
	machine->histograms_max = series->selection.max_histograms;
	tell_batches(series, machine);
}
