/* SPDX-License-Identifier: GPL-2.0-only */
/* Which cgroups a trace is about: all, or those at and below the ones named by -c. */
#ifndef SWAPRA_TRACE_NAMES_H
#define SWAPRA_TRACE_NAMES_H

#include "../cgroups.h"
#include "../report.h"
#include "../session.h"
#include "trace_options.h"

struct trace_names {
	struct cgroups *cgroups;
	const char **selected; /* paths below the mount */
	size_t nr_selected;    /* 0: all */
	uint64_t first;        /* id of the first selected one */
};

/* Find the cgroups that the settings name. Returns 0 or -errno, printed. Release in any case. */
int trace_names__open(struct trace_names *names, const struct trace_settings *settings);
void trace_names__release(struct trace_names *names);

/* For report__build(); names outlive it. */
struct cgroup_names trace_names__view(struct trace_names *names);

/* Let the kernel drop the events of other cgroups, where it can tell: for one cgroup below the root. */
void trace_names__filter_events(const struct trace_names *names, struct session_options *options);

#endif
