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

#define NR_SOURCE_COUNTS (sizeof(struct source_histograms) / sizeof(uint64_t))

void numbers__add(uint64_t *into, const uint64_t *from, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		into[i] += from[i];
}

void numbers__advance(uint64_t *into, uint64_t *told, const uint64_t *now, size_t nr)
{
	for (size_t i = 0; i < nr; i++) {
		if (now[i] <= told[i])
			continue;
		if (into)
			into[i] += now[i] - told[i];
		told[i] = now[i];
	}
}

/* What is pending is a state: it goes with the cgroup. */
void line__add(struct series_line *line, const struct cgroup_counts *counts,
	       const struct cgroup_histograms *histograms)
{
	uint64_t pending = line->counts.pending;

	numbers__add((uint64_t *)&line->counts, (const uint64_t *)counts, NR_COUNTS);
	line->counts.pending = pending;
	if (histograms)
		numbers__add((uint64_t *)line->histograms, (const uint64_t *)histograms,
			     NR_HISTOGRAM_COUNTS);
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
	free(series->lines);
	free(series->members);
	free(series->told);
	free(series->uses);
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

void series__begin(struct series *series, uint64_t now_ns)
{
	series->error = 0;
	series->now_ns = now_ns;
}

static void take_totals(struct cgroup_counts *into, const struct swapra_totals *totals)
{
	for (unsigned kind = 0; kind < FAULT_KINDS; kind++)
		into->faults[kind] += totals->batches[kind];
	into->failed_faults += totals__failed_faults(totals);
	into->advice_batches += totals->batches[SWAPRA_ADVICE];
	numbers__add(into->pages[0], (const uint64_t *)totals->pages[0],
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

static void take_sources(struct source_histograms *into, const struct swapra_totals *totals)
{
	for (unsigned source = 0; source < SWAPRA_SOURCES; source++) {
		const __u64 *counts = totals->batch_source_pages[source];

		buckets__add(&batch_buckets, counts, into->pages[source].buckets);
		into->pages[source].sum += batch_pages_sum(counts);
	}
}

struct series_line *series__line(struct series *series, size_t index)
{
	const struct member *member = &series->members[index];

	return member->state == MEMBER_NEW ? NULL : &series->lines[member->line];
}

static struct cgroup_histograms *histograms_of(struct series *series, size_t index)
{
	const struct member *member = &series->members[index];

	if (member->state == MEMBER_NEW)
		return NULL;
	return series->lines[member->has_histograms ? member->line : LINE_OTHER].histograms;
}

void series__advance(struct series *series, size_t index, const struct cgroup_counts *now)
{
	struct series_line *line = series__line(series, index);
	struct cgroup_counts grown = {};

	numbers__advance((uint64_t *)&grown, (uint64_t *)&series->told[index].counts,
			 (const uint64_t *)now, NR_COUNTS);
	numbers__add((uint64_t *)&series->sums, (uint64_t *)&grown, NR_COUNTS);
	if (line)
		numbers__add((uint64_t *)&line->counts, (uint64_t *)&grown, NR_COUNTS);
	series->members[index].is_counted = true;
}

void series__enter(struct series *series, size_t index)
{
	const struct told *told = &series->told[index];

	line__add(series__line(series, index), &told->counts, NULL);
	numbers__add((uint64_t *)histograms_of(series, index),
		     (const uint64_t *)&told->histograms, NR_HISTOGRAM_COUNTS);
}

void series__add_row(struct series *series, const struct swapra_row *row, bool is_gone)
{
	ssize_t index = series__member(series, row->cgroup);
	struct told now = {}, *told;

	if (index < 0)
		return;
	told = &series->told[index];
	series->members[index].row.is_there = true;
	series->members[index].row.changed_ns = series->now_ns;
	series->members[index].is_gone = is_gone;
	take_totals(&now.counts, &row->totals);
	series__advance(series, index, &now.counts);
	take_histograms(&now.histograms, &row->totals);
	numbers__advance((uint64_t *)histograms_of(series, index), (uint64_t *)&told->histograms,
			 (uint64_t *)&now.histograms, NR_HISTOGRAM_COUNTS);
	take_sources(&now.sources, &row->totals);
	numbers__advance((uint64_t *)&series->sources, (uint64_t *)&told->sources,
			 (uint64_t *)&now.sources, NR_SOURCE_COUNTS);
}

static void note_iaa(struct series *series, size_t index, const struct cgroup_counts *now)
{
	const struct cgroup_counts *told = &series->told[index].counts;
	struct kernel_row *row = &series->members[index].iaa;

	if (now->iaa_device == told->iaa_device && now->iaa_software == told->iaa_software &&
	    now->iaa_other == told->iaa_other)
		return;
	row->is_there = true;
	row->changed_ns = series->now_ns;
}

void series__add_iaa(struct series *series, const struct iaa_counts *iaa)
{
	for (size_t i = 0; i < iaa->nr_pages; i++) {
		const struct swapra_iaa_pages *pages = &iaa->pages[i];
		const struct cgroup_counts now = {
			.iaa_device = pages->iaa,
			.iaa_software = pages->fallback,
			.iaa_other = pages->other,
		};
		ssize_t index = series__member(series, pages->cgroup);

		if (index < 0)
			continue;
		note_iaa(series, index, &now);
		series__advance(series, index, &now);
	}
}

int series__end(struct series *series)
{
	if (!series->error)
		series__settle(series);
	if (!series->error)
		series__settle_pending(series);
	return series->error;
}

void series__tell(const struct series *series, struct machine_counts *machine)
{
	uint64_t states[MEMBER_SPECIAL + 1] = {};

	for (size_t i = 0; i < series->nr_members; i++)
		states[series->members[i].state] += series->members[i].is_counted;
	machine->cgroups_own = states[MEMBER_OWN];
	machine->cgroups_capped = states[MEMBER_CAPPED];
	machine->cgroups_hidden = states[MEMBER_HIDDEN];
	machine->cgroups_removed = states[MEMBER_REMOVED] + series->nr_forgotten;
	machine->cgroups_max = series->selection.max_cgroups;
	machine->histograms_max = series->selection.max_histograms;
	machine->sources = series->sources;
}
