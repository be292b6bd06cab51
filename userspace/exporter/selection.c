// SPDX-License-Identifier: GPL-2.0-only
/* Globs and depth; see selection.h. */
#include "selection.h"

#include <errno.h>
#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "collector.h"

/* A path below the mount may be given without its slash, as for `swapra trace -c`. */
static char *absolute(const char *glob)
{
	char *copy;

	return asprintf(&copy, "%s%s", *glob == '/' ? "" : "/", glob) < 0 ? NULL : copy;
}

static int take_globs(char ***globs, size_t *nr, const char *const *from, size_t nr_from)
{
	*globs = calloc(nr_from ?: 1, sizeof(**globs));
	if (!*globs)
		return -ENOMEM;
	for (*nr = 0; *nr < nr_from; ++*nr) {
		(*globs)[*nr] = absolute(from[*nr]);
		if (!(*globs)[*nr])
			return -ENOMEM;
	}
	return 0;
}

int selection__take(struct selection *selection, const struct collector_options *options)
{
	int err;

	*selection = (struct selection){
		.depth = options->depth,
		.max_cgroups = options->max_cgroups,
		.max_histograms = options->max_histograms,
	};
	err = take_globs(&selection->allow, &selection->nr_allow, options->allow,
			 options->nr_allow);
	if (!err)
		err = take_globs(&selection->deny, &selection->nr_deny, options->deny,
				 options->nr_deny);
	return err;
}

static void free_globs(char **globs, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		free(globs[i]);
	free(globs);
}

void selection__release(struct selection *selection)
{
	free_globs(selection->allow, selection->nr_allow);
	free_globs(selection->deny, selection->nr_deny);
	*selection = (struct selection){};
}

static bool any_matches(char *const *globs, size_t nr, const char *path)
{
	for (size_t i = 0; i < nr; i++)
		if (!fnmatch(globs[i], path, FNM_PATHNAME | FNM_LEADING_DIR))
			return true;
	return false;
}

bool selection__accepts(const struct selection *selection, const char *path)
{
	if (any_matches(selection->deny, selection->nr_deny, path))
		return false;
	return !selection->nr_allow ||
	       any_matches(selection->allow, selection->nr_allow, path);
}

size_t selection__length(const struct selection *selection, const char *path)
{
	size_t levels = 0, i;

	for (i = 0; path[i]; i++)
		if (path[i] == '/' && selection->depth && ++levels > selection->depth)
			break;
	return i;
}
