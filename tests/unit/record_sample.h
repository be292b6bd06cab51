/* SPDX-License-Identifier: GPL-2.0-only */
/* A small record of all that there can be in one, and reading it whole. */
#ifndef SWAPRA_RECORD_SAMPLE_H
#define SWAPRA_RECORD_SAMPLE_H

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "userspace/record/reader.h"
#include "userspace/record/writer.h"
#include "userspace/render/outcome_lines.h"
#include "userspace/render/render.h"

/* A file in memory, as the record's output. */
static inline struct record_output memory_output(void)
{
	return (struct record_output){ .fd = memfd_create("record", 0), .name = "memory" };
}

/* What was written to it; to be freed. */
static inline uint8_t *memory_bytes(const struct record_output *output, size_t *nr_bytes)
{
	struct stat st;
	uint8_t *bytes;

	if (fstat(output->fd, &st))
		abort();
	*nr_bytes = st.st_size;
	bytes = malloc(*nr_bytes ?: 1);
	if (!bytes || pread(output->fd, bytes, *nr_bytes, 0) != (ssize_t)*nr_bytes)
		abort();
	return bytes;
}

/* Counters of a cgroup, different for each n. */
static inline struct swapra_row record_row(uint64_t cgroup, uint64_t n)
{
	struct swapra_row row = { .cgroup = cgroup };

	row.totals.pages[SWAPRA_ZSWAP][SWAPRA_DEMAND] = n;
	row.totals.pages[SWAPRA_DISK][SWAPRA_PREFETCHED] = 7 * n;
	row.totals.batches[SWAPRA_ANON] = n;
	row.totals.failed[SWAPRA_ADVICE] = 1;
	row.totals.batch_pages[8] = n;
	row.totals.batch_source_pages[SWAPRA_ZERO][SWAPRA_BATCH_BUCKETS - 1] = n;
	row.totals.fault_ns[40] = n;
	row.totals.load_ns[SWAPRA_LATENCY_BUCKETS - 1] = n;
	row.totals.use_age_ns[3] = n;
	row.totals.wait_ns[SWAPRA_WAIT_LATE] = n << 40;
	return row;
}

static inline struct use_row record_use(uint64_t cgroup, uint32_t window, uint64_t n)
{
	return (struct use_row){
		.key = { .cgroup = cgroup, .policy = window ? 5 : 0, .window = window },
		.use = { .demand = n, .tracked = 7 * n, .outcomes = { 3 * n, n, n, n },
			 .faults = n },
		.pending = n,
	};
}

static inline struct swapra_iaa_queue record_queue(uint32_t device, uint64_t n)
{
	struct swapra_iaa_queue queue = { .device = device, .queue = 1, .is_used = 1,
					  .in_flight = 1, .in_flight_max = n };

	for (unsigned i = 0; i < SWAPRA_IAA_OPERATIONS; i++) {
		struct swapra_iaa_counts *counts = &queue.operations[i];

		*counts = (struct swapra_iaa_counts){ n + i, 2, 3, n << 12, n << 10, n * 1000, {}, {} };
		counts->ns[SWAPRA_LATENCY_BUCKETS - 1 - i] = n;
		counts->status[SWAPRA_IAA_SUCCESS] = n;
		counts->status[SWAPRA_IAA_STATUSES - 1] = i;
	}
	return queue;
}

static inline void record_calls(struct swapra_iaa_calls *calls, uint64_t n)
{
	*calls = (struct swapra_iaa_calls){ n, 2, 3, 4, 5, n * 1000, {} };
	calls->ns[7] = n;
}

static const struct swapra_event record_event = {
	.time_ns = 2000000000, .latency_ns = 12345, .cgroup = 5, .address = 0x7f0000001000,
	.swap_offset = 77, .swap_type = 1, .kind = SWAPRA_ANON, .pid = 10, .tid = 11,
	.window = 8, .pages = { 1, 2, 3 }, .demand_pages = 1, .other_pages = 2,
	.verdict_placement = 1, .comm = "program", .policy = 5, .verdict_asked = 64,
	.verdict_window = 8, .verdict_flags = 1,
};

static const struct swapra_outcome_event record_outcome = {
	.time_ns = 2500000000, .age_ns = 256 * 1000, .cgroup = 5, .policy = 5,
	.swap_offset = 78, .swap_type = 1, .outcome = SWAPRA_RECLAIMED, .window = 8,
	.placement = 1, .pid = 12, .tid = 13, .comm = "kswapd0",
};

#define RECORD_OFFSET_NS (1785542400 * 1000000000LL)

static inline void write_sample_snapshots(struct record_writer *writer)
{
	struct swapra_row rows[] = { record_row(1, 2), record_row(5, 3) };
	struct use_row uses[] = { record_use(5, 0, 2), record_use(5, 8, 4) };
	struct probe_misses misses[] = { { "load", "zswap_load", 4 }, { "read", "swap_read_folio", 0 } };
	struct verdict_policy policies[] = { { 5, "window=8" } };
	struct verdict_row verdicts[] = {
		{ 5, 5, { .verdicts = 3, .single = 1, .sized = 2, .prefetched = 21 } },
	};
	struct swapra_iaa_queue queues[] = { record_queue(1, 5), record_queue(3, 6) };
	struct swapra_iaa_pages pages[] = { { 1, 2, 3, 4 }, { 5, 6, 7, 8 } };
	struct snapshot snap = {
		.time_ns = 3000000000, .rows = rows, .nr_rows = 2, .misses = misses, .nr_misses = 2,
		.losses = { .events_dropped = 9 }, .uses = uses, .nr_uses = 2,
		.tracking = { 4096, 65536, 6 }, .kernel_hits = { 2, 1 },
		.verdicts = { .loaded = true, .load = 7, .policies = policies, .nr_policies = 1,
			      .rows = verdicts, .nr_rows = 1, .total = verdicts[0].counts },
		.iaa = { .is_wanted = true, .is_attached = true, .since_ns = 77, .queues = queues,
			 .nr_queues = 2, .pages = pages, .nr_pages = 2,
			 .losses = { 1, 2, 3, 4 } },
	};

	record_calls(&snap.iaa.calls[SWAPRA_IAA_CALL_COMPRESS], 8);
	record_calls(&snap.iaa.calls[SWAPRA_IAA_CALL_DECOMPRESS], 9);

	record_writer__snapshot(writer, &snap, &(struct timespec){ 1785542402, 5 },
				RECORD_SNAPSHOT_INTERVAL);
	/* Only one row of each is new, and one cgroup has gone. */
	rows[1] = record_row(5, 30);
	queues[0] = record_queue(1, 50);
	pages[1].iaa = 60;
	snap.time_ns = 4000000000;
	record_writer__name(writer, 5, "/work", "/work (removed)");
	record_writer__snapshot(writer, &snap, &(struct timespec){ 1785542403, 6 },
				RECORD_SNAPSHOT_INTERVAL);
}

/* All of it, through the writer. */
static inline void write_sample(struct record_output *output, bool plain)
{
	const struct snapshot start = { .time_ns = 1000000000 };
	const struct record_device device = {
		.time_ns = 1000000000, .nr = 1, .device = { .path = "/dev/vda", .rotational = -1 },
	};
	struct record_writer *writer = record_writer__open(output, 1 << 20);

	if (!writer)
		abort();
	if (plain)
		record_writer__set_plain(writer);
	record_writer__info(writer, "swapra", "0.1");
	record_writer__info(writer, "kernel", "7.3");
	record_writer__info(writer, "backend", "fentry");
	record_writer__info(writer, "events", "1");
	record_writer__info(writer, "verdicts", "1");
	record_writer__info(writer, "selected", "/work");
	record_writer__device(writer, &device);
	record_writer__snapshot(writer, &start, &(struct timespec){ 1785542400, 0 },
				RECORD_SNAPSHOT_START);
	record_writer__name(writer, 1, "/", "/");
	record_writer__name(writer, 5, "/work", "/work");
	record_writer__event(writer, &record_event, RECORD_OFFSET_NS);
	record_writer__outcome(writer, &record_outcome, RECORD_OFFSET_NS);
	write_sample_snapshots(writer);
	record_writer__finish(writer);
	record_writer__close(writer);
}

/* What a replay does with an item, to a file that nobody reads. */
static inline void digest_item(FILE *out, const struct record_item *item,
			       const struct snapshot *start, const struct cgroup_names *names)
{
	static const struct renderer *const renderers[] = { &render_table, &render_json, &render_csv };
	struct render_options options = { .wide = true, .histograms = true };
	static const struct report_options order = { .top = 3 };
	struct report report = { .type = REPORT_TOTAL, .time = item->wall, .backend = "x" };
	struct event_view event = { item->event, "x", { 1, 2 }, true };
	struct outcome_view outcome = { item->outcome, "x", { 1, 2 }, true };
	struct snapshot delta;

	for (unsigned i = 0; item->event && i < 3; i++)
		renderers[i]->event(out, &event);
	if (item->outcome) {
		outcome__print_line(out, &outcome);
		outcome__print_json(out, &outcome);
	}
	if (item->type != RECORD_ITEM_SNAPSHOT || snapshot__delta(&delta, item->snapshot, start))
		return;
	if (!report__build(&report, &delta, names, &order)) {
		for (unsigned i = 0; i < 3; i++)
			renderers[i]->report(out, &report, &options);
		options.view = view__find("iaa");
		render_table.report(out, &report, &options);
		render_csv.report(out, &report, &options);
	}
	report__release(&report);
	snapshot__reset(&delta);
}

/* Read all there is. Returns what record_reader__next() ended with; nr_items gets their number. */
static inline int digest(const uint8_t *bytes, size_t nr_bytes, unsigned *nr_items)
{
	FILE *file = fmemopen((void *)bytes, nr_bytes ?: 1, "r"), *out = fopen("/dev/null", "w");
	struct record_reader *reader;
	struct cgroup_names names;
	struct record_item item;
	int err;

	if (!file || !out)
		abort();
	*nr_items = 0;
	err = record_reader__begin(&reader, file, nr_bytes);
	if (!err) {
		names = record_names__view(record_reader__names(reader));
		while ((err = record_reader__next(reader, &item)) > 0) {
			digest_item(out, &item, record_reader__start(reader)->snapshot, &names);
			++*nr_items;
		}
	}
	/* No failure without a message that says why. */
	if (err && !record_reader__error(reader)->what && !record_reader__error(reader)->err)
		abort();
	record_reader__close(reader);
	fclose(file);
	fclose(out);
	return err;
}

#endif
