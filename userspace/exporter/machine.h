/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What an exposition tells of the machine rather than of cgroups: work queues of IAA,
 * probes, policies, losses, and the exporter itself. Pure.
 */
#ifndef SWAPRA_EXPORTER_MACHINE_H
#define SWAPRA_EXPORTER_MACHINE_H

#include "../snapshot.h"
#include "exposition.h"
#include "families.h"
#include "series.h"

/* Those of one scope; labels and values stay valid until the next take. */
struct machine_subjects {
	struct subject *subjects;
	size_t nr;
};

struct machine {
	struct machine_counts counts;
	struct machine_subjects subjects[NR_SCOPES]; /* but for those of cgroups */
	struct queue_counts *queues; /* as many as subjects of SCOPE_QUEUE */
	struct program_tally *programs; /* as many as subjects of SCOPE_PROGRAM */
};

/* Returns 0 or -ENOMEM. Release in any case. */
int machine__init(struct machine *machine, const char *backend);
void machine__release(struct machine *machine);

/* All that a snapshot has but its cgroups. Returns 0 or -ENOMEM. */
int machine__take(struct machine *machine, const struct snapshot *snap,
		  const struct series_names *names);

#endif
