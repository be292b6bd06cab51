/* SPDX-License-Identifier: GPL-2.0-only */
/* What the files series*.c share, and nobody else knows. */
#ifndef SWAPRA_EXPORTER_SERIES_PRIVATE_H
#define SWAPRA_EXPORTER_SERIES_PRIVATE_H

#include "series.h"

enum member_state {
	MEMBER_NEW,     /* has no line yet */
	MEMBER_OWN,     /* in a line of its own or of the cgroup it folds into */
	MEMBER_CAPPED,  /* in (other): there were enough lines */
	MEMBER_HIDDEN,  /* in (other): not to be shown, or not to be seen */
	MEMBER_REMOVED,
	MEMBER_SPECIAL, /* no cgroup */
};

/* Of one that left (other), or another line, without taking its counts along. */
struct moved {
	bool is_leaving; /* in this scrape: base is being counted */
	struct cgroup_counts base;
	struct cgroup_histograms base_histograms;
};

struct member {
	uint64_t cgroup;
	uint32_t line;
	uint32_t scrape;         /* in which its row was added last: rows may come twice */
	uint32_t epoch;          /* of the selection that chose the line */
	enum member_state state;
	bool is_counted;         /* it has swapped in */
	bool has_histograms;     /* they are in its line's, not in (other)'s */
	struct moved *moved;
};

/* The member of a cgroup, added and given its line if need be; NULL when memory runs out. */
struct member *series__member(struct series *series, uint64_t cgroup);

/* Lines of cgroups that are gone end, and members find their lines by a new selection. */
void series__settle(struct series *series);

/* Where this scrape's counts of a member go. */
struct cgroup_counts *member__counts(struct series *series, const struct member *member);
struct cgroup_histograms *member__histograms(struct series *series, const struct member *member);

void cgroup_counts__add(struct cgroup_counts *into, const struct cgroup_counts *from);
void cgroup_counts__subtract(struct cgroup_counts *from, const struct cgroup_counts *what);

void series_verdicts__release(struct series_verdicts *verdicts);

#endif
