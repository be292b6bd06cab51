// SPDX-License-Identifier: GPL-2.0-only
/* The option rows of `swapra trace` and its help; see trace_options.h. */
#include "trace_options.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "../duration.h"
#include "../error.h"
#include "../options.h"
#include "record_options.h"

#define DEFAULT_INTERVAL_NS (5 * NSEC_PER_SEC)
#define MIN_NS (NSEC_PER_SEC / 10)
#define MAX_INTERVAL_NS (86400 * NSEC_PER_SEC)
#define MAX_SAMPLE 4096
#define MAX_DURATION_NS (366 * 86400 * NSEC_PER_SEC)
#define MIN_TRACK_BYTES (64ULL << 10)
#define MAX_TRACK_BYTES (16ULL << 30)

static int set_cgroup(void *settings, const struct option_row *row, const char *value)
{
	struct trace_settings *trace = settings;
	const char **more = reallocarray(trace->cgroups, trace->nr_cgroups + 1, sizeof(*more));

	if (!more)
		return -ENOMEM;
	trace->cgroups = more;
	if (!*value) {
		complain("option '--%s': the name is empty; the root is '/'", row->name);
		return -EINVAL;
	}
	trace->cgroups[trace->nr_cgroups++] = value;
	return 0;
}

static int set_interval(void *settings, const struct option_row *row, const char *value)
{
	struct trace_settings *trace = settings;

	return option__seconds(row, value, MIN_NS, MAX_INTERVAL_NS, &trace->interval_ns);
}

static int set_count(void *settings, const struct option_row *row, const char *value)
{
	struct trace_settings *trace = settings;

	return option__number(row, value, 1, UINT32_MAX, &trace->nr_intervals);
}

static int set_duration(void *settings, const struct option_row *row, const char *value)
{
	struct trace_settings *trace = settings;

	return option__seconds(row, value, MIN_NS, MAX_DURATION_NS, &trace->duration_ns);
}

static int set_sort(void *settings, const struct option_row *row, const char *value)
{
	struct trace_settings *trace = settings;

	trace->sort = value;
	if (column__find(value) || !strcmp(value, "cgroup"))
		return 0;
	complain("option '--%s': '%s' is neither cgroup nor a column", row->name, value);
	return -EINVAL;
}

static int set_top(void *settings, const struct option_row *row, const char *value)
{
	struct trace_settings *trace = settings;
	uint64_t top = 0;
	int err = option__number(row, value, 1, UINT32_MAX, &top);

	trace->report.top = top;
	return err;
}

static int set_histogram(void *settings, const struct option_row *row, const char *value)
{
	struct trace_settings *trace = settings;

	(void)row;
	(void)value;
	trace->render.histograms = true;
	return 0;
}

static int set_events(void *settings, const struct option_row *row, const char *value)
{
	struct trace_settings *trace = settings;

	(void)row;
	(void)value;
	trace->events = true;
	return 0;
}

static int set_view(void *settings, const struct option_row *row, const char *value)
{
	struct trace_settings *trace = settings;

	trace->render.view = view__find(value);
	if (trace->render.view)
		return 0;
	complain("option '--%s': '%s' is no view", row->name, value);
	return -EINVAL;
}

static int set_wide(void *settings, const struct option_row *row, const char *value)
{
	struct trace_settings *trace = settings;

	(void)row;
	(void)value;
	trace->render.wide = true;
	return 0;
}

static int set_output(void *settings, const struct option_row *row, const char *value)
{
	struct trace_settings *trace = settings;
	const struct renderer *renderer = renderer__find(value);

	if (!renderer) {
		complain("option '--%s': '%s' is none of table, json, csv", row->name, value);
		return -EINVAL;
	}
	trace->renderer = renderer;
	return 0;
}

static int set_json(void *settings, const struct option_row *row, const char *value)
{
	struct trace_settings *trace = settings;

	(void)row;
	(void)value;
	trace->renderer = &render_json;
	return 0;
}

static int set_backend(void *settings, const struct option_row *row, const char *value)
{
	static const char *const choices[] = {
		[BACKEND_AUTO] = "auto",
		[BACKEND_KPROBE] = "kprobe",
		[BACKEND_FENTRY] = "fentry",
	};
	struct trace_settings *trace = settings;
	size_t backend;
	int err = option__choice(row, value, choices, sizeof(choices) / sizeof(choices[0]),
				 &backend);

	if (!err)
		trace->backend = backend;
	return err;
}

static int set_sample(void *settings, const struct option_row *row, const char *value)
{
	struct trace_settings *trace = settings;
	uint64_t sample = 0;
	int err = option__number(row, value, 1, MAX_SAMPLE, &sample);

	if (!err && sample & (sample - 1)) {
		complain("option '--%s': %s is not a power of two", row->name, value);
		return -EINVAL;
	}
	trace->sample = sample;
	return err;
}

static int set_track_memory(void *settings, const struct option_row *row, const char *value)
{
	struct trace_settings *trace = settings;

	trace->no_usefulness = !strcmp(value, "0");
	if (trace->no_usefulness)
		return 0;
	return option__bytes(row, value, MIN_TRACK_BYTES, MAX_TRACK_BYTES, &trace->track_bytes);
}

static int set_ready_file(void *settings, const struct option_row *row, const char *value)
{
	struct trace_settings *trace = settings;

	if (!*value) {
		complain("option '--%s': the name is empty", row->name);
		return -EINVAL;
	}
	trace->ready_file = value;
	return 0;
}

static int set_ready_fd(void *settings, const struct option_row *row, const char *value)
{
	struct trace_settings *trace = settings;
	uint64_t fd;
	int err = option__number(row, value, 0, INT_MAX, &fd);

	if (err)
		return err;
	if (fcntl(fd, F_GETFD) < 0) {
		complain("option '--%s': descriptor %s is not open", row->name, value);
		return -EINVAL;
	}
	trace->ready_fd = fd;
	return 0;
}

static int set_outcomes(void *settings, const struct option_row *row, const char *value)
{
	struct trace_settings *trace = settings;

	(void)row;
	(void)value;
	trace->outcomes = true;
	return 0;
}

static int set_record(void *settings, const struct option_row *row, const char *value)
{
	struct trace_settings *trace = settings;

	trace->record = value;
	trace->silent = !strcmp(value, "-");
	return record_option__name(row, value);
}

static int set_record_limit(void *settings, const struct option_row *row, const char *value)
{
	struct trace_settings *trace = settings;

	return record_option__limit(row, value, &trace->record_limit);
}

static int set_replay(void *settings, const struct option_row *row, const char *value)
{
	struct trace_settings *trace = settings;

	trace->replay = value;
	return record_option__name(row, value);
}

static const struct option_row rows[] = {
	{ 'c', "cgroup", "CGROUP",
	  "only this cgroup and those below it; may be repeated.\n"
	  "By path below the cgroup2 mount or absolute path.\n"
	  "Default: all. Example: -c system.slice/db.service", set_cgroup },
	{ 'i', "interval", "SECONDS",
	  "report what happened in every interval, 0.1 to 86400 s.\n"
	  "Default: 5, or no interval reports with -d alone.\n"
	  "Example: -i 0.5", set_interval },
	{ 'n', "count", "COUNT", "end after so many intervals. Example: -i 1 -n 10", set_count },
	{ 'd', "duration", "SECONDS",
	  "end after this time, 0.1 to 31622400 s.\n"
	  "Default: run until Ctrl-C. Example: -d 60", set_duration },
	{ 0, "sort", "KEY",
	  "order rows by a column, largest first, or by cgroup.\n"
	  "Default: pages. Example: --sort fault_ns.p99", set_sort },
	{ 0, "top", "N", "show N rows, sum up the others as (rest). Example: --top 10", set_top },
	{ 0, "histogram", NULL,
	  "also the distributions of batch size, of fault and zswap\n"
	  "load latency, and of the age of prefetched pages when they\n"
	  "were used or wasted; in table and JSON", set_histogram },
	{ 0, "events", NULL,
	  "one line for each batch instead of interval reports.\n"
	  "Costs more; a full buffer drops records and says so.\n"
	  "The totals still come at the end, for CSV on stderr", set_events },
	{ 0, "outcomes", NULL,
	  "with --events: also a line for what became of each\n"
	  "prefetched page; in table and JSON", set_outcomes },
	{ 0, "record", "FILE",
	  "also write everything to FILE, for --replay: counters,\n"
	  "names, and with --events each batch and each outcome.\n"
	  "- is stdout; then nothing else is printed", set_record },
	{ 0, "record-limit", "SIZE",
	  "no more events in the record from SIZE bytes on (k, M,\n"
	  "G); counters still are. Default: 1G", set_record_limit },
	{ 0, "replay", "FILE",
	  "report from a record instead of this machine's kernel.\n"
	  "Needs no privilege. Example: --replay FILE --top 5", set_replay },
	{ 0, "view", "VIEW",
	  "what tables are about: pages (default), use or policy; see\n"
	  "below. policy tells apart by which policy and window pages\n"
	  "were read; the module, if it is loaded then, cannot be\n"
	  "unloaded as long as this runs. CSV follows it as well", set_view },
	{ 'w', "wide", NULL, "table: all columns of the view, names in full, wider than 79",
	  set_wide },
	{ 'o', "output", "FORMAT",
	  "table (default), json (one object a line) or csv;\n"
	  "json and csv have all columns, in pages and ns", set_output },
	{ 'j', "json", NULL, "the same as -o json", set_json },
	{ 0, "backend", "NAME",
	  "auto (default: the one that is exact on this kernel),\n"
	  "kprobe or fentry", set_backend },
	{ 0, "sample", "N",
	  "time one batch in N, a power of two, 1 to 4096. Counts\n"
	  "are never sampled, and --events times every batch.\n"
	  "Default: 8. Example: --sample 1", set_sample },
	{ 0, "track-memory", "SIZE",
	  "for the table of prefetched pages, 16 bytes each: 64k to\n"
	  "16G, rounded down to a power of two; 0: do not follow\n"
	  "them, which costs less. Default: a place for each slot of\n"
	  "swap or page of memory, at most 64M", set_track_memory },
	{ 0, "ready-file", "FILE",
	  "create FILE with the process id once everything is\n"
	  "counted, remove it at the end", set_ready_file },
	{ 0, "ready-fd", "FD",
	  "write \"ready\" to this open descriptor at that moment", set_ready_fd },
};

static const struct option_row *row_of(const char *name)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (!strcmp(rows[i].name, name))
			return &rows[i];
	return NULL;
}

void trace_options__fill(struct option_row *filled, const struct option_row *own, size_t nr)
{
	for (size_t i = 0; i < nr; i++) {
		filled[i] = own[i].set ? own[i] : *row_of(own[i].name);
		if (own[i].help)
			filled[i].help = own[i].help;
	}
}

static void print_more(FILE *out)
{
	fputs("\nViews (--view):\n", out);
	views__print_help(out);
	fputs("\nColumns (--sort KEY, CSV headers, JSON members):\n"
	      "  cgroup               path below the cgroup2 mount\n", out);
	columns__print_help(out);
	fputs("Pages count for the cgroup they are charged to, faults and batches for the cgroup\n"
	      "that faulted. A percentile is the middle of a bucket at most 12 % off, of ages 50 %.\n"
	      "\nExamples:\n"
	      "  swapra trace                    every 5 s until Ctrl-C, then the totals\n"
	      "  swapra trace -d 60              the totals of one minute\n"
	      "  swapra trace -i 1 -n 10 -o csv  ten seconds for a spreadsheet\n"
	      "  swapra trace --view use -d 60   was readahead worth it?\n"
	      "  swapra trace --events -c db     each batch of one cgroup\n"
	      "\nExit codes: 0 done, 1 failed, 2 wrong usage, 3 the kernel lacks what is needed.\n",
	      out);
}

static const struct usage usage = {
	.command = "trace",
	.about = "Counts swapped-in pages, faults and readahead batches, cgroup by cgroup, and\n"
		 "measures their latency.\n" TRACE_NEEDS,
	.rows = rows,
	.nr_rows = sizeof(rows) / sizeof(rows[0]),
	.more = print_more,
};

/* Which lines are sorted, and by what, is for the view to say. */
static int complete_sort(struct trace_settings *settings)
{
	const struct view *view = settings->render.view;
	const char *key = settings->sort ?: view->sort;
	const struct column *column = key ? column__find(key) : NULL;

	settings->report.lines = view->lines;
	settings->report.sort = column;
	if (!column || column__is_of(column, view->lines))
		return 0;
	complain("option '--sort': '%s' is no column of view %s", key, view->name);
	return -EINVAL;
}

/* What options say only together. */
static int complete(struct trace_settings *settings)
{
	int err = complete_sort(settings);

	if (err)
		return err;
	if (settings->render.histograms && settings->renderer == &render_csv) {
		complain("option '--histogram': has no CSV form; use table or json");
		return -EINVAL;
	}
	if (settings->events && (settings->interval_ns || settings->nr_intervals)) {
		complain("option '--events': has no intervals; use -d instead of -i and -n");
		return -EINVAL;
	}
	if (record_options__complete(settings))
		return -EINVAL;
	if (settings->replay)
		return 0;
	if (!settings->interval_ns && !settings->events &&
	    (settings->nr_intervals || !settings->duration_ns))
		settings->interval_ns = DEFAULT_INTERVAL_NS;
	return 0;
}

int trace_settings__parse(struct trace_settings *settings, int argc, char **argv)
{
	int err;

	*settings = (struct trace_settings){
		.render.view = &views[0],
		.renderer = &render_table,
		.backend = BACKEND_AUTO,
		.sample = TRACE_DEFAULT_SAMPLE,
		.ready_fd = -1,
	};
	err = options__parse(&usage, argc, argv, settings);
	return err ? err : complete(settings);
}

void trace_settings__release(struct trace_settings *settings)
{
	free(settings->cgroups);
}
