// SPDX-License-Identifier: GPL-2.0-only
/* See trace_record.h. */
#include "trace_record.h"

#include <errno.h>
#include <inttypes.h>
#include <sys/utsname.h>
#include <time.h>

#include "../duration.h"
#include "../error.h"

int trace_record__open(struct trace_record *record, const struct trace_settings *settings,
		       struct trace_names *names)
{
	int err;

	*record = (struct trace_record){ .output.fd = -1 };
	if (!settings->record)
		return 0;
	record->settings = settings;
	record->names = names;
	record->view = trace_names__view(names);
	err = record_output__open(&record->output, settings->record);
	if (err)
		return err;
	record->writer = record_writer__open(&record->output, settings->record_limit);
	return record->writer ? 0 : -errno;
}

static void write_info(struct trace_record *record, const struct session *session)
{
	const struct trace_settings *settings = record->settings;
	struct record_writer *writer = record->writer;
	struct utsname machine = {};

	uname(&machine);
	record_writer__info(writer, "swapra", "%s", SWAPRA_VERSION);
	record_writer__info(writer, "kernel", "%s", machine.release);
	record_writer__info(writer, "machine", "%s", machine.machine);
	record_writer__info(writer, "backend", "%s", backend__name(session__backend(session)));
	record_writer__info(writer, "sample", "%" PRIu32, settings->events ? 1 : settings->sample);
	record_writer__info(writer, "interval_ns", "%" PRIu64, settings->interval_ns);
	record_writer__info(writer, "events", "%d", settings->events);
	record_writer__info(writer, "outcomes", "%d", settings->events);
	record_writer__info(writer, "verdicts", "%d", session__has_verdicts(session));
	record_writer__info(writer, "iaa", "%d", settings->render.view->wants_iaa);
	record_writer__info(writer, "cgroup_mount", "%s", cgroups__mount(record->names->cgroups));
	for (size_t i = 0; i < record->names->nr_selected; i++)
		record_writer__info(writer, "selected", "%s", record->names->selected[i]);
}

int trace_record__devices(struct trace_record *record)
{
	struct record_device line = {};
	struct swap_devices devices;
	struct timespec now;
	int err = 0;

	if (!record->writer || swap_devices__read(&devices, ""))
		return 0; /* no /proc/swaps: no swap */
	clock_gettime(CLOCK_MONOTONIC, &now);
	line.time_ns = now.tv_sec * NSEC_PER_SEC + now.tv_nsec;
	line.nr = devices.nr;
	if (!devices.nr)
		err = record_writer__device(record->writer, &line);
	for (size_t i = 0; i < devices.nr && !err; i++) {
		line.index = i;
		line.device = devices.rows[i];
		err = record_writer__device(record->writer, &line);
	}
	swap_devices__free(&devices);
	return err;
}

int trace_record__begin(struct trace_record *record, const struct session *session,
			const struct snapshot *start)
{
	struct timespec now;
	int err;

	if (!record->writer)
		return 0;
	write_info(record, session);
	err = trace_record__devices(record);
	clock_gettime(CLOCK_REALTIME, &now);
	return err ? err : record_writer__snapshot(record->writer, start, &now,
						   RECORD_SNAPSHOT_START);
}

static void write_name(struct trace_record *record, uint64_t cgroup)
{
	const char *name, *path;

	if (cgroup == SWAPRA_CGROUP_UNKNOWN || cgroup == SWAPRA_CGROUP_OTHER)
		return;
	/* The name first: asking for it is what finds out that a cgroup has gone. */
	name = record->view.name(record->view.context, cgroup);
	path = cgroups__path(record->names->cgroups, cgroup);
	record_writer__name(record->writer, cgroup, path, name);
}

static void write_names(struct trace_record *record, const struct snapshot *snap)
{
	for (size_t i = 0; i < snap->nr_rows; i++)
		write_name(record, snap->rows[i].cgroup);
	for (size_t i = 0; i < snap->nr_uses; i++) {
		write_name(record, snap->uses[i].key.cgroup);
		write_name(record, snap->uses[i].key.policy);
	}
	for (size_t i = 0; i < snap->verdicts.nr_rows; i++)
		write_name(record, snap->verdicts.rows[i].cgroup);
	for (size_t i = 0; i < snap->verdicts.nr_policies; i++)
		write_name(record, snap->verdicts.policies[i].cgroup);
	for (size_t i = 0; i < snap->iaa.nr_pages; i++)
		write_name(record, snap->iaa.pages[i].cgroup);
}

/* Of a trace of events the intervals are those of the record, for reports made from it. */
int trace_record__snapshot(struct trace_record *record, const struct snapshot *snap,
			   const struct timespec *time)
{
	const struct trace_settings *settings = record->settings;

	if (!record->writer)
		return 0;
	write_names(record, snap);
	return record_writer__snapshot(record->writer, snap, time,
				       settings->interval_ns || settings->events ?
				       RECORD_SNAPSHOT_INTERVAL : 0);
}

int trace_record__record(struct trace_record *record, const struct session_record *what,
			 int64_t wall_offset_ns)
{
	if (!record->writer || !record_writer__has_room(record->writer))
		return 0;
	if (what->event) {
		write_name(record, what->event->cgroup);
		return record_writer__event(record->writer, what->event, wall_offset_ns);
	}
	write_name(record, what->outcome->cgroup);
	return record_writer__outcome(record->writer, what->outcome, wall_offset_ns);
}

int trace_record__finish(struct trace_record *record)
{
	uint64_t not_written;
	int err;

	if (!record->writer)
		return 0;
	err = record_writer__finish(record->writer);
	not_written = record_writer__not_written(record->writer);
	if (!err && not_written) {
		complain("record '%s': %" PRIu64 " events are not in it: it reached its limit of %"
			 PRIu64 " bytes; the totals are complete", record->settings->record,
			 not_written, record->settings->record_limit);
		hint("--record-limit allows more");
	}
	return err;
}

int trace_record__close(struct trace_record *record)
{
	record_writer__close(record->writer);
	record->writer = NULL;
	return record_output__close(&record->output);
}
