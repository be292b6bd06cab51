// SPDX-License-Identifier: GPL-2.0-only
/* See record_options.h. */
#include "record_options.h"

#include <errno.h>
#include <string.h>

#include "../error.h"

#define DEFAULT_LIMIT (1ULL << 30)
#define MIN_LIMIT (64ULL << 10)
#define MAX_LIMIT (1ULL << 50)

int record_option__name(const struct option_row *row, const char *value)
{
	if (*value)
		return 0;
	complain("option '--%s': the name is empty", row->name);
	return -EINVAL;
}

int record_option__limit(const struct option_row *row, const char *value, uint64_t *bytes)
{
	return option__bytes(row, value, MIN_LIMIT, MAX_LIMIT, bytes);
}

static int refuse(const char *option, const char *why)
{
	complain("option '--%s': %s", option, why);
	return -EINVAL;
}

static bool asks_for_live(const struct trace_settings *settings)
{
	return settings->interval_ns || settings->nr_intervals || settings->duration_ns ||
	       settings->backend != BACKEND_AUTO || settings->sample != TRACE_DEFAULT_SAMPLE ||
	       settings->track_bytes || settings->no_usefulness ||
	       settings->ready_file || settings->ready_fd >= 0 || settings->record;
}

int record_options__complete(struct trace_settings *settings)
{
	if (settings->replay && asks_for_live(settings))
		return refuse("replay", "has its times and settings from the record; leave out what is "
			      "for tracing (-i, -n, -d, --backend, --sample, --track-memory, --ready-*, --record)");
	if (settings->outcomes && !settings->events)
		return refuse("outcomes", "only with --events; the columns have their sums");
	if (settings->outcomes && settings->renderer == &render_csv)
		return refuse("outcomes", "has no CSV form beside events; use table or json");
	if (settings->record_limit && !settings->record)
		return refuse("record-limit", "only with --record");
	if (!settings->record_limit)
		settings->record_limit = DEFAULT_LIMIT;
	return 0;
}
