/* SPDX-License-Identifier: GPL-2.0-only */
/* What the files series*.c share, and nobody else knows. */
#ifndef SWAPRA_EXPORTER_SERIES_PRIVATE_H
#define SWAPRA_EXPORTER_SERIES_PRIVATE_H

#include <sys/types.h>

#include "series.h"

enum member_state {
	MEMBER_NEW,     /* has no line yet */
	MEMBER_OWN,     /* in a line of its own or of the cgroup it folds into */
	MEMBER_CAPPED,  /* in (other): there were enough lines */
	MEMBER_HIDDEN,  /* in (other): not to be shown, or not to be seen */
	MEMBER_REMOVED,
	MEMBER_SPECIAL, /* no cgroup */
};

/* A row in a table of the BPF side; when its cgroup is gone it is given back. */
struct kernel_row {
	bool is_there;
	bool is_closed;
	uint64_t changed_ns; /* when it was seen to have changed, or was last asked to leave */
};

struct member {
	uint64_t cgroup;
	uint32_t line;
	uint32_t epoch;      /* of the selection that chose the line */
	enum member_state state;
	bool is_counted;     /* it has swapped in */
	bool is_gone;        /* its row said so */
	bool has_histograms; /* they are in its line's, not in (other)'s */
	bool has_verdicts;
	uint32_t nr_uses;    /* rows of uses that are about it */
	struct kernel_row row, iaa;
};

/* All that came of a member so far: it is in lines, or waits for the first one. */
struct told {
	struct cgroup_counts counts;
	struct cgroup_histograms histograms;
	struct source_histograms sources;
};

/* The same of a row of uses, and its member. */
struct told_use {
	uint32_t member;
	bool is_known; /* the member is */
	uint64_t outcomes[SWAPRA_OUTCOMES];
	uint64_t untracked;
	uint64_t counted; /* sum of these: while it is the same they are */
	int64_t pending;
	uint64_t sum; /* of all numbers of the row, once the cgroup is gone */
	struct kernel_row row;
};

/* Index of a cgroup's member, added if need be; -1 when memory runs out. */
ssize_t series__member(struct series *series, uint64_t cgroup);

/* Lines end, members find theirs, by a new selection if there is one. */
void series__settle(struct series *series);

/* What a member grew by goes to its line, if it has one yet. */
void series__advance(struct series *series, size_t member, const struct cgroup_counts *now);

/* All that came of a member goes to the line that it has now got. */
void series__enter(struct series *series, size_t member);

/* NULL: it has none yet. */
struct series_line *series__line(struct series *series, size_t member);

/* Pages that are pending are told where their cgroups are now. */
void series__settle_pending(struct series *series);

void numbers__add(uint64_t *into, const uint64_t *from, size_t nr);

/* Whatever is read, a counter does not go back. into: what grew is added; NULL: nowhere. */
void numbers__advance(uint64_t *into, uint64_t *told, const uint64_t *now, size_t nr);

void line__add(struct series_line *line, const struct cgroup_counts *counts,
	       const struct cgroup_histograms *histograms);

/* Whether the cgroup is removed, as far as series know. */
bool member__is_gone(const struct member *member);

void series_verdicts__release(struct series_verdicts *verdicts);

/* Drop what is known of cgroups that are removed. */
void series_verdicts__forget_removed(struct series *series);

#endif
