/* SPDX-License-Identifier: GPL-2.0-only */
/* The cgroups whose names were looked up: a set by id, the memory of cgroups.c. */
#ifndef SWAPRA_KNOWN_CGROUPS_H
#define SWAPRA_KNOWN_CGROUPS_H

#include <stdbool.h>
#include <stdint.h>

struct known_cgroup {
	uint64_t id;
	char *path;       /* NULL: not known, and never will be */
	char *label;      /* what to show when the path alone will not do; NULL: the path */
	unsigned checked; /* refresh count at which it was last seen to exist */
	bool gone;
};

struct known_cgroups {
	void *tree; /* see tsearch(3) */
};

/* NULL if it is not in the set. */
struct known_cgroup *known_cgroups__find(const struct known_cgroups *known, uint64_t id);

/* Add an id that is not in the set; path is copied. Returns NULL when memory runs out. */
struct known_cgroup *known_cgroups__add(struct known_cgroups *known, uint64_t id,
					const char *path);

/* Its path and label go with it. Nothing happens if it is not in the set. */
void known_cgroups__remove(struct known_cgroups *known, uint64_t id);

void known_cgroups__release(struct known_cgroups *known);

#endif
