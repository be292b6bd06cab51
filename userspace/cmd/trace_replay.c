// SPDX-License-Identifier: GPL-2.0-only
/* See trace_replay.h. */
#include "trace_replay.h"

#include <errno.h>
#include <inttypes.h>

#include "../error.h"
#include "../record/reader.h"
#include "trace_report.h"

struct replay {
	const struct trace_settings *settings;
	struct record_reader *reader;
	struct trace_source source;
	struct trace_report report;
	bool has_snapshot; /* beside the start */
};

/* A difference to nothing is a copy. */
static int copy_snapshot(struct snapshot *copy, const struct snapshot *snap)
{
	static const struct snapshot nothing;
	int err = snapshot__delta(copy, snap, &nothing);

	return err ? fail(-err, "report", NULL, "print") : 0;
}

static int take_snapshot(struct replay *replay, const struct record_item *item)
{
	struct snapshot snap;
	int err = copy_snapshot(&snap, item->snapshot);

	if (err)
		return err;
	replay->has_snapshot = true;
	return trace_report__snapshot(&replay->report, &snap, &item->wall,
				      item->flags & RECORD_SNAPSHOT_INTERVAL);
}

static int take_end(struct replay *replay, const struct record_item *item)
{
	if (replay->settings->events && item->end->not_written)
		complain("record '%s': %" PRIu64 " events are not in it: it had reached its limit; "
			 "the totals are complete", replay->settings->replay,
			 item->end->not_written);
	return 0;
}

static int take(struct replay *replay, const struct record_item *item)
{
	const struct session_record record = { item->event, item->outcome };

	switch (item->type) {
	case RECORD_ITEM_SNAPSHOT:
		return take_snapshot(replay, item);
	case RECORD_ITEM_EVENT:
	case RECORD_ITEM_OUTCOME:
		return trace_report__record(&replay->report, &record, item->wall_offset_ns);
	case RECORD_ITEM_END:
		return take_end(replay, item);
	default:
		return 0;
	}
}

static void tell_unknown(const struct replay *replay)
{
	if (!record_reader__has_unknown(replay->reader))
		return;
	complain("record '%s': swapra %s wrote it and counted more than this one knows",
		 replay->settings->replay, record_reader__info(replay->reader)->swapra);
	hint("that is left out; everything else is right");
}

/* What is whole is printed, its totals too, before the message about the rest. */
static int print_all(struct replay *replay)
{
	struct record_item item;
	int err, failed;

	while ((err = record_reader__next(replay->reader, &item)) > 0) {
		err = take(replay, &item);
		if (err)
			return err;
	}
	failed = replay->has_snapshot ? trace_report__total(&replay->report) :
					trace_report__flush(&replay->report);
	if (failed)
		return failed;
	tell_unknown(replay);
	if (err)
		record_error__print(record_reader__error(replay->reader),
				    replay->settings->replay);
	return err;
}

/* Names come as the record goes on: whether one is in it is known at its end. */
static int learn_names(struct record_names *names, const char *path)
{
	struct record_reader *reader = record_reader__open(path);
	struct record_item item;
	const char *missing;

	if (!reader)
		return -errno;
	while (record_reader__next(reader, &item) > 0)
		;
	names->known = record_reader__names(reader)->known;
	missing = record_names__missing(names);
	names->known = (struct known_cgroups){};
	record_reader__close(reader);
	if (!missing)
		return 0;
	fail(ENOENT, "cgroup", missing, "find");
	hint("the record counts nothing for it, nor for one below it");
	return -ENOENT;
}

/* -c is taken from here; without it the selection of the recorded trace stays. */
static int select_cgroups(struct replay *replay)
{
	struct record_names *names = record_reader__names(replay->reader);
	const struct trace_settings *settings = replay->settings;

	if (!settings->nr_cgroups)
		return 0;
	record_names__select_all(names);
	for (size_t i = 0; i < settings->nr_cgroups; i++)
		if (record_names__select(names, settings->cgroups[i]))
			return fail(ENOMEM, "list of cgroups", NULL, "allocate");
	return learn_names(names, settings->replay);
}

static int check(const struct replay *replay)
{
	const struct record_info *info = record_reader__info(replay->reader);
	const char *name = replay->settings->replay;

	if (replay->settings->events && !info->events) {
		complain("record '%s': cannot print events: it has none", name);
		hint("swapra trace --events --record FILE records them");
		return -EINVAL;
	}
	if (replay->settings->render.view->wants_iaa && !info->iaa) {
		complain("record '%s': cannot print what IAA did: it does not hold it", name);
		hint("swapra trace --view iaa --record FILE records it");
		return -EINVAL;
	}
	return 0;
}

static int replay_all(struct replay *replay)
{
	const struct record_info *info = record_reader__info(replay->reader);
	struct snapshot start;
	int err = check(replay);

	if (!err)
		err = select_cgroups(replay);
	if (!err)
		err = copy_snapshot(&start, record_reader__start(replay->reader)->snapshot);
	if (err)
		return err;
	replay->source = (struct trace_source){
		.backend = info->backend,
		.has_verdicts = info->verdicts,
		.names = record_names__view(record_reader__names(replay->reader)),
	};
	err = trace_report__begin(&replay->report, replay->settings, &replay->source, &start);
	if (!err)
		err = print_all(replay);
	trace_report__release(&replay->report);
	return err;
}

int trace_replay__run(const struct trace_settings *settings)
{
	struct replay replay = {
		.settings = settings,
		.reader = record_reader__open(settings->replay),
	};
	int err = replay.reader ? replay_all(&replay) : -errno;

	record_reader__close(replay.reader);
	return err;
}
