/* SPDX-License-Identifier: GPL-2.0-only */
/* Which cgroups have series of their own, as options say. Pure. */
#ifndef SWAPRA_EXPORTER_SELECTION_H
#define SWAPRA_EXPORTER_SELECTION_H

#include <stdbool.h>
#include <stddef.h>

struct collector_options;

struct selection {
	char **allow; /* globs, absolute; none: all */
	size_t nr_allow;
	char **deny;
	size_t nr_deny;
	size_t depth; /* 0: no limit */
	size_t max_cgroups;
	size_t max_histograms;
};

/* Copy what options say. Returns 0 or -ENOMEM. Release in any case. */
int selection__take(struct selection *selection, const struct collector_options *options);
void selection__release(struct selection *selection);

/* Of a path as cgroups__path() gives it, already cut to the depth. */
bool selection__accepts(const struct selection *selection, const char *path);

/* Length of the part of a path that is told apart: all of it, or its first levels. */
size_t selection__length(const struct selection *selection, const char *path);

#endif
