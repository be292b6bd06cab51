/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * From what is counted for each cgroup to the series that are exported: which cgroups
 * have their own, what is in (other) and (removed), and that no sum over all series ever
 * goes backwards. Pure: names come from whoever knows them.
 *
 * A scrape is begin, any number of additions, end. What is added is all that was counted
 * for a cgroup since the start; who has not changed need not come. What it grew by goes to
 * the line that the cgroup is in, and stays there when the cgroup goes to another.
 *
 * Between scrapes, leaving and left: what removed cgroups have on the BPF side is given back,
 * and they are forgotten here.
 */
#ifndef SWAPRA_EXPORTER_SERIES_H
#define SWAPRA_EXPORTER_SERIES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "../snapshot.h"
#include "families.h"
#include "id_map.h"
#include "selection.h"

/* Who knows the cgroups. Paths must stay valid as long as the series. */
struct series_names {
	const char *(*path)(void *context, uint64_t cgroup); /* NULL: not known */
	bool (*is_gone)(void *context, uint64_t cgroup);     /* removed, or never to be seen */
	int (*find)(void *context, const char *path, uint64_t *cgroup); /* 0 or -errno */
	void (*forget)(void *context, uint64_t cgroup); /* nobody will ask for it again */
	void *context;
};

/* Lines that are always there. */
enum {
	LINE_OTHER = 0,
	LINE_REMOVED = 1,
	LINE_UNKNOWN = 2,
	FIRST_LINE = 3,
};

struct series_line {
	char *labels;    /* `cgroup="/a"`; NULL: the place is free */
	size_t length;   /* of that */
	uint64_t cgroup; /* whose life it shares; of the first lines nobody's */
	bool folds;      /* deeper cgroups than its own are in it */
	struct cgroup_histograms *histograms; /* NULL: they are in that of (other) */
	struct cgroup_counts counts;
};

struct series {
	struct series_names names;
	struct selection selection;
	struct series_line *lines;
	size_t nr_lines, lines_capacity; /* free ones included */
	size_t nr_own;        /* lines of cgroups */
	size_t nr_histograms; /* of these, with their own */
	struct member *members; /* cgroups that swapped in, and those that others fold into */
	struct told *told;      /* of each member */
	size_t nr_members, members_capacity;
	size_t nr_placed;       /* of the members, the first ones: they have lines */
	struct told_use *uses;  /* by place in the table */
	size_t nr_uses;
	struct id_map by_cgroup;   /* to members */
	struct id_map generations; /* of label texts, by hash */
	uint32_t generation_base;  /* of those that are not in it */
	uint32_t generation_max;
	uint64_t nr_forgotten;     /* members of (removed) */
	uint64_t now_ns;           /* of this scrape */
	struct series_verdicts *verdicts;
	struct cgroup_counts sums; /* of all lines, but what is pending */
	struct source_histograms sources; /* of the whole machine */
	uint32_t epoch;     /* goes up with each selection */
	bool is_reselected; /* since the last scrape */
	bool is_redepthed;  /* and the depth changed */
	int error;          /* of this scrape */
};

/* Takes the selection over. Returns 0 or -ENOMEM. Release in any case. */
int series__init(struct series *series, const struct series_names *names,
		 struct selection *selection);
void series__release(struct series *series);

/* Another selection, taken over: from the next scrape on. */
void series__select(struct series *series, struct selection *selection);

/* now_ns: CLOCK_MONOTONIC. */
void series__begin(struct series *series, uint64_t now_ns);

/* is_gone: the kernel no longer knows the cgroup. Who knows the names is asked as well. */
void series__add_row(struct series *series, const struct swapra_row *row, bool is_gone);

/*
 * Its place has no other key until it has left. All of them come with each scrape. The row may go on
 * being counted in meanwhile.
 */
void series__add_use(struct series *series, size_t place, const struct swapra_use_row *row);
void series__add_iaa(struct series *series, const struct iaa_counts *iaa);
void series__add_verdicts(struct series *series, const struct verdicts *verdicts);

/*
 * Returns 0, or -ENOMEM: then nothing of this scrape may be told, and all rows have to come
 * in the next one.
 */
int series__end(struct series *series);

/*
 * Fill in what the BPF side may be asked to give back after this scrape, at most max.
 * Returns their number. Then left() has to be told what was done.
 */
size_t series__leaving(struct series *series, struct swapra_leaving *list, size_t max);
void series__left(struct series *series, const struct swapra_leaving *list, size_t nr);

/* Fill in what series know of the machine as a whole. */
void series__tell(const struct series *series, struct machine_counts *machine);

#endif
