// SPDX-License-Identifier: GPL-2.0-only
/* See known_cgroups.h. */
#include "known_cgroups.h"

#include <search.h>
#include <stdlib.h>
#include <string.h>

static int compare(const void *a, const void *b)
{
	uint64_t x = ((const struct known_cgroup *)a)->id;
	uint64_t y = ((const struct known_cgroup *)b)->id;

	return (x > y) - (x < y);
}

static void free_one(void *node)
{
	struct known_cgroup *cgroup = node;

	free(cgroup->path);
	free(cgroup->label);
	free(cgroup);
}

struct known_cgroup *known_cgroups__find(const struct known_cgroups *known, uint64_t id)
{
	struct known_cgroup key = { .id = id }, **node;

	node = tfind(&key, &known->tree, compare);
	return node ? *node : NULL;
}

struct known_cgroup *known_cgroups__add(struct known_cgroups *known, uint64_t id,
					const char *path)
{
	struct known_cgroup *cgroup = calloc(1, sizeof(*cgroup));

	if (!cgroup)
		return NULL;
	cgroup->id = id;
	if (path)
		cgroup->path = strdup(path);
	if ((path && !cgroup->path) || !tsearch(cgroup, &known->tree, compare)) {
		free_one(cgroup);
		return NULL;
	}
	return cgroup;
}

void known_cgroups__remove(struct known_cgroups *known, uint64_t id)
{
	struct known_cgroup *cgroup = known_cgroups__find(known, id);

	if (!cgroup)
		return;
	tdelete(cgroup, &known->tree, compare);
	free_one(cgroup);
}

void known_cgroups__release(struct known_cgroups *known)
{
	tdestroy(known->tree, free_one);
	known->tree = NULL;
}
