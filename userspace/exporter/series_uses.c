// SPDX-License-Identifier: GPL-2.0-only
/* What prefetched pages were good for, from the rows of uses to the lines of cgroups. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "series_private.h"

#define FIRST_USES 64

static int grow_uses(struct series *series, size_t place)
{
	size_t more = series->nr_uses ?: FIRST_USES;
	struct told_use *uses;

	while (more <= place)
		more *= 2;
	uses = reallocarray(series->uses, more, sizeof(*uses));
	if (!uses)
		return -ENOMEM;
	memset(uses + series->nr_uses, 0, (more - series->nr_uses) * sizeof(*uses));
	series->uses = uses;
	series->nr_uses = more;
	return 0;
}

/* Rows have their key before they have counts, but not before they are there. */
static bool is_unused(const struct swapra_use *use)
{
	uint64_t any = use->tracked | use->untracked | use->unseen;

	for (unsigned outcome = 0; outcome < SWAPRA_OUTCOMES; outcome++)
		any |= use->outcomes[outcome];
	return !any;
}

/* Finds its member, once. */
static int know(struct series *series, size_t place, uint64_t cgroup)
{
	ssize_t index;

	if (place >= series->nr_uses && grow_uses(series, place)) {
		series->error = -ENOMEM;
		return -ENOMEM;
	}
	index = series__member(series, cgroup);
	if (index < 0)
		return -ENOMEM;
	series->members[index].is_counted = true;
	series->members[index].nr_uses++;
	series->uses[place].row.is_there = true;
	series->uses[place].row.changed_ns = series->now_ns;
	series->uses[place].member = index;
	series->uses[place].is_known = true;
	return 0;
}

static void add_grown(struct cgroup_counts *into, const struct told_use *grown)
{
	numbers__add(into->outcomes, grown->outcomes, SWAPRA_OUTCOMES);
	into->untracked += grown->untracked;
}

/* Of a cgroup that is gone, any change counts. */
static void note_change(struct told_use *told, const struct swapra_use *use, uint64_t now_ns)
{
	const uint64_t *numbers = (const uint64_t *)use;
	uint64_t sum = 0;

	for (size_t i = 0; i < sizeof(*use) / sizeof(*numbers); i++)
		sum += numbers[i];
	if (sum != told->sum)
		told->row.changed_ns = now_ns;
	told->sum = sum;
}

/* A cgroup has several such rows, so what one of them grew by counts. */
void series__add_use(struct series *series, size_t place, const struct swapra_use_row *row)
{
	struct told_use grown = {}, *told;
	struct series_line *line;
	uint64_t untracked = use__untracked(&row->use), counted = untracked;

	if ((place >= series->nr_uses || !series->uses[place].is_known) &&
	    (is_unused(&row->use) || know(series, place, row->key.cgroup)))
		return;
	told = &series->uses[place];
	told->pending = use__pending(&row->use);
	if (member__is_gone(&series->members[told->member]))
		note_change(told, &row->use, series->now_ns);
	for (unsigned outcome = 0; outcome < SWAPRA_OUTCOMES; outcome++)
		counted += row->use.outcomes[outcome];
	if (counted == told->counted)
		return;
	told->counted = counted;
	numbers__advance(grown.outcomes, told->outcomes, (const uint64_t *)row->use.outcomes,
			 SWAPRA_OUTCOMES);
	numbers__advance(&grown.untracked, &told->untracked, &untracked, 1);
	add_grown(&series->told[told->member].counts, &grown);
	add_grown(&series->sums, &grown);
	line = series__line(series, told->member);
	if (line)
		add_grown(&line->counts, &grown);
}

void series__settle_pending(struct series *series)
{
	for (size_t i = 0; i < series->nr_lines; i++)
		series->lines[i].counts.pending = 0;
	for (size_t i = 0; i < series->nr_uses; i++) {
		const struct told_use *use = &series->uses[i];
		uint32_t line = series->members[use->member].line;

		if (use->is_known)
			series->lines[line].counts.pending += use->pending;
	}
}
