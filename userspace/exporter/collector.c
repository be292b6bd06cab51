// SPDX-License-Identifier: GPL-2.0-only
/* From the session's counters to an exposition; see collector.h. */
#include "collector.h"

#include <errno.h>
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <event2/buffer.h>

#include "../cgroups.h"
#include "../error.h"
#include "../session.h"
#include "labels.h"
#include "machine.h"
#include "series.h"

struct collector {
	struct session *session;
	struct cgroups *cgroups;
	struct series series;
	struct machine machine;
	struct subject *lines; /* of the series, first for counts, then for histograms */
	size_t lines_capacity; /* of each */
	size_t nr_counts, nr_histograms;
	bool complained; /* that rows cannot be given back */
};

static const char *path_of(void *context, uint64_t cgroup)
{
	return cgroups__path(context, cgroup);
}

static bool is_gone(void *context, uint64_t cgroup)
{
	return cgroups__is_gone(context, cgroup);
}

static int find(void *context, const char *path, uint64_t *cgroup)
{
	return cgroups__find(context, path, cgroup);
}

static void forget(void *context, uint64_t cgroup)
{
	cgroups__forget(context, cgroup);
}

static uint64_t clock_ns(clockid_t clock)
{
	struct timespec now;

	clock_gettime(clock, &now);
	return now.tv_sec * 1000000000ULL + now.tv_nsec;
}

static int open_series(struct collector *collector, const struct collector_options *options)
{
	struct series_names names = { path_of, is_gone, find, forget, collector->cgroups };
	struct selection selection;
	int err = selection__take(&selection, options);

	if (!err)
		err = series__init(&collector->series, &names, &selection);
	selection__release(&selection);
	return err;
}

/* A page of metrics is as large each time: given back, its memory would be cleared anew. */
#define KEPT_BYTES (32 << 20)

struct collector *collector__open(struct session *session, struct cgroups *cgroups,
				  const struct collector_options *options)
{
	struct collector *collector = calloc(1, sizeof(*collector));
	int err = collector ? 0 : -ENOMEM;

	if (!err) {
		collector->session = session;
		collector->cgroups = cgroups;
		err = open_series(collector, options);
	}
	if (!err)
		err = machine__init(&collector->machine,
				    backend__name(session__backend(session)));
	if (err) {
		fail(-err, "metrics", NULL, "prepare");
		collector__close(collector);
		errno = -err;
		return NULL;
	}
	mallopt(M_MMAP_THRESHOLD, KEPT_BYTES);
	mallopt(M_TRIM_THRESHOLD, KEPT_BYTES);
	collector->machine.counts.sample_interval = options->sample ?: 1;
	collector->machine.counts.start_ns = clock_ns(CLOCK_REALTIME);
	return collector;
}

void collector__close(struct collector *collector)
{
	if (!collector)
		return;
	series__release(&collector->series);
	machine__release(&collector->machine);
	free(collector->lines);
	free(collector);
}

int collector__reload(struct collector *collector, const struct collector_options *options)
{
	struct selection selection;
	int err = selection__take(&selection, options);

	if (err) {
		selection__release(&selection);
		return err;
	}
	/* What has histograms keeps them. */
	selection.max_histograms = collector->series.selection.max_histograms;
	series__select(&collector->series, &selection);
	collector->machine.counts.reloads++;
	return 0;
}

void collector__reload_failed(struct collector *collector)
{
	collector->machine.counts.failed_reloads++;
}

static void add_row(void *context, const struct swapra_row *row, bool is_gone)
{
	series__add_row(context, row, is_gone);
}

static void add_use(void *context, size_t place, const struct swapra_use_row *row)
{
	series__add_use(context, place, row);
}

/* The session says once why; what was read before goes on being told. */
static void note_verdicts(struct machine_counts *counts, const struct verdicts *verdicts)
{
	if (!verdicts->loaded && !access(POLICY_STATUS_PATH, F_OK))
		counts->scrape_errors_verdicts++;
}

static int add_all(struct collector *collector, const struct snapshot *snap)
{
	struct series *series = &collector->series;
	int err;

	note_verdicts(&collector->machine.counts, &snap->verdicts);
	series__add_iaa(series, &snap->iaa);
	series__add_verdicts(series, &snap->verdicts);
	err = series__end(series);
	if (!err)
		err = machine__take(&collector->machine, snap, &series->names);
	if (!err)
		series__tell(series, &collector->machine.counts);
	return err;
}

static int gather(struct collector *collector)
{
	const struct session_reader reader = { add_row, add_use, &collector->series };
	struct snapshot snap;
	int err;

	cgroups__refresh(collector->cgroups);
	series__begin(&collector->series, clock_ns(CLOCK_MONOTONIC));
	err = session__read_changes(collector->session, &snap, &reader);
	if (err)
		return err;
	err = add_all(collector, &snap);
	if (err)
		session__read_all_again(collector->session);
	snapshot__reset(&snap);
	return err;
}

static int grow_lines(struct collector *collector)
{
	size_t nr = collector->series.lines_capacity;
	struct subject *lines;

	if (nr <= collector->lines_capacity)
		return 0;
	lines = reallocarray(collector->lines, nr, 2 * sizeof(*lines));
	if (!lines)
		return -ENOMEM;
	collector->lines = lines;
	collector->lines_capacity = nr;
	return 0;
}

static void set_lines(struct collector *collector)
{
	const struct series *series = &collector->series;
	struct subject *counts = collector->lines, *histograms = counts + collector->lines_capacity;

	collector->nr_counts = collector->nr_histograms = 0;
	for (size_t i = 0; i < series->nr_lines; i++) {
		const struct series_line *line = &series->lines[i];
		struct subject subject = { line->labels, line->length, &line->counts };

		if (!line->labels)
			continue;
		counts[collector->nr_counts++] = subject;
		subject.values = line->histograms;
		if (line->histograms)
			histograms[collector->nr_histograms++] = subject;
	}
}

static struct subjects subjects_of(const struct collector *collector, enum family_scope scope)
{
	const struct machine_subjects *others = &collector->machine.subjects[scope];
	const struct subject *lines = collector->lines;

	switch (scope) {
	case SCOPE_CGROUP:
		return (struct subjects){ lines, collector->nr_counts, &collector->series.sums };
	case SCOPE_HISTOGRAM:
		return (struct subjects){ lines + collector->lines_capacity, collector->nr_histograms,
					  NULL };
	default:
		return (struct subjects){ others->subjects, others->nr, NULL };
	}
}

static int put_families(struct collector *collector, enum exposition_format format,
			struct evbuffer *out, uint64_t began_ns)
{
	struct machine_counts *counts = &collector->machine.counts;
	struct exposition exposition;
	struct subjects subjects;

	exposition__begin(&exposition, format, out);
	for (size_t i = 0; i < nr_families; i++) {
		if (!counts->tells[families[i].feature])
			continue;
		/* The last one tells it. */
		if (i == nr_families - 1)
			counts->scrape_ns = clock_ns(CLOCK_MONOTONIC) - began_ns;
		subjects = subjects_of(collector, families[i].scope);
		exposition__family(&exposition, &families[i], &subjects);
	}
	return exposition__end(&exposition);
}

static int answer(struct collector *collector, enum exposition_format format,
		  struct evbuffer *out, uint64_t began_ns)
{
	struct evbuffer *page = evbuffer_new();
	int err = page ? gather(collector) : -ENOMEM;

	if (!err)
		err = grow_lines(collector);
	if (!err) {
		set_lines(collector);
		err = put_families(collector, format, page, began_ns);
	}
	/* Moves the memory, copies nothing. */
	if (!err && evbuffer_add_buffer(out, page))
		err = -ENOMEM;
	if (page)
		evbuffer_free(page);
	return err;
}

/* Of removed cgroups. It can be made up for after the next scrape. */
static void give_back(struct collector *collector)
{
	struct swapra_leaving list[SWAPRA_LEAVING_MAX];
	size_t nr = series__leaving(&collector->series, list, SWAPRA_LEAVING_MAX);
	int err = nr ? session__leave(collector->session, list, nr) : 0;

	series__left(&collector->series, list, nr);
	if (!err || collector->complained)
		return;
	fail(-err, "rows of removed cgroups", NULL, "give back");
	hint("when the tables are full, what new cgroups do is told under (other)");
	collector->complained = true;
}

int collector__scrape(struct collector *collector, enum exposition_format format,
		      struct evbuffer *out)
{
	uint64_t began_ns = clock_ns(CLOCK_MONOTONIC);
	int err;

	collector->machine.counts.scrapes++;
	err = answer(collector, format, out, began_ns);
	if (!err) {
		give_back(collector);
		return 0;
	}
	collector->machine.counts.scrape_errors_counters++;
	return fail(-err, "counters", NULL, "read");
}
