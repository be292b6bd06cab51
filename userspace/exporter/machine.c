// SPDX-License-Identifier: GPL-2.0-only
/* See machine.h. */
#include "machine.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "labels.h"

/* A probe that is attached anew begins at 0: its counter here does not. */
struct program_tally {
	uint64_t last;
	uint64_t sum;
};

static const uint64_t one = 1;

static void release_subjects(struct machine_subjects *subjects)
{
	for (size_t i = 0; i < subjects->nr; i++)
		free((char *)subjects->subjects[i].labels);
	free(subjects->subjects);
	*subjects = (struct machine_subjects){};
}

/* `a="x",b="y"`, allocated; NULL when memory runs out. */
static char *two_labels(const char *first_name, const char *first, const char *second_name,
			const char *second)
{
	char *a = label__text(first_name, first), *b = label__text(second_name, second);
	char *labels;

	if (!a || !b || asprintf(&labels, "%s,%s", a, b) < 0)
		labels = NULL;
	free(a);
	free(b);
	return labels;
}

/* Takes labels over; NULL is for who ran out of memory making them. */
static int add_subject(struct machine_subjects *subjects, char *labels, const void *values)
{
	struct subject *more;

	if (!labels)
		return -ENOMEM;
	more = reallocarray(subjects->subjects, subjects->nr + 1, sizeof(*more));
	if (!more) {
		free(labels);
		return -ENOMEM;
	}
	subjects->subjects = more;
	more[subjects->nr++] = (struct subject){ labels, strlen(labels), values };
	return 0;
}

int machine__init(struct machine *machine, const char *backend)
{
	int err;

	*machine = (struct machine){};
	err = add_subject(&machine->subjects[SCOPE_MACHINE], strdup(""), &machine->counts);
	if (!err)
		err = add_subject(&machine->subjects[SCOPE_BUILD],
				  two_labels("version", SWAPRA_VERSION, "backend", backend), &one);
	return err;
}

void machine__release(struct machine *machine)
{
	for (size_t i = 0; i < NR_SCOPES; i++)
		release_subjects(&machine->subjects[i]);
	free(machine->queues);
	free(machine->programs);
	*machine = (struct machine){};
}

/* Those known keep their places; more come behind them, with a module. */
static int name_programs(struct machine *machine, const struct snapshot *snap)
{
	struct machine_subjects *subjects = &machine->subjects[SCOPE_PROGRAM];
	struct program_tally *programs;
	size_t known = subjects->nr;
	int err = 0;

	if (known >= snap->nr_misses)
		return 0;
	release_subjects(subjects);
	programs = reallocarray(machine->programs, snap->nr_misses, sizeof(*programs));
	if (!programs)
		return -ENOMEM;
	memset(programs + known, 0, (snap->nr_misses - known) * sizeof(*programs));
	machine->programs = programs;
	for (size_t i = 0; i < snap->nr_misses && !err; i++)
		err = add_subject(subjects, two_labels("program", snap->misses[i].program,
						       "function", snap->misses[i].function),
				  &programs[i].sum);
	return err;
}

static int take_programs(struct machine *machine, const struct snapshot *snap)
{
	int err = name_programs(machine, snap);

	for (size_t i = 0; i < snap->nr_misses && !err; i++) {
		struct program_tally *tally = &machine->programs[i];
		uint64_t now = snap->misses[i].missed;

		tally->sum += now >= tally->last ? now - tally->last : now;
		tally->last = now;
	}
	return err;
}

/* "iax1/wq1.0" is two labels; what found no room is (other) in both. */
static char *queue_labels(const struct swapra_iaa_queue *queue)
{
	char name[IAA_QUEUE_NAME], *slash;

	iaa_queue__name(name, queue);
	slash = strchr(name, '/');
	if (!slash)
		return two_labels("device", name, "queue", name);
	*slash = '\0';
	return two_labels("device", name, "queue", slash + 1);
}

static void take_operation(struct operation_counts *into, const struct swapra_iaa_counts *from)
{
	*into = (struct operation_counts){
		.submitted = from->submitted,
		.success = from->status[SWAPRA_IAA_SUCCESS],
		.errors = iaa_counts__errors(from),
		.refused = from->refused,
		.abandoned = from->abandoned,
		.bytes_in = from->bytes_in,
		.bytes_out = from->bytes_out,
	};
	buckets__add(&fault_buckets, from->ns, into->latency.buckets);
	into->latency.sum = from->ns_sum;
}

static void take_queue(struct queue_counts *into, const struct swapra_iaa_queue *from)
{
	into->in_flight = from->in_flight;
	into->in_flight_max = from->in_flight_max;
	for (unsigned i = 0; i < SWAPRA_IAA_OPERATIONS; i++)
		take_operation(&into->operations[i], &from->operations[i]);
}

/* A row that comes may stand before others: all are named anew then. */
static int name_queues(struct machine *machine, const struct iaa_counts *iaa)
{
	struct machine_subjects *subjects = &machine->subjects[SCOPE_QUEUE];
	struct queue_counts *queues;
	int err = 0;

	if (subjects->nr == iaa->nr_queues)
		return 0;
	release_subjects(subjects);
	queues = reallocarray(machine->queues, iaa->nr_queues ?: 1, sizeof(*queues));
	if (!queues)
		return -ENOMEM;
	machine->queues = queues;
	for (size_t i = 0; i < iaa->nr_queues && !err; i++)
		err = add_subject(subjects, queue_labels(&iaa->queues[i]), &queues[i]);
	return err;
}

static void take_call(struct call_counts *into, const struct swapra_iaa_calls *from)
{
	*into = (struct call_counts){
		.calls = from->calls,
		.asynchronous = from->asynchronous,
		.disabled = from->disabled,
		.failed = from->failed,
		.fallbacks = from->fallbacks,
	};
	buckets__add(&fault_buckets, from->ns, into->latency.buckets);
	into->latency.sum = from->ns_sum;
}

static int take_iaa(struct machine *machine, const struct iaa_counts *iaa)
{
	int err = name_queues(machine, iaa);

	for (size_t i = 0; i < iaa->nr_queues && !err; i++)
		take_queue(&machine->queues[i], &iaa->queues[i]);
	for (unsigned i = 0; i < SWAPRA_IAA_CALLS; i++)
		take_call(&machine->counts.calls[i], &iaa->calls[i]);
	machine->counts.iaa_attached = iaa->is_attached;
	return err;
}

/* Those of cgroups that the mount shows. */
static int take_policies(struct machine *machine, const struct verdicts *verdicts,
			 const struct series_names *names)
{
	struct machine_subjects *subjects = &machine->subjects[SCOPE_POLICY];
	int err = 0;

	release_subjects(subjects);
	for (size_t i = 0; i < verdicts->nr_policies && !err; i++) {
		const struct verdict_policy *policy = &verdicts->policies[i];
		const char *path = names->path(names->context, policy->cgroup);

		if (path)
			err = add_subject(subjects, two_labels("cgroup", path, "policy",
							       policy->name), &one);
	}
	return err;
}

static void take_losses(struct machine_counts *counts, const struct snapshot *snap)
{
	counts->no_task_state = snap->losses.no_task_state;
	counts->no_cgroup_slot = snap->losses.no_cgroup_slot;
	counts->no_use_row = snap->losses.no_use_row;
	counts->unclosed = snap->losses.unclosed;
	counts->iaa_no_room = snap->iaa.losses.no_room;
	counts->iaa_no_queue = snap->iaa.losses.no_queue;
	counts->iaa_no_cgroup = snap->iaa.losses.no_cgroup;
	counts->iaa_unclosed = snap->iaa.losses.unclosed;
}

/* The probe for waits is there or not. */
static bool tells_waits(const struct snapshot *snap)
{
	for (size_t i = 0; i < snap->nr_misses; i++)
		if (!strcmp(snap->misses[i].function, "__folio_lock_or_retry"))
			return true;
	return false;
}

/* Policies stay told of when their module goes: their counters do not end with it. */
static void take_features(struct machine_counts *counts, const struct snapshot *snap)
{
	counts->tells[TELLS_ALWAYS] = 1;
	counts->tells[TELLS_USE] = snap->tracking.places > 0;
	counts->tells[TELLS_WAITS] = tells_waits(snap);
	counts->tells[TELLS_VERDICTS] |= snap->verdicts.loaded;
	counts->tells[TELLS_IAA] = snap->iaa.is_wanted;
}

int machine__take(struct machine *machine, const struct snapshot *snap,
		  const struct series_names *names)
{
	int err = take_programs(machine, snap);

	if (!err)
		err = take_iaa(machine, &snap->iaa);
	if (!err)
		err = take_policies(machine, &snap->verdicts, names);
	take_losses(&machine->counts, snap);
	take_features(&machine->counts, snap);
	machine->counts.kernel_hits = snap->kernel_hits;
	machine->counts.tracking_places = snap->tracking.places;
	machine->counts.tracking_bytes = snap->tracking.bytes;
	return err;
}
