// SPDX-License-Identifier: GPL-2.0-only
/*
 * `swapra advise`: a trace whose report is advice. It runs as `swapra trace` does, with
 * a renderer of its own; reports of intervals only tell people that it is under way.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "../cgroups.h"
#include "../duration.h"
#include "../error.h"
#include "../render/advice.h"
#include "advise_options.h"
#include "cmd.h"
#include "policy/module.h"
#include "trace_run.h"

#define PROGRESS_NS NSEC_PER_SEC

/* A renderer gets no context; there is one run of this a process. */
static struct advise_settings settings;
static uint64_t seen_ns, seen_faults, seen_prefetched;

static void print_progress(const struct report *report)
{
	seen_ns += report->duration_ns;
	seen_faults += report->total.use.faults;
	seen_prefetched += use__prefetched(&report->total.use);
	fprintf(stderr, "\r%.0f of %.0f s: %" PRIu64 " faults, %" PRIu64 " pages prefetched ",
		(double)seen_ns / NSEC_PER_SEC, (double)settings.trace.duration_ns / NSEC_PER_SEC,
		seen_faults, seen_prefetched);
	fflush(stderr);
}

/* An id is not used again: a path that leads to another one is a new cgroup's. */
static bool exists(void *context, const struct report_row *row)
{
	uint64_t id;

	return row->name[0] == '/' && !cgroups__find(context, row->name, &id) && id == row->cgroup;
}

/* Of a recorded machine only the record knows, which marks them in the name. */
static bool existed(void *context, const struct report_row *row)
{
	static const char mark[] = " (removed)";
	size_t length = strlen(row->name);

	(void)context;
	return row->name[0] == '/' &&
	       (length < sizeof(mark) || strcmp(row->name + length - strlen(mark), mark));
}

static bool is_covered(const struct report *report, const char *path)
{
	for (size_t i = 0; i < report->nr_rows; i++)
		if (cgroup_path__is_below(report->rows[i].name, path))
			return true;
	return false;
}

/* Who asks about a cgroup gets an answer, also when nothing happened there. */
static void add_idle(struct advice_list *list, const struct report *report,
		     struct cgroups *cgroups)
{
	for (size_t i = 0; i < settings.trace.nr_cgroups; i++) {
		const char *path = NULL;
		uint64_t id;

		if (!cgroups__find(cgroups, settings.trace.cgroups[i], &id))
			path = cgroups__path(cgroups, id);
		if (path && !is_covered(report, path))
			advice__idle(&list->rows[list->nr++], report, path, id);
	}
}

static bool any_command(const struct advice_list *list)
{
	for (size_t i = 0; i < list->nr; i++)
		if (list->rows[i].policy[0])
			return true;
	return false;
}

static int print_list(FILE *out, const struct advice_list *list, const struct report *report)
{
	struct advice_view view = { .list = list, .report = report, .explain = settings.explain };
	struct obstacle obstacle = {};
	struct utsname names;
	int err;

	if (!report->snapshot->verdicts.loaded && !settings.trace.replay) {
		uname(&names);
		policy_module__explain(&obstacle, "", names.release);
		view.missing_module = obstacle.hint;
	}
	err = settings.json ? advice_json__print(out, &view) : advice_lines__print(out, &view);
	if (!err && view.missing_module && any_command(list))
		hint("policies need the kernel module swapra: %s", view.missing_module);
	return err;
}

static int advise_recorded(FILE *out, const struct report *report)
{
	struct advice_list list;
	int err = advice_list__build(&list, report, existed, NULL, 0);

	if (!err) {
		advice_list__sort(&list);
		err = print_list(out, &list, report);
	}
	advice_list__release(&list);
	return err;
}

static int advise(FILE *out, const struct report *report)
{
	struct cgroups *cgroups = cgroups__open();
	struct advice_list list;
	int err;

	if (!cgroups)
		return -errno;
	err = advice_list__build(&list, report, exists, cgroups, settings.trace.nr_cgroups);
	if (!err) {
		add_idle(&list, report, cgroups);
		advice_list__sort(&list);
		err = print_list(out, &list, report);
	}
	advice_list__release(&list);
	cgroups__close(cgroups);
	return err;
}

static int put_report(FILE *out, const struct report *report,
		      const struct render_options *options)
{
	(void)options;
	if (report->type == REPORT_INTERVAL) {
		if (!settings.trace.replay)
			print_progress(report);
		return 0;
	}
	if (settings.trace.replay)
		return advise_recorded(out, report);
	if (settings.trace.interval_ns)
		fputc('\n', stderr);
	return advise(out, report);
}

static void begin_reports(FILE *out, const struct render_options *options)
{
	(void)out;
	(void)options;
}

static const struct renderer renderer = {
	.name = "advice",
	.begin_reports = begin_reports,
	.report = put_report,
};

static int run(int argc, char **argv)
{
	int err = advise_settings__parse(&settings, argc, argv);

	settings.trace.renderer = &renderer;
	if (isatty(STDERR_FILENO) && !settings.trace.replay)
		settings.trace.interval_ns = PROGRESS_NS;
	return trace__run(&settings.trace, err);
}

const struct command cmd_advise = {
	.name = "advise",
	.summary = "tell for each cgroup whether readahead pays, and what to do about it",
	.run = run,
};
