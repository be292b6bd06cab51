/* SPDX-License-Identifier: GPL-2.0-only */
/* Which cgroups get series of their own: the options that can change while the exporter runs. */
#ifndef SWAPRA_EXPORTER_SELECTION_H
#define SWAPRA_EXPORTER_SELECTION_H

#include <stddef.h>
#include <stdint.h>

#include "../exporter/collector.h"

struct exporter_selection {
	char **allow, **deny; /* globs */
	size_t nr_allow, nr_deny;
	uint64_t depth;       /* levels below the root; 0: any */
	uint64_t max_cgroups;
	uint64_t max_histograms;
};

/*
 * Set one, by the name of its option. Returns 0, -EINVAL, printed, -ENOENT if no such
 * option is among them, or -ENOMEM.
 */
int exporter_selection__set(struct exporter_selection *selection, const char *name,
			    const char *value);

/*
 * What the command line and the options file, NULL for none, say together: of a number the
 * file's, of globs both. Returns 0 or -errno, printed. Release in any case.
 */
int exporter_selection__load(struct exporter_selection *selection,
			     const struct exporter_selection *command_line, const char *file);

void exporter_selection__release(struct exporter_selection *selection);

#endif
