// SPDX-License-Identifier: GPL-2.0-only
/* Which line a cgroup is in, and when it changes; see series.h. */
#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labels.h"
#include "series_private.h"

struct target {
	uint32_t line;
	enum member_state state;
};

static const struct target removed = { LINE_REMOVED, MEMBER_REMOVED };
static const struct target hidden = { LINE_OTHER, MEMBER_HIDDEN };

static void settle_member(struct series *series, size_t index);

/* FNV-1a: two texts of the same hash get generations that they would not need. */
static uint64_t hash(const char *text)
{
	uint64_t value = 0xcbf29ce484222325ULL;

	for (; *text; text++)
		value = (value ^ (unsigned char)*text) * 0x100000001b3ULL;
	return value;
}

/* Labels that are remembered: 8 MiB of them. */
#define MAX_GENERATIONS (1 << 18)

/* None that was given out may come again: those that are forgotten now were lower. */
static void forget_generations(struct series *series)
{
	id_map__release(&series->generations);
	series->generation_base = series->generation_max;
}

/*
 * How often the label was given out, this time included, or a larger number; 0 when memory
 * runs out.
 */
static uint32_t next_generation(struct series *series, const char *label)
{
	uint64_t key = hash(label);
	uint32_t *generation = id_map__find(&series->generations, key);

	if (!generation) {
		if (series->generations.nr >= MAX_GENERATIONS)
			forget_generations(series);
		generation = id_map__add(&series->generations, key, series->generation_base);
	}
	if (!generation)
		return 0;
	if (++*generation > series->generation_max)
		series->generation_max = *generation;
	return *generation;
}

static char *new_labels(struct series *series, const char *path)
{
	char *label = label__text("cgroup", path), *labels = NULL;
	uint32_t generation;

	if (!label)
		return NULL;
	generation = next_generation(series, label);
	if (generation == 1)
		return label;
	if (generation && asprintf(&labels, "%s,generation=\"%u\"", label, generation) < 0)
		labels = NULL;
	free(label);
	return labels;
}

/* Index of a free line; 0 when memory runs out. */
static uint32_t free_line(struct series *series)
{
	size_t more = series->lines_capacity ? series->lines_capacity * 2 : 64;
	struct series_line *lines;

	if (series->nr_lines - FIRST_LINE > series->nr_own)
		for (uint32_t i = FIRST_LINE; i < series->nr_lines; i++)
			if (!series->lines[i].labels)
				return i;
	if (series->nr_lines == series->lines_capacity) {
		lines = reallocarray(series->lines, more, sizeof(*lines));
		if (!lines)
			return 0;
		series->lines = lines;
		series->lines_capacity = more;
	}
	series->lines[series->nr_lines] = (struct series_line){};
	return series->nr_lines++;
}

static int open_line(struct series *series, uint64_t cgroup, const char *path, uint32_t *index)
{
	struct series_line *line;

	*index = free_line(series);
	if (!*index)
		return -ENOMEM;
	line = &series->lines[*index];
	*line = (struct series_line){ .cgroup = cgroup };
	if (series->nr_histograms < series->selection.max_histograms) {
		line->histograms = calloc(1, sizeof(*line->histograms));
		if (!line->histograms)
			return -ENOMEM;
	}
	line->labels = new_labels(series, path);
	if (!line->labels) {
		free(line->histograms);
		line->histograms = NULL;
		return -ENOMEM;
	}
	line->length = strlen(line->labels);
	series->nr_own++;
	series->nr_histograms += !!line->histograms;
	return 0;
}

/* All that was in it goes to another. */
static void close_line(struct series *series, struct series_line *line, uint32_t heir)
{
	line__add(&series->lines[heir], &line->counts, line->histograms);
	series->nr_own--;
	series->nr_histograms -= !!line->histograms;
	free(line->labels);
	free(line->histograms);
	*line = (struct series_line){};
}

/* The line of the cgroup that this one folds into. */
static struct target folded(struct series *series, const char *path, size_t length)
{
	char ancestor[PATH_MAX];
	const struct member *member;
	uint64_t cgroup;
	ssize_t index;

	if (snprintf(ancestor, sizeof(ancestor), "%.*s", (int)length, path) != (int)length)
		return hidden;
	if (series->names.find(series->names.context, ancestor, &cgroup))
		return removed;
	index = series__member(series, cgroup);
	if (index < 0)
		return hidden;
	settle_member(series, index);
	member = &series->members[index];
	return (struct target){ member->line, member->state };
}

static bool owns_line(const struct series *series, const struct member *member)
{
	return member->state == MEMBER_OWN &&
	       series->lines[member->line].cgroup == member->cgroup;
}

/* One of its own: that which it has, or a new one. */
static struct target own_line(struct series *series, const struct member *member,
			      const char *path)
{
	struct target target = { LINE_OTHER, MEMBER_CAPPED };
	uint32_t line;

	if (owns_line(series, member))
		return (struct target){ member->line, MEMBER_OWN };
	if (series->nr_own >= series->selection.max_cgroups)
		return target;
	series->error = open_line(series, member->cgroup, path, &line) ?: series->error;
	return series->error ? target : (struct target){ line, MEMBER_OWN };
}

/* May add members. */
static struct target choose(struct series *series, size_t index)
{
	const struct member *member = &series->members[index];
	const char *path;
	size_t length;

	if (member->cgroup == SWAPRA_CGROUP_UNKNOWN)
		return (struct target){ LINE_UNKNOWN, MEMBER_SPECIAL };
	if (member->cgroup == SWAPRA_CGROUP_OTHER)
		return (struct target){ LINE_OTHER, MEMBER_SPECIAL };
	path = series->names.path(series->names.context, member->cgroup);
	if (series->names.is_gone(series->names.context, member->cgroup))
		return removed;
	if (!path)
		return hidden;
	length = selection__length(&series->selection, path);
	if (path[length])
		return folded(series, path, length);
	if (!selection__accepts(&series->selection, path))
		return hidden;
	return own_line(series, member, path);
}

/* What was counted stays where it is. */
static void place(struct series *series, struct member *member, struct target target)
{
	bool is_new = member->state == MEMBER_NEW;

	/* What is in (other) when it is removed stays there: nothing may become less. */
	if (!is_new && target.state == MEMBER_REMOVED)
		return;
	member->line = target.line;
	member->state = target.state;
	if (target.state == MEMBER_OWN && !owns_line(series, member))
		series->lines[target.line].folds = true;
	member->has_histograms = series->lines[target.line].histograms &&
				 target.line != LINE_OTHER;
}

static void settle_member(struct series *series, size_t index)
{
	struct member *member = &series->members[index];
	struct target target;
	bool is_new;

	if (member->epoch == series->epoch)
		return;
	if (member->state == MEMBER_REMOVED || member->state == MEMBER_SPECIAL)
		return;
	is_new = member->state == MEMBER_NEW;
	target = choose(series, index);
	if (series->error)
		return;
	series->members[index].epoch = series->epoch;
	place(series, &series->members[index], target);
	if (is_new)
		series__enter(series, index);
}

static int grow_members(struct series *series)
{
	size_t more = series->members_capacity ? series->members_capacity * 2 : 64;
	struct member *members = reallocarray(series->members, more, sizeof(*members));
	struct told *told;

	if (!members)
		return -ENOMEM;
	series->members = members;
	told = reallocarray(series->told, more, sizeof(*told));
	if (!told)
		return -ENOMEM;
	series->told = told;
	series->members_capacity = more;
	return 0;
}

ssize_t series__member(struct series *series, uint64_t cgroup)
{
	const uint32_t *known = id_map__find(&series->by_cgroup, cgroup);
	size_t index = series->nr_members;

	if (known)
		return *known;
	if ((index == series->members_capacity && grow_members(series)) ||
	    !id_map__add(&series->by_cgroup, cgroup, index)) {
		series->error = -ENOMEM;
		return -1;
	}
	series->members[index] = (struct member){ .cgroup = cgroup, .epoch = series->epoch - 1 };
	series->told[index] = (struct told){};
	series->nr_members++;
	return index;
}

/* Who has a row is told by that when it goes; who has none must be looked for. */
static bool owner_is_gone(const struct series *series, const struct member *member)
{
	if (member->row.is_there && !member->is_gone)
		return false;
	return series->names.is_gone(series->names.context, member->cgroup);
}

/* The line ends; all that was in it is in (removed), and goes on there. */
static void end_removed(struct series *series)
{
	bool any = false;

	for (size_t i = 0; i < series->nr_members; i++) {
		const struct member *member = &series->members[i];

		if (!owns_line(series, member) || !owner_is_gone(series, member))
			continue;
		series->lines[member->line].cgroup = SWAPRA_CGROUP_UNKNOWN;
		any = true;
	}
	for (size_t i = 0; any && i < series->nr_members; i++) {
		struct member *member = &series->members[i];

		if (member->state != MEMBER_OWN || series->lines[member->line].cgroup)
			continue;
		member->line = LINE_REMOVED;
		member->state = MEMBER_REMOVED;
	}
	for (size_t i = FIRST_LINE; any && i < series->nr_lines; i++)
		if (series->lines[i].labels && !series->lines[i].cgroup)
			close_line(series, &series->lines[i], LINE_REMOVED);
}

/* Whether the new selection has room for a line that there is. */
static bool is_kept(const struct series *series, const struct series_line *line, size_t nr_kept)
{
	const char *path = series->names.path(series->names.context, line->cgroup);

	/* Who leaves a line may not take away from it. */
	if (series->is_redepthed && line->folds)
		return false;
	return nr_kept < series->selection.max_cgroups && path &&
	       !path[selection__length(&series->selection, path)] &&
	       selection__accepts(&series->selection, path);
}

/* Their members go to (other) for now, and from there where the selection wants them. */
static void end_deselected(struct series *series)
{
	size_t nr_kept = 0;

	for (size_t i = FIRST_LINE; i < series->nr_lines; i++) {
		struct series_line *line = &series->lines[i];

		if (!line->labels)
			continue;
		if (is_kept(series, line, nr_kept))
			nr_kept++;
		else
			close_line(series, line, LINE_OTHER);
	}
	for (size_t i = 0; i < series->nr_members; i++) {
		struct member *member = &series->members[i];

		if (member->state != MEMBER_OWN || series->lines[member->line].labels)
			continue;
		member->line = LINE_OTHER;
		member->state = MEMBER_HIDDEN;
		member->has_histograms = false;
	}
}

void series__settle(struct series *series)
{
	size_t first = series->nr_placed;

	end_removed(series);
	if (series->is_reselected) {
		series->is_reselected = false;
		series->epoch++;
		end_deselected(series);
		series->is_redepthed = false;
		first = 0;
	}
	/* There may be more of them in the end. */
	for (size_t i = first; i < series->nr_members && !series->error; i++)
		settle_member(series, i);
	if (!series->error)
		series->nr_placed = series->nr_members;
}
