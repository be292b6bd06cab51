// SPDX-License-Identifier: GPL-2.0-only
/* Series of cgroups: which there are, and that no sum over them ever goes backwards. */
#include "cmocka_all.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "exporter/collector.h"
#include "exporter/series.h"

#define MAX_CGROUPS 64
#define NO_PLACE SIZE_MAX

/* A machine: ids are indices. Counts only grow, as in the kernel. */
static struct {
	const char *path;
	bool is_gone;
	uint64_t pages;
	uint64_t hits;
	uint64_t told; /* pages when its row came last */
	bool told_gone;
	/* Of the row, and of the row of uses: closed, and what went with one that was freed. */
	bool is_closed, use_is_closed;
	uint64_t freed, use_freed;
	size_t place; /* of uses */
} cgroups[MAX_CGROUPS];
static size_t nr_cgroups;

static uint64_t owners[MAX_CGROUPS]; /* of places; 0: free */
static uint64_t now_ns;
static size_t nr_forgotten;

static struct series series;
static struct cgroup_counts sum_before;
static struct cgroup_histograms histograms_before;

/* Every series there ever was, as it was last: none may be reset, or come back. */
static struct seen {
	char labels[128];
	struct cgroup_counts counts;
	bool is_there;
} seen[4096];
static size_t nr_seen;

static const char *path_of(void *context, uint64_t cgroup)
{
	(void)context;
	return cgroup < nr_cgroups ? cgroups[cgroup].path : NULL;
}

static bool is_gone(void *context, uint64_t cgroup)
{
	(void)context;
	return cgroup >= nr_cgroups || cgroups[cgroup].is_gone;
}

static int find(void *context, const char *path, uint64_t *cgroup)
{
	(void)context;
	for (*cgroup = nr_cgroups - 1; *cgroup; --*cgroup)
		if (!cgroups[*cgroup].is_gone && cgroups[*cgroup].path &&
		    !strcmp(cgroups[*cgroup].path, path))
			return 0;
	return -ENOENT;
}

static uint64_t make(const char *path, uint64_t pages)
{
	assert_true(nr_cgroups < MAX_CGROUPS);
	memset(&cgroups[nr_cgroups], 0, sizeof(cgroups[0]));
	cgroups[nr_cgroups].path = path;
	cgroups[nr_cgroups].pages = pages;
	cgroups[nr_cgroups].place = NO_PLACE;
	return nr_cgroups++;
}

static void forget(void *context, uint64_t cgroup)
{
	(void)context;
	assert_true(cgroups[cgroup].is_gone);
	nr_forgotten++;
}

static void open_series(const struct collector_options *options)
{
	struct series_names names = { path_of, is_gone, find, forget, NULL };
	struct selection selection;

	assert_int_equal(selection__take(&selection, options), 0);
	assert_int_equal(series__init(&series, &names, &selection), 0);
	selection__release(&selection);
}

static void reload(const struct collector_options *options)
{
	struct selection selection;

	assert_int_equal(selection__take(&selection, options), 0);
	series__select(&series, &selection);
	selection__release(&selection);
}

static const struct collector_options all = { .max_cgroups = 100, .max_histograms = 2 };

static int setup(void **state)
{
	(void)state;
	nr_cgroups = 0;
	nr_seen = 0;
	nr_forgotten = 0;
	now_ns = 1;
	memset(owners, 0, sizeof(owners));
	make("(unknown)", 0);
	memset(&sum_before, 0, sizeof(sum_before));
	memset(&histograms_before, 0, sizeof(histograms_before));
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	series__release(&series);
	return 0;
}

static void add_row(uint64_t cgroup, uint64_t pages)
{
	struct swapra_row row = { .cgroup = cgroup };

	row.totals.pages[SWAPRA_ZSWAP][SWAPRA_PREFETCHED] = pages;
	row.totals.batches[SWAPRA_ANON] = 2 * pages;
	row.totals.batch_pages[8] = pages;
	row.totals.fault_ns[20] = pages;
	row.totals.fault_ns_sum = 3 * pages;
	series__add_row(&series, &row, cgroups[cgroup].is_gone);
}

static void assert_not_less(const void *now, const void *before, size_t size)
{
	const uint64_t *new = now, *old = before;

	for (size_t i = 0; i < size / sizeof(*new); i++)
		assert_true(new[i] >= old[i]);
}

static void add_all(uint64_t *into, const void *from, size_t size)
{
	for (size_t i = 0; i < size / sizeof(*into); i++)
		into[i] += ((const uint64_t *)from)[i];
}

static const struct series_line *line_of(const char *labels)
{
	for (size_t i = 0; i < series.nr_lines; i++)
		if (series.lines[i].labels && !strcmp(series.lines[i].labels, labels))
			return &series.lines[i];
	return NULL;
}

static struct seen *see(const char *labels)
{
	for (size_t i = 0; i < nr_seen; i++)
		if (!strcmp(seen[i].labels, labels))
			return &seen[i];
	assert_true(nr_seen < sizeof(seen) / sizeof(seen[0]));
	seen[nr_seen] = (struct seen){ .is_there = true };
	snprintf(seen[nr_seen].labels, sizeof(seen[nr_seen].labels), "%s", labels);
	return &seen[nr_seen++];
}

static void check_lines(void)
{
	struct cgroup_counts counts;

	for (size_t i = 0; i < nr_seen; i++)
		seen[i].is_there &= !!line_of(seen[i].labels);
	for (size_t i = 0; i < series.nr_lines; i++) {
		struct seen *line;

		if (!series.lines[i].labels)
			continue;
		line = see(series.lines[i].labels);
		assert_true(line->is_there);
		counts = series.lines[i].counts;
		counts.pending = 0;
		assert_not_less(&counts, &line->counts, sizeof(counts));
		line->counts = counts;
	}
}

/* What no sum may do. What is pending is a state. */
static void check_sums(uint64_t pages, uint64_t hits)
{
	struct cgroup_counts sum = {};
	struct cgroup_histograms histograms = {};

	for (size_t i = 0; i < series.nr_lines; i++) {
		struct series_line *line = &series.lines[i];

		add_all((uint64_t *)&sum, &line->counts, sizeof(sum));
		if (line->histograms)
			add_all((uint64_t *)&histograms, line->histograms, sizeof(histograms));
	}
	assert_int_equal(sum.pages[SWAPRA_ZSWAP][SWAPRA_PREFETCHED], pages);
	assert_int_equal(sum.faults[SWAPRA_ANON], 2 * pages);
	assert_int_equal(sum.outcomes[SWAPRA_HIT], hits);
	assert_int_equal(sum.pending, pages - cgroups[0].pages - hits);
	assert_int_equal(histograms.fault.sum, 3 * pages);
	assert_int_equal(histograms.batch_pages.sum, 8 * pages);
	assert_not_less(&histograms, &histograms_before, sizeof(histograms));
	sum.pending = 0;
	assert_memory_equal(&sum, &series.sums, sizeof(sum));
	assert_not_less(&sum, &sum_before, sizeof(sum));
	sum_before = sum;
	histograms_before = histograms;
}

static size_t take_place(uint64_t cgroup)
{
	size_t place = 0;

	while (owners[place])
		assert_true(++place < MAX_CGROUPS);
	owners[place] = cgroup;
	return place;
}

/* All places, those of nobody as well. */
static void add_uses(void)
{
	for (size_t i = 1; i < nr_cgroups; i++)
		if (cgroups[i].place == NO_PLACE && cgroups[i].pages > cgroups[i].use_freed)
			cgroups[i].place = take_place(i);
	for (size_t place = 0; place < MAX_CGROUPS; place++) {
		uint64_t owner = owners[place];
		struct swapra_use_row row = { .key.cgroup = owner };

		if (owner) {
			row.use.tracked = cgroups[owner].pages - cgroups[owner].use_freed;
			row.use.outcomes[SWAPRA_HIT] = cgroups[owner].hits - cgroups[owner].use_freed;
		}
		series__add_use(&series, place, &row);
	}
}

/* As the session does: a row comes when it changed, or its cgroup went. */
static void add_changed_row(uint64_t cgroup)
{
	uint64_t pages = cgroups[cgroup].pages - cgroups[cgroup].freed;

	if (cgroups[cgroup].freed && !pages)
		return;
	if (cgroups[cgroup].told == cgroups[cgroup].pages &&
	    (!pages || cgroups[cgroup].told_gone == cgroups[cgroup].is_gone))
		return;
	cgroups[cgroup].told = cgroups[cgroup].pages;
	cgroups[cgroup].told_gone = cgroups[cgroup].is_gone;
	add_row(cgroup, pages);
}

/* Who found a row before it was closed may still add to it. */
static bool leave_cgroup(uint64_t cgroup, unsigned step)
{
	bool was_closed = cgroups[cgroup].is_closed;

	assert_true(cgroups[cgroup].is_gone);
	assert_int_equal(was_closed, step == SWAPRA_FREE);
	if (cgroups[cgroup].told != cgroups[cgroup].pages || !cgroups[cgroup].told_gone)
		return false;
	cgroups[cgroup].is_closed = !was_closed;
	if (was_closed)
		cgroups[cgroup].freed = cgroups[cgroup].pages;
	return true;
}

static bool leave_use(size_t place, unsigned step)
{
	uint64_t owner = owners[place];
	bool was_closed = cgroups[owner].use_is_closed;

	assert_true(owner && cgroups[owner].is_gone);
	assert_int_equal(cgroups[owner].pages, cgroups[owner].hits); /* nothing is pending */
	assert_int_equal(was_closed, step == SWAPRA_FREE);
	cgroups[owner].use_is_closed = !was_closed;
	if (!was_closed)
		return true;
	cgroups[owner].use_freed = cgroups[owner].pages;
	cgroups[owner].place = NO_PLACE;
	owners[place] = 0;
	return true;
}

static size_t leave(size_t max)
{
	struct swapra_leaving list[MAX_CGROUPS];
	size_t nr = series__leaving(&series, list, max);

	for (size_t i = 0; i < nr; i++)
		list[i].is_done = list[i].table == SWAPRA_TABLE_USES ?
			leave_use(list[i].key, list[i].step) :
			leave_cgroup(list[i].key, list[i].step);
	series__left(&series, list, nr);
	return nr;
}

static void scrape(void)
{
	uint64_t pages = 0, hits = 0;

	series__begin(&series, now_ns);
	for (size_t i = 0; i < nr_cgroups; i++) {
		add_changed_row(i);
		pages += cgroups[i].pages;
		hits += cgroups[i].hits;
	}
	add_uses();
	assert_int_equal(series__end(&series), 0);
	check_sums(pages, hits);
	check_lines();
}

#define NO_LINE UINT64_MAX

static uint64_t pages_of(const char *labels)
{
	const struct series_line *line = line_of(labels);

	return line ? line->counts.pages[SWAPRA_ZSWAP][SWAPRA_PREFETCHED] : NO_LINE;
}

#define OTHER "cgroup=\"(other)\""
#define REMOVED "cgroup=\"(removed)\""

static void test_each_has_its_own(void **state)
{
	(void)state;
	open_series(&all);
	make("/", 3);
	make("/a", 5);
	cgroups[0].pages = 7;
	scrape();
	assert_int_equal(pages_of("cgroup=\"/\""), 3);
	assert_int_equal(pages_of("cgroup=\"/a\""), 5);
	assert_int_equal(pages_of("cgroup=\"(unknown)\""), 7);
	assert_int_equal(pages_of(OTHER), 0);
}

static void test_row_that_comes_twice(void **state)
{
	(void)state;
	open_series(&all);
	make("/a", 5);
	series__begin(&series, now_ns);
	add_row(1, 5);
	add_row(1, 6);
	assert_int_equal(series__end(&series), 0);
	assert_int_equal(pages_of("cgroup=\"/a\""), 6);
	assert_int_equal(pages_of(OTHER), 0);
	/* Whatever comes, a counter does not go back. */
	series__begin(&series, now_ns);
	add_row(1, 5);
	assert_int_equal(series__end(&series), 0);
	assert_int_equal(pages_of("cgroup=\"/a\""), 6);
}

/* Its memory may be charged to it still, and go on being swapped in. */
static void test_removed_goes_on_counting(void **state)
{
	uint64_t a;

	(void)state;
	open_series(&all);
	a = make("/a", 5);
	scrape();
	cgroups[a].is_gone = true;
	cgroups[a].pages = 6;
	scrape();
	assert_int_equal(pages_of("cgroup=\"/a\""), NO_LINE);
	assert_int_equal(pages_of(REMOVED), 6);
	cgroups[a].pages = 11;
	scrape();
	assert_int_equal(pages_of(REMOVED), 11);
}

static void test_removed_before_any_scrape(void **state)
{
	(void)state;
	open_series(&all);
	cgroups[make(NULL, 4)].is_gone = true;
	make(NULL, 2); /* what the mount does not show */
	scrape();
	assert_int_equal(pages_of(REMOVED), 4);
	assert_int_equal(pages_of(OTHER), 2);
}

/* One series must not be continued by another cgroup's counts: it would seem reset. */
static void test_same_path_again(void **state)
{
	uint64_t first, second;

	(void)state;
	open_series(&all);
	first = make("/a", 50);
	scrape();
	cgroups[first].is_gone = true;
	second = make("/a", 3);
	scrape();
	assert_int_equal(pages_of("cgroup=\"/a\""), NO_LINE);
	assert_int_equal(pages_of("cgroup=\"/a\",generation=\"2\""), 3);
	assert_int_equal(pages_of(REMOVED), 50);
	cgroups[second].is_gone = true;
	scrape();
	make("/a", 1);
	scrape();
	assert_int_equal(pages_of("cgroup=\"/a\",generation=\"3\""), 1);
	assert_int_equal(pages_of(REMOVED), 53);
}

/* A name that looks like another's escaped bytes must not make one sample twice. */
static void test_labels_that_look_alike(void **state)
{
	(void)state;
	open_series(&all);
	make("/\xff", 1);
	make("/\\xff", 2);
	scrape();
	assert_int_equal(pages_of("cgroup=\"/\\\\xff\""), 1);
	assert_int_equal(pages_of("cgroup=\"/\\\\xff\",generation=\"2\""), 2);
}

/* Who is in stays in; who came too late stays out; a new one may take a free place. */
static void test_cap(void **state)
{
	struct collector_options two = all;
	uint64_t a;

	(void)state;
	two.max_cgroups = 2;
	open_series(&two);
	a = make("/a", 1);
	make("/b", 2);
	make("/c", 4);
	for (unsigned i = 0; i < 3; i++) {
		scrape();
		assert_int_equal(pages_of("cgroup=\"/a\""), 1);
		assert_int_equal(pages_of("cgroup=\"/b\""), 2);
		assert_int_equal(pages_of(OTHER), 4);
	}
	cgroups[a].is_gone = true;
	make("/d", 8);
	scrape();
	assert_int_equal(pages_of(OTHER), 4);
	assert_int_equal(pages_of("cgroup=\"/d\""), 8);
	assert_int_equal(pages_of(REMOVED), 1);
	cgroups[3].is_gone = true;
	scrape();
	assert_int_equal(pages_of(OTHER), 4);
}

static void test_no_series_at_all(void **state)
{
	struct collector_options none = {};

	(void)state;
	open_series(&none);
	make("/a", 1);
	make("/b", 2);
	scrape();
	assert_int_equal(pages_of(OTHER), 3);
	assert_int_equal(series.nr_own, 0);
}

static void test_depth(void **state)
{
	struct collector_options one = all;
	uint64_t a, b;

	(void)state;
	one.depth = 1;
	open_series(&one);
	make("/", 16);
	a = make("/a", 0);
	b = make("/a/b", 1);
	make("/a/b/c", 2);
	make("/d", 4);
	scrape();
	assert_int_equal(pages_of("cgroup=\"/\""), 16);
	assert_int_equal(pages_of("cgroup=\"/a\""), 3);
	assert_int_equal(pages_of("cgroup=\"/d\""), 4);
	cgroups[b].is_gone = true;
	scrape();
	assert_int_equal(pages_of("cgroup=\"/a\""), 3);
	cgroups[a].is_gone = cgroups[b + 1].is_gone = true;
	scrape();
	assert_int_equal(pages_of("cgroup=\"/a\""), NO_LINE);
	assert_int_equal(pages_of(REMOVED), 3);
}

static void test_globs(void **state)
{
	static const char *const allow[] = { "/a/*", "b" }, *const deny[] = { "/a/x*" };
	const struct collector_options options = {
		.allow = allow, .nr_allow = 2, .deny = deny, .nr_deny = 1,
		.max_cgroups = 100, .max_histograms = 2,
	};

	(void)state;
	open_series(&options);
	make("/a", 1);
	make("/a/y", 2);
	make("/a/y/deeper", 4);
	make("/a/xyz/deeper", 8);
	make("/b", 16);
	make("/bb", 32);
	scrape();
	assert_int_equal(pages_of("cgroup=\"/a/y\""), 2);
	assert_int_equal(pages_of("cgroup=\"/a/y/deeper\""), 4);
	assert_int_equal(pages_of("cgroup=\"/b\""), 16);
	assert_int_equal(pages_of(OTHER), 1 + 8 + 32);
}

/* Histograms beyond their cap are in (other)'s, also when their cgroup is removed. */
static void test_histogram_cap(void **state)
{
	(void)state;
	open_series(&all);
	make("/a", 1);
	make("/b", 2);
	make("/c", 4);
	scrape();
	assert_non_null(line_of("cgroup=\"/b\"")->histograms);
	assert_null(line_of("cgroup=\"/c\"")->histograms);
	assert_int_equal(line_of(OTHER)->histograms->batch_pages.buckets[3], 4);
	cgroups[1].is_gone = cgroups[3].is_gone = true;
	scrape();
	assert_int_equal(line_of(OTHER)->histograms->batch_pages.buckets[3], 4);
	assert_int_equal(line_of(REMOVED)->histograms->batch_pages.buckets[3], 1);
}

static void test_hidden_by_reload(void **state)
{
	static const char *const deny[] = { "/a" };
	struct collector_options without = all;

	(void)state;
	without.deny = deny;
	without.nr_deny = 1;
	open_series(&all);
	make("/a", 1);
	make("/b", 2);
	scrape();
	reload(&without);
	scrape();
	assert_int_equal(pages_of("cgroup=\"/a\""), NO_LINE);
	assert_int_equal(pages_of("cgroup=\"/b\""), 2);
	assert_int_equal(pages_of(OTHER), 1);
	/* Back again: what is in (other) stays there. */
	reload(&all);
	scrape();
	assert_int_equal(pages_of("cgroup=\"/a\",generation=\"2\""), 0);
	assert_int_equal(pages_of(OTHER), 1);
	cgroups[1].pages += 10;
	cgroups[1].hits = 4;
	scrape();
	assert_int_equal(pages_of("cgroup=\"/a\",generation=\"2\""), 10);
	assert_int_equal(line_of("cgroup=\"/a\",generation=\"2\"")->counts.pending, 7);
	assert_int_equal(pages_of(OTHER), 1);
	cgroups[1].is_gone = true;
	scrape();
	assert_int_equal(pages_of(OTHER), 1);
	assert_int_equal(pages_of(REMOVED), 10);
}

#define SECONDS 1000000000ULL

/* A removed cgroup whose pages have all been used. */
static uint64_t make_leaving(const char *path, uint64_t pages)
{
	uint64_t cgroup = make(path, pages);

	scrape();
	cgroups[cgroup].hits = pages;
	cgroups[cgroup].is_gone = true;
	scrape();
	return cgroup;
}

/* A minute without a change before either step, and nothing is lost. */
static void test_leaving(void **state)
{
	uint64_t a;

	(void)state;
	open_series(&all);
	a = make_leaving("/a", 5);
	assert_int_equal(leave(MAX_CGROUPS), 0);
	now_ns += 60 * SECONDS;
	scrape();
	assert_int_equal(leave(MAX_CGROUPS), 2);
	assert_true(cgroups[a].is_closed && cgroups[a].use_is_closed);
	now_ns += 59 * SECONDS;
	scrape();
	assert_int_equal(leave(MAX_CGROUPS), 0);
	now_ns += SECONDS;
	scrape();
	assert_int_equal(leave(MAX_CGROUPS), 2);
	assert_int_equal(cgroups[a].freed, 5);
	assert_int_equal(cgroups[a].place, NO_PLACE);
	now_ns += 600 * SECONDS;
	scrape();
	assert_int_equal(leave(MAX_CGROUPS), 0);
	assert_int_equal(pages_of(REMOVED), 5);
}

/* What comes for it after all is counted, before it leaves and after. */
static void test_leaving_comes_back(void **state)
{
	uint64_t a;

	(void)state;
	open_series(&all);
	a = make_leaving("/a", 5);
	now_ns += 60 * SECONDS;
	scrape();
	assert_int_equal(leave(MAX_CGROUPS), 2);
	now_ns += 60 * SECONDS;
	cgroups[a].pages = cgroups[a].hits = 6;
	scrape();
	assert_int_equal(leave(MAX_CGROUPS), 0);
	now_ns += 60 * SECONDS;
	scrape();
	assert_int_equal(leave(MAX_CGROUPS), 2);
	assert_int_equal(cgroups[a].freed, 6);
	cgroups[a].pages = 9;
	scrape();
	assert_int_equal(pages_of(REMOVED), 9);
	assert_int_equal(line_of(REMOVED)->counts.pending, 3);
	now_ns += 600 * SECONDS;
	scrape();
	assert_int_equal(leave(MAX_CGROUPS), 1); /* its pages are pending */
}

/* Who is not there, as the BPF side sees it, but is for whom it is told, stays. */
static void test_hidden_does_not_leave(void **state)
{
	uint64_t a;

	(void)state;
	open_series(&all);
	a = make("/a", 5);
	series__begin(&series, now_ns);
	cgroups[a].is_gone = true;
	add_row(a, 5);
	cgroups[a].is_gone = false;
	assert_int_equal(series__end(&series), 0);
	now_ns += 600 * SECONDS;
	series__begin(&series, now_ns);
	assert_int_equal(series__end(&series), 0);
	assert_int_equal(leave(MAX_CGROUPS), 0);
	assert_int_equal(pages_of("cgroup=\"/a\""), 5);
}

/* Few at a time, and all in the end: nothing is remembered of them but what was counted. */
static void test_many_leave(void **state)
{
	struct machine_counts machine = {};
	size_t more = 3;

	(void)state;
	open_series(&all);
	make("/stays", 1);
	for (unsigned i = 0; i < 40; i++)
		make_leaving("/a", 1);
	assert_int_equal(series.nr_members, 41);
	for (unsigned i = 0; i < 200; i++) {
		now_ns += 20 * SECONDS;
		scrape();
		assert_true(leave(more) <= more);
	}
	assert_true(series.nr_members < 1 + 16);
	assert_int_equal(nr_forgotten + series.nr_members, 41);
	assert_int_equal(series.by_cgroup.nr, series.nr_members);
	series__tell(&series, &machine);
	assert_int_equal(machine.cgroups_removed, 40);
	assert_int_equal(machine.cgroups_own, 1);
	assert_int_equal(pages_of(REMOVED), 40);
	make("/b", 7);
	cgroups[1].pages = 8;
	scrape();
	assert_int_equal(pages_of("cgroup=\"/b\""), 7);
	assert_int_equal(pages_of("cgroup=\"/stays\""), 8);
}

static const char *any_path(void *context, uint64_t cgroup)
{
	static char path[32];

	(void)context;
	snprintf(path, sizeof(path), "/%llu", (unsigned long long)cgroup % 300000);
	return path;
}

static bool all_but(void *context, uint64_t cgroup)
{
	return cgroup != *(uint64_t *)context;
}

static void forget_any(void *context, uint64_t cgroup)
{
	assert_true(all_but(context, cgroup));
}

/* Names without end take no memory without end, and none comes back as it was. */
static void test_endless_names(void **state)
{
	struct swapra_leaving list[MAX_CGROUPS];
	uint64_t alive;
	struct series_names names = { any_path, all_but, NULL, forget_any, &alive };
	struct swapra_row row = {};
	struct selection selection;
	bool again = false;
	size_t nr;

	(void)state;
	assert_int_equal(selection__take(&selection, &all), 0);
	assert_int_equal(series__init(&series, &names, &selection), 0);
	selection__release(&selection);
	for (uint64_t i = 1; i <= 300010; i++) {
		now_ns += 60 * SECONDS;
		row.cgroup = alive = i;
		row.totals.pages[SWAPRA_DISK][SWAPRA_DEMAND] = 1;
		series__begin(&series, now_ns);
		series__add_row(&series, &row, false);
		row.cgroup = i - 1;
		if (i > 1)
			series__add_row(&series, &row, true);
		assert_int_equal(series__end(&series), 0);
		nr = series__leaving(&series, list, MAX_CGROUPS);
		for (size_t k = 0; k < nr; k++)
			list[k].is_done = true;
		series__left(&series, list, nr);
		assert_int_equal(series.nr_own, 1);
		if (i > 300000)
			again |= !!strstr(series.lines[FIRST_LINE].labels, "generation=");
		if (i > 300000)
			assert_true(again);
	}
	assert_true(series.nr_members < 64);
	assert_true(series.generations.nr <= 1 << 18);
	assert_int_equal(series.sums.pages[SWAPRA_DISK][SWAPRA_DEMAND], 300010);
}

/* Any order of anything: check_sums() is what is tested. */
static void step(unsigned random)
{
	static const char *const paths[] = { "/", "/a", "/a/b", "/a/b/c", "/d", "/d/e", "/f" };
	static const char *const globs[] = { "/a", "/d", "/*", "/a/b" };
	uint64_t cgroup = 1 + random / 16 % (nr_cgroups - 1 ?: 1), unused;
	struct collector_options options = {
		.allow = globs, .nr_allow = random / 16 % 3,
		.deny = globs + 3, .nr_deny = random / 64 % 2,
		.depth = random / 128 % 3, .max_cgroups = random / 512 % 6, .max_histograms = 2,
	};

	switch (random % 16) {
	case 0:
		if (!find(NULL, paths[random / 16 % 7], &unused) || nr_cgroups >= MAX_CGROUPS)
			return;
		make(paths[random / 16 % 7], random % 5);
		break;
	case 1:
		if (cgroup < nr_cgroups)
			cgroups[cgroup].is_gone = true;
		break;
	case 2:
		reload(&options);
		break;
	case 3:
		if (cgroup < nr_cgroups)
			cgroups[cgroup].hits = cgroups[cgroup].pages;
		break;
	default:
		if (cgroup < nr_cgroups && (!cgroups[cgroup].is_gone || random / 16 % 64 == 0)) {
			cgroups[cgroup].pages += 1 + random / 32 % 7;
			cgroups[cgroup].hits += random / 32 % 2;
		}
	}
	now_ns += random / 8 % 90 * SECONDS;
	if (random % 3) {
		scrape();
		leave(random / 4 % 8);
	}
}

static void test_any_order(void **state)
{
	uint32_t random = 1;

	for (unsigned round = 0; round < 200; round++) {
		setup(state);
		open_series(&all);
		for (unsigned i = 0; i < 300; i++) {
			random = random * 1664525 + 1013904223;
			step(random >> 8);
		}
		scrape();
		series__release(&series);
	}
	open_series(&all);
}

static struct verdicts status(uint64_t load, uint64_t total, struct verdict_row *rows, size_t nr)
{
	struct verdicts verdicts = { .loaded = true, .load = load, .rows = rows, .nr_rows = nr };

	verdicts.total.verdicts = verdicts.total.sized = total;
	for (size_t i = 0; i < nr; i++)
		rows[i].counts.sized = rows[i].counts.verdicts;
	return verdicts;
}

static void scrape_verdicts(const struct verdicts *verdicts)
{
	series__begin(&series, now_ns);
	series__add_verdicts(&series, verdicts);
	assert_int_equal(series__end(&series), 0);
}

static uint64_t verdicts_of(const char *labels)
{
	return line_of(labels)->counts.verdicts.verdicts;
}

/* The module forgets cgroups, and everything when it is loaded anew. */
static void test_verdicts(void **state)
{
	struct verdict_row rows[] = {
		{ .cgroup = 1, .counts.verdicts = 10 }, { .cgroup = 2, .counts.verdicts = 5 },
	};
	struct verdicts now;

	(void)state;
	open_series(&all);
	make("/a", 0);
	make("/b", 0);
	now = status(1, 17, rows, 2);
	scrape_verdicts(&now);
	assert_int_equal(verdicts_of("cgroup=\"/a\""), 10);
	assert_int_equal(verdicts_of(REMOVED), 2);
	assert_int_equal(verdicts_of(OTHER), 0);
	cgroups[2].is_gone = true;
	now = status(1, 20, rows, 1);
	scrape_verdicts(&now);
	assert_int_equal(verdicts_of("cgroup=\"/a\""), 10);
	assert_int_equal(verdicts_of(REMOVED), 10);
	rows[0].counts.verdicts = 4;
	now = status(2, 4, rows, 1);
	scrape_verdicts(&now);
	assert_int_equal(verdicts_of("cgroup=\"/a\""), 14);
	assert_int_equal(verdicts_of(REMOVED), 10);
	now = (struct verdicts){};
	scrape_verdicts(&now);
	assert_int_equal(verdicts_of("cgroup=\"/a\""), 14);
	assert_int_equal(verdicts_of(REMOVED), 10);
}

/* A cgroup that the module has forgotten is forgotten here, and its verdicts stay. */
static void test_verdicts_of_forgotten(void **state)
{
	struct verdict_row rows[MAX_CGROUPS];
	struct verdicts now;

	(void)state;
	open_series(&all);
	for (size_t i = 0; i < 40; i++) {
		make("/a", 0);
		rows[i] = (struct verdict_row){ .cgroup = i + 1, .counts.verdicts = 10 };
	}
	now = status(1, 407, rows, 40);
	scrape_verdicts(&now);
	for (size_t i = 1; i < 40; i++)
		cgroups[i].is_gone = true;
	scrape_verdicts(&now);
	leave(MAX_CGROUPS);
	assert_int_equal(series.nr_members, 40);
	/* The module tells of the last one only; of the total it forgets nothing. */
	rows[0] = rows[39];
	for (unsigned i = 0; i < 3; i++) {
		rows[0].counts.verdicts = 11 + i;
		now = status(1, 408 + i, rows, 1);
		scrape_verdicts(&now);
		assert_int_equal(leave(MAX_CGROUPS), 0);
		assert_int_equal(series.nr_members, 1);
		assert_int_equal(nr_forgotten, 39);
		assert_int_equal(verdicts_of(REMOVED), 397);
		assert_int_equal(series.sums.verdicts.verdicts, 408 + i);
	}
	/* Loaded anew it counts from 0. */
	rows[0].counts.verdicts = 3;
	now = status(2, 5, rows, 1);
	scrape_verdicts(&now);
	assert_int_equal(series.sums.verdicts.verdicts, 415);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(test_each_has_its_own, setup, teardown),
		cmocka_unit_test_setup_teardown(test_row_that_comes_twice, setup, teardown),
		cmocka_unit_test_setup_teardown(test_removed_goes_on_counting, setup, teardown),
		cmocka_unit_test_setup_teardown(test_removed_before_any_scrape, setup, teardown),
		cmocka_unit_test_setup_teardown(test_same_path_again, setup, teardown),
		cmocka_unit_test_setup_teardown(test_labels_that_look_alike, setup, teardown),
		cmocka_unit_test_setup_teardown(test_cap, setup, teardown),
		cmocka_unit_test_setup_teardown(test_no_series_at_all, setup, teardown),
		cmocka_unit_test_setup_teardown(test_depth, setup, teardown),
		cmocka_unit_test_setup_teardown(test_globs, setup, teardown),
		cmocka_unit_test_setup_teardown(test_histogram_cap, setup, teardown),
		cmocka_unit_test_setup_teardown(test_hidden_by_reload, setup, teardown),
		cmocka_unit_test_setup_teardown(test_leaving, setup, teardown),
		cmocka_unit_test_setup_teardown(test_leaving_comes_back, setup, teardown),
		cmocka_unit_test_setup_teardown(test_hidden_does_not_leave, setup, teardown),
		cmocka_unit_test_setup_teardown(test_many_leave, setup, teardown),
		cmocka_unit_test_setup_teardown(test_endless_names, setup, teardown),
		cmocka_unit_test_setup_teardown(test_any_order, setup, teardown),
		cmocka_unit_test_setup_teardown(test_verdicts, setup, teardown),
		cmocka_unit_test_setup_teardown(test_verdicts_of_forgotten, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
