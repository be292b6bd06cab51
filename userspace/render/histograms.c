// SPDX-License-Identifier: GPL-2.0-only
/*
 * Histograms as bars. Batch sizes keep their buckets, one a page count;
 * latencies are merged into octaves, which is as fine as a bar can show.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "../duration.h"
#include "../text.h"
#include "render.h"

#define BAR_WIDTH 40
#define BAR "@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@@"

struct bar {
	uint64_t low, high, count;
};

static const struct {
	enum histogram_id id;
	const char *title;
} titles[] = {
	{ HISTOGRAM_BATCH, "pages a batch" },
	{ HISTOGRAM_BATCH_ZSWAP, "pages from zswap a batch" },
	{ HISTOGRAM_BATCH_DISK, "pages from disk a batch" },
	{ HISTOGRAM_BATCH_ZERO, "zero-filled pages a batch" },
	{ HISTOGRAM_FAULT, "latency of faults" },
	{ HISTOGRAM_LOAD, "latency of zswap loads" },
	{ HISTOGRAM_USE_AGE, "time from prefetch to first use" },
	{ HISTOGRAM_WASTE_AGE, "time from prefetch to reclaim or free, unused" },
};

/* Whether bucket continues the octave of the bar before it. */
static bool same_octave(const struct bar *bar, uint64_t low, uint64_t high)
{
	return high != BUCKET_OPEN && bar->low && low / bar->low < 2;
}

/* Returns the number of bars up to the last one that counts anything. */
static size_t make_bars(struct bar *bars, const struct histogram *histogram)
{
	const struct scale *scale = histogram->scale;
	size_t nr = 0, used = 0;

	for (size_t i = 0; i < scale->nr_buckets; i++) {
		uint64_t low = scale->low(i), high = scale->high(i);

		if (scale == &latency_scale && nr && same_octave(&bars[nr - 1], low, high))
			bars[nr - 1].high = high;
		else
			bars[nr++] = (struct bar){ .low = low, .high = high };
		bars[nr - 1].count += histogram->counts[i];
		if (histogram->counts[i])
			used = nr;
	}
	return used;
}

static void print_range(FILE *out, const struct bar *bar, const struct scale *scale)
{
	char low[DURATION_TEXT], high[DURATION_TEXT];

	if (scale == &batch_scale) {
		fprintf(out, "%17" PRIu64 "%s", bar->low, bar->high == BUCKET_OPEN ? "+" : " ");
		return;
	}
	duration__format(low, bar->low);
	if (bar->high == BUCKET_OPEN)
		strcpy(high, "...");
	else
		duration__format(high, bar->high + 1);
	fprintf(out, "%7s - %-7s ", low, high);
}

static void print_bars(FILE *out, const struct bar *bars, size_t nr, const struct scale *scale)
{
	uint64_t most = 1;
	size_t first = 0;

	while (first < nr && !bars[first].count)
		first++;
	for (size_t i = first; i < nr; i++)
		if (bars[i].count > most)
			most = bars[i].count;
	for (size_t i = first; i < nr; i++) {
		int length = (double)bars[i].count / most * BAR_WIDTH;

		print_range(out, &bars[i], scale);
		fprintf(out, " %10" PRIu64 " |%-*.*s|\n", bars[i].count, BAR_WIDTH, length, BAR);
	}
}

/* Nothing is printed where nothing was counted, or where no batch had a page of the source. */
static bool worth_printing(const struct histogram *histogram, enum histogram_id id)
{
	uint64_t count = histogram__count(histogram);

	if (id >= HISTOGRAM_BATCH_ZSWAP && id <= HISTOGRAM_BATCH_ZERO)
		count -= histogram->counts[0];
	return count;
}

static int print_row(FILE *out, const struct report_row *row)
{
	char *name = text__escape(row->name, ESCAPE_CONTROL);

	if (!name)
		return -ENOMEM;
	for (size_t i = 0; i < sizeof(titles) / sizeof(titles[0]); i++) {
		struct histogram histogram = totals__histogram(&row->totals, titles[i].id);
		struct bar bars[SWAPRA_LATENCY_BUCKETS] = {};

		if (!worth_printing(&histogram, titles[i].id))
			continue;
		fprintf(out, "\n%s: %s\n", name, titles[i].title);
		fprintf(out, "%17s  %10s\n", "RANGE", "COUNT");
		print_bars(out, bars, make_bars(bars, &histogram), histogram.scale);
	}
	free(name);
	return 0;
}

int histograms__print(FILE *out, const struct report *report)
{
	int err = 0;

	for (size_t i = 0; i < report->nr_rows && !err; i++)
		err = print_row(out, &report->rows[i]);
	return err ? err : print_row(out, &report->total);
}
