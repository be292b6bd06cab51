// SPDX-License-Identifier: GPL-2.0-only
/* See summary.h. */
#include "summary.h"

#include <errno.h>

#include "../error.h"

/* A difference to nothing is a copy. */
static int keep(struct record_summary *summary, const struct record_item *item)
{
	static const struct snapshot nothing;

	snapshot__reset(&summary->last);
	summary->last_wall = item->wall;
	return snapshot__delta(&summary->last, item->snapshot, &nothing);
}

static int read_all(struct record_summary *summary, const char *path)
{
	struct record_item item;
	int err;

	while ((err = record_reader__next(summary->reader, &item)) > 0) {
		if (item.type != RECORD_ITEM_SNAPSHOT)
			continue;
		err = keep(summary, &item);
		if (err)
			return fail(-err, "record", path, "read");
	}
	if (!err)
		return 0;
	record_error__print(record_reader__error(summary->reader), path);
	summary->is_cut = true;
	return summary->last.time_ns ? 0 : err;
}

int record_summary__read(struct record_summary *summary, const char *path)
{
	*summary = (struct record_summary){ .reader = record_reader__open(path) };
	if (!summary->reader)
		return -errno;
	summary->info = record_reader__info(summary->reader);
	summary->first = record_reader__start(summary->reader)->snapshot;
	summary->first_wall = record_reader__start(summary->reader)->wall;
	summary->names = record_names__view(record_reader__names(summary->reader));
	return read_all(summary, path);
}

void record_summary__release(struct record_summary *summary)
{
	snapshot__reset(&summary->last);
	record_reader__close(summary->reader);
	*summary = (struct record_summary){};
}
