// SPDX-License-Identifier: GPL-2.0-only
/* Arithmetic on snapshots; see snapshot.h. */
#include "snapshot.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* The totals are counters without exception, so that arithmetic needs no field list. */
#define NR_COUNTERS (sizeof(struct swapra_totals) / sizeof(__u64))

void totals__add(struct swapra_totals *into, const struct swapra_totals *from)
{
	const __u64 *source = (const __u64 *)from;
	__u64 *counter = (__u64 *)into;

	for (size_t i = 0; i < NR_COUNTERS; i++)
		counter[i] += source[i];
}

static void totals__subtract(struct swapra_totals *from, const struct swapra_totals *what)
{
	const __u64 *source = (const __u64 *)what;
	__u64 *counter = (__u64 *)from;

	for (size_t i = 0; i < NR_COUNTERS; i++)
		counter[i] -= source[i];
}

static void losses__subtract(struct swapra_losses *from, const struct swapra_losses *what)
{
	from->events_dropped -= what->events_dropped;
	from->no_task_state -= what->no_task_state;
	from->no_cgroup_slot -= what->no_cgroup_slot;
	from->no_use_row -= what->no_use_row;
	from->unclosed -= what->unclosed;
}

void snapshot__reset(struct snapshot *snap)
{
	free(snap->rows);
	free(snap->misses);
	free(snap->uses);
	verdicts__release(&snap->verdicts);
	iaa__release(&snap->iaa);
	memset(snap, 0, sizeof(*snap));
}

/* Copies of what newer holds, from which the older counts are then taken. */
static int copy_arrays(struct snapshot *copy, const struct snapshot *snap)
{
	if (snap->nr_rows) {
		copy->rows = calloc(snap->nr_rows, sizeof(*copy->rows));
		if (!copy->rows)
			return -ENOMEM;
		memcpy(copy->rows, snap->rows, snap->nr_rows * sizeof(*copy->rows));
		copy->nr_rows = snap->nr_rows;
	}
	if (snap->nr_misses) {
		copy->misses = calloc(snap->nr_misses, sizeof(*copy->misses));
		if (!copy->misses)
			return -ENOMEM;
		memcpy(copy->misses, snap->misses, snap->nr_misses * sizeof(*copy->misses));
		copy->nr_misses = snap->nr_misses;
	}
	if (snap->nr_uses) {
		copy->uses = calloc(snap->nr_uses, sizeof(*copy->uses));
		if (!copy->uses)
			return -ENOMEM;
		memcpy(copy->uses, snap->uses, snap->nr_uses * sizeof(*copy->uses));
		copy->nr_uses = snap->nr_uses;
	}
	return 0;
}

/* Both sides are sorted by id: one pass pairs the rows. */
static void subtract_rows(struct snapshot *delta, const struct snapshot *older)
{
	size_t old = 0;

	for (size_t i = 0; i < delta->nr_rows; i++) {
		struct swapra_row *row = &delta->rows[i];

		while (old < older->nr_rows && older->rows[old].cgroup < row->cgroup)
			old++;
		if (old < older->nr_rows && older->rows[old].cgroup == row->cgroup)
			totals__subtract(&row->totals, &older->rows[old].totals);
	}
}

/* What is pending stays: it is a state. */
static void subtract_uses(struct snapshot *delta, const struct snapshot *older)
{
	size_t old = 0;

	for (size_t i = 0; i < delta->nr_uses; i++) {
		struct use_row *row = &delta->uses[i];

		while (old < older->nr_uses &&
		       use_key__compare(&older->uses[old].key, &row->key) < 0)
			old++;
		if (old < older->nr_uses && !use_key__compare(&older->uses[old].key, &row->key))
			use__subtract(&row->use, &older->uses[old].use);
	}
}

int snapshot__delta(struct snapshot *delta, const struct snapshot *newer,
		    const struct snapshot *older)
{
	int err;

	memset(delta, 0, sizeof(*delta));
	err = copy_arrays(delta, newer);
	if (!err)
		err = iaa__delta(&delta->iaa, &newer->iaa, &older->iaa);
	if (!err)
		err = verdicts__delta(&delta->verdicts, &newer->verdicts, &older->verdicts);
	if (err) {
		snapshot__reset(delta);
		return err;
	}
	delta->time_ns = newer->time_ns - older->time_ns;
	delta->losses = newer->losses;
	losses__subtract(&delta->losses, &older->losses);
	delta->tracking = newer->tracking;
	delta->kernel_hits.phantom = newer->kernel_hits.phantom - older->kernel_hits.phantom;
	delta->kernel_hits.silent = newer->kernel_hits.silent - older->kernel_hits.silent;
	subtract_rows(delta, older);
	subtract_uses(delta, older);
	for (size_t i = 0; i < delta->nr_misses && i < older->nr_misses; i++)
		delta->misses[i].missed -= older->misses[i].missed;
	return 0;
}

void snapshot__sum(const struct snapshot *snap, struct swapra_totals *sum)
{
	memset(sum, 0, sizeof(*sum));
	for (size_t i = 0; i < snap->nr_rows; i++)
		totals__add(sum, &snap->rows[i].totals);
}

uint64_t snapshot__missed(const struct snapshot *snap)
{
	uint64_t missed = 0;

	for (size_t i = 0; i < snap->nr_misses; i++)
		missed += snap->misses[i].missed;
	return missed;
}
