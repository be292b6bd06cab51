// SPDX-License-Identifier: GPL-2.0-only
/* See names.h. */
#include "names.h"

#include <errno.h>
#include <inttypes.h>
#include <search.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../cgroups.h"

static int replace(char **text, const char *with)
{
	char *copy = NULL;

	if (with) {
		copy = strdup(with);
		if (!copy)
			return -ENOMEM;
	}
	free(*text);
	*text = copy;
	return 0;
}

int record_names__set(struct record_names *names, uint64_t cgroup, const char *path,
		      const char *label)
{
	struct known_cgroup *known = known_cgroups__find(&names->known, cgroup);

	if (!known)
		known = known_cgroups__add(&names->known, cgroup, path);
	if (!known || replace(&known->path, path) || replace(&known->label, label))
		return -ENOMEM;
	return 0;
}

/* As cgroups__find() takes it: below the mount, or absolute; with or without slashes around it. */
static char *normalize(const struct record_names *names, const char *path)
{
	char *copy;
	size_t length;

	if (names->mount && strcmp(names->mount, "/") && cgroup_path__is_below(path, names->mount))
		path += strlen(names->mount);
	while (*path == '/')
		path++;
	if (asprintf(&copy, "/%s", path) < 0)
		return NULL;
	for (length = strlen(copy); length > 1 && copy[length - 1] == '/'; length--)
		copy[length - 1] = 0;
	return copy;
}

int record_names__select(struct record_names *names, const char *path)
{
	char **more = reallocarray(names->selected, names->nr_selected + 1, sizeof(*more));
	char *copy = more ? normalize(names, path) : NULL;

	if (more)
		names->selected = more;
	if (!copy)
		return -ENOMEM;
	names->selected[names->nr_selected++] = copy;
	return 0;
}

void record_names__select_all(struct record_names *names)
{
	for (size_t i = 0; i < names->nr_selected; i++)
		free(names->selected[i]);
	names->nr_selected = 0;
}

struct search {
	const char *root;
	bool found;
};

static void look(const void *node, VISIT visit, void *context)
{
	const struct known_cgroup *known = *(struct known_cgroup *const *)node;
	struct search *search = context;

	if ((visit == postorder || visit == leaf) && known->path)
		search->found |= cgroup_path__is_below(known->path, search->root);
}

const char *record_names__missing(const struct record_names *names)
{
	for (size_t i = 0; i < names->nr_selected; i++) {
		struct search search = { .root = names->selected[i] };

		twalk_r(names->known.tree, look, &search);
		if (!search.found)
			return names->selected[i];
	}
	return NULL;
}

/* A record names every cgroup that it counts for; one that was damaged with skill may not. */
static const char *nameless(struct record_names *names, uint64_t cgroup)
{
	struct known_cgroup *known = known_cgroups__find(&names->known, cgroup);

	if (!known)
		known = known_cgroups__add(&names->known, cgroup, NULL);
	if (known && !known->label &&
	    asprintf(&known->label, "(unnamed:%" PRIu64 ")", cgroup) < 0)
		known->label = NULL;
	return known && known->label ? known->label : "(no memory)";
}

static const char *get_name(void *context, uint64_t cgroup)
{
	struct record_names *names = context;
	const struct known_cgroup *known;

	if (cgroup == SWAPRA_CGROUP_UNKNOWN)
		return "(unknown)";
	if (cgroup == SWAPRA_CGROUP_OTHER)
		return "(other)";
	known = known_cgroups__find(&names->known, cgroup);
	if (known && known->label)
		return known->label;
	return known && known->path ? known->path : nameless(names, cgroup);
}

/* A label tells that the path alone is not what it is called any more: it is gone. */
static const char *get_path(void *context, uint64_t cgroup)
{
	const struct record_names *names = context;
	const struct known_cgroup *known = known_cgroups__find(&names->known, cgroup);

	return known && !known->label ? known->path : NULL;
}

static enum selection get_selection(void *context, uint64_t cgroup)
{
	const struct record_names *names = context;
	const struct known_cgroup *known;

	if (cgroup == SWAPRA_CGROUP_UNKNOWN || cgroup == SWAPRA_CGROUP_OTHER)
		return NOT_SELECTED;
	known = known_cgroups__find(&names->known, cgroup);
	if (!known || !known->path)
		return NOT_KNOWN;
	for (size_t i = 0; i < names->nr_selected; i++)
		if (cgroup_path__is_below(known->path, names->selected[i]))
			return SELECTED;
	return NOT_SELECTED;
}

struct cgroup_names record_names__view(struct record_names *names)
{
	return (struct cgroup_names){
		.name = get_name,
		.select = names->nr_selected ? get_selection : NULL,
		.path = get_path,
		.context = names,
	};
}

void record_names__release(struct record_names *names)
{
	record_names__select_all(names);
	free(names->selected);
	known_cgroups__release(&names->known);
}
