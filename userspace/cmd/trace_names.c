// SPDX-License-Identifier: GPL-2.0-only
/* See trace_names.h. */
#include "trace_names.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../error.h"

static int select_one(struct trace_names *names, const char *wanted)
{
	uint64_t id;
	int err = cgroups__find(names->cgroups, wanted, &id);
	const char *path = err ? NULL : cgroups__path(names->cgroups, id);

	if (!err && !path)
		err = -ENOMEM;
	if (err) {
		fail(-err, "cgroup", wanted, "find");
		hint("name it by its path below %s", cgroups__mount(names->cgroups));
		return err;
	}
	if (!names->nr_selected)
		names->first = id;
	names->selected[names->nr_selected++] = path;
	return 0;
}

int trace_names__open(struct trace_names *names, const struct trace_settings *settings)
{
	int err = 0;

	memset(names, 0, sizeof(*names));
	names->cgroups = cgroups__open();
	if (!names->cgroups)
		return -errno;
	if (!settings->nr_cgroups)
		return 0;
	names->selected = calloc(settings->nr_cgroups, sizeof(*names->selected));
	if (!names->selected)
		return fail(ENOMEM, "list of cgroups", NULL, "allocate");
	for (size_t i = 0; i < settings->nr_cgroups && !err; i++)
		err = select_one(names, settings->cgroups[i]);
	/* A cgroup that goes before its first report can be told apart only by its path. */
	if (!err)
		cgroups__learn_all(names->cgroups);
	return err;
}

void trace_names__release(struct trace_names *names)
{
	free(names->selected);
	cgroups__close(names->cgroups);
}

static const char *get_name(void *context, uint64_t cgroup)
{
	struct trace_names *names = context;

	return cgroups__name(names->cgroups, cgroup);
}

/* The name of one that is gone is more than its path. */
static const char *get_path(void *context, uint64_t cgroup)
{
	struct trace_names *names = context;
	const char *path = cgroups__path(names->cgroups, cgroup);

	return path && !strcmp(path, cgroups__name(names->cgroups, cgroup)) ? path : NULL;
}

static enum selection get_selection(void *context, uint64_t cgroup)
{
	struct trace_names *names = context;
	const char *path;

	if (cgroup == SWAPRA_CGROUP_UNKNOWN || cgroup == SWAPRA_CGROUP_OTHER)
		return NOT_SELECTED;
	path = cgroups__path(names->cgroups, cgroup);
	if (!path)
		return NOT_KNOWN;
	for (size_t i = 0; i < names->nr_selected; i++)
		if (cgroup_path__is_below(path, names->selected[i]))
			return SELECTED;
	return NOT_SELECTED;
}

struct cgroup_names trace_names__view(struct trace_names *names)
{
	return (struct cgroup_names){
		.name = get_name,
		.select = names->nr_selected ? get_selection : NULL,
		.path = get_path,
		.context = names,
	};
}

void trace_names__filter_events(const struct trace_names *names, struct session_options *options)
{
	int level;

	if (names->nr_selected != 1)
		return;
	level = cgroups__level(names->cgroups, names->first);
	if (level <= 0)
		return;
	options->events_cgroup = names->first;
	options->events_cgroup_level = level;
}
