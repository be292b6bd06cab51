/* SPDX-License-Identifier: GPL-2.0-only */
/* What cgroups were called at the point that a record was read to. */
#ifndef SWAPRA_RECORD_NAMES_H
#define SWAPRA_RECORD_NAMES_H

#include "../known_cgroups.h"
#include "../report.h"

/* Zeroed: empty. */
struct record_names {
	struct known_cgroups known;
	const char *mount; /* of cgroup2, where it was recorded; the caller's */
	char **selected;   /* paths below the mount */
	size_t nr_selected; /* 0: all */
};

/* path or label may be NULL, not both. Returns 0 or -ENOMEM. */
int record_names__set(struct record_names *names, uint64_t cgroup, const char *path,
		      const char *label);

/* Select this cgroup and those below it, too, by the path that -c takes. Returns 0 or -ENOMEM. */
int record_names__select(struct record_names *names, const char *path);
void record_names__select_all(struct record_names *names);

/* The first selected path that no known cgroup is at or below; NULL if there is none. */
const char *record_names__missing(const struct record_names *names);

/* For report__build(); names outlive it. */
struct cgroup_names record_names__view(struct record_names *names);

void record_names__release(struct record_names *names);

#endif
