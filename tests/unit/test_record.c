// SPDX-License-Identifier: GPL-2.0-only
/* Records: what is written is what is read, by this build and by others. */
#include "cmocka_all.h"

#include <errno.h>
#include <limits.h>
#include <signal.h>
#include <sys/resource.h>
#include <zlib.h>

#include "record_sample.h"
#include "userspace/record/layout.h"
#include "userspace/record/summary.h"

static struct record_output output;
static uint8_t *bytes;
static size_t nr_bytes;
static FILE *file;
static struct record_reader *reader;

static int open_bytes(void)
{
	file = fmemopen(bytes, nr_bytes, "r");
	assert_non_null(file);
	return record_reader__begin(&reader, file, nr_bytes);
}

static int setup(void **state)
{
	(void)state;
	output = memory_output();
	write_sample(&output, false);
	bytes = memory_bytes(&output, &nr_bytes);
	return 0;
}

static int teardown(void **state)
{
	(void)state;
	record_reader__close(reader);
	if (file)
		fclose(file);
	free(bytes);
	close(output.fd);
	reader = NULL;
	file = NULL;
	return 0;
}

static void next(enum record_item_type type, struct record_item *item)
{
	assert_int_equal(record_reader__next(reader, item), 1);
	assert_int_equal(item->type, type);
}

static void facts_of_the_whole(void **state)
{
	const struct record_info *info;
	const struct record_item *start;

	(void)state;
	assert_int_equal(open_bytes(), 0);
	info = record_reader__info(reader);
	start = record_reader__start(reader);
	assert_string_equal(info->swapra, "0.1");
	assert_string_equal(info->kernel, "7.3");
	assert_string_equal(info->backend, "fentry");
	assert_true(info->events && info->verdicts && !info->outcomes);
	assert_int_equal(start->snapshot->time_ns, 1000000000);
	assert_int_equal(start->wall.tv_sec, 1785542400);
	assert_int_equal(record_reader__names(reader)->nr_selected, 1);
}

static void events_and_outcomes(void **state)
{
	struct record_item item;

	(void)state;
	assert_int_equal(open_bytes(), 0);
	next(RECORD_ITEM_EVENT, &item);
	assert_memory_equal(item.event, &record_event, sizeof(record_event));
	assert_true(item.wall_offset_ns == RECORD_OFFSET_NS);
	next(RECORD_ITEM_OUTCOME, &item);
	assert_memory_equal(item.outcome, &record_outcome, sizeof(record_outcome));
}

static void check_snapshot(const struct snapshot *snap, uint64_t n)
{
	const struct swapra_row rows[] = { record_row(1, 2), record_row(5, n) };
	const struct use_row uses[] = { record_use(5, 0, 2), record_use(5, 8, 4) };

	assert_int_equal(snap->nr_rows, 2);
	assert_memory_equal(snap->rows, rows, sizeof(rows));
	assert_int_equal(snap->nr_uses, 2);
	assert_memory_equal(snap->uses, uses, sizeof(uses));
	assert_int_equal(snap->losses.events_dropped, 9);
	assert_int_equal(snap->tracking.bytes, 65536);
	assert_int_equal(snap->kernel_hits.silent, 1);
	assert_int_equal(snap->nr_misses, 2);
	assert_string_equal(snap->misses[0].function, "zswap_load");
	assert_int_equal(snap->misses[0].missed, 4);
	assert_true(snap->verdicts.loaded);
	assert_int_equal(snap->verdicts.load, 7);
	assert_string_equal(snap->verdicts.policies[0].name, "window=8");
	assert_int_equal(snap->verdicts.rows[0].counts.prefetched, 21);
	assert_int_equal(snap->verdicts.total.single, 1);
}

static void check_iaa(const struct iaa_counts *iaa, uint64_t n, uint64_t pages)
{
	const struct swapra_iaa_queue queues[] = { record_queue(1, n), record_queue(3, 6) };
	struct swapra_iaa_calls calls;

	assert_true(iaa->is_wanted && iaa->is_attached);
	assert_int_equal(iaa->since_ns, 77);
	assert_int_equal(iaa->nr_queues, 2);
	assert_memory_equal(iaa->queues, queues, sizeof(queues));
	assert_int_equal(iaa->nr_pages, 2);
	assert_int_equal(iaa->pages[0].other, 4);
	assert_int_equal(iaa->pages[1].cgroup, 5);
	assert_int_equal(iaa->pages[1].iaa, pages);
	record_calls(&calls, 9);
	assert_memory_equal(&iaa->calls[SWAPRA_IAA_CALL_DECOMPRESS], &calls, sizeof(calls));
	assert_int_equal(iaa->losses.no_room, 1);
	assert_int_equal(iaa->losses.unclosed, 4);
}

/* Of the second one only a row was written, and one of each of IAA's. */
static void snapshots(void **state)
{
	struct record_item item;

	(void)state;
	assert_int_equal(open_bytes(), 0);
	next(RECORD_ITEM_EVENT, &item);
	next(RECORD_ITEM_OUTCOME, &item);
	next(RECORD_ITEM_SNAPSHOT, &item);
	check_snapshot(item.snapshot, 3);
	check_iaa(&item.snapshot->iaa, 5, 6);
	assert_int_equal(item.wall.tv_sec, 1785542402);
	assert_int_equal(item.wall.tv_nsec, 5);
	assert_int_equal(item.flags, RECORD_SNAPSHOT_INTERVAL);
	next(RECORD_ITEM_SNAPSHOT, &item);
	check_snapshot(item.snapshot, 30);
	check_iaa(&item.snapshot->iaa, 50, 60);
	next(RECORD_ITEM_END, &item);
	assert_int_equal(item.end->events, 2);
	assert_int_equal(record_reader__next(reader, &item), 0);
}

static void names_of_their_time(void **state)
{
	struct cgroup_names names;
	struct record_item item;

	(void)state;
	assert_int_equal(open_bytes(), 0);
	names = record_names__view(record_reader__names(reader));
	next(RECORD_ITEM_EVENT, &item);
	assert_string_equal(names.name(names.context, 5), "/work");
	assert_string_equal(names.path(names.context, 5), "/work");
	while (record_reader__next(reader, &item) > 0)
		;
	assert_string_equal(names.name(names.context, 5), "/work (removed)");
	assert_null(names.path(names.context, 5));
	assert_int_equal(names.select(names.context, 5), SELECTED);
	assert_int_equal(names.select(names.context, 1), NOT_SELECTED);
	assert_int_equal(names.select(names.context, 99), NOT_KNOWN);
	assert_string_equal(names.name(names.context, 99), "(unnamed:99)");
	assert_string_equal(names.name(names.context, SWAPRA_CGROUP_OTHER), "(other)");
}

static void selection_by_any_spelling(void **state)
{
	static const char *const spellings[] = {
		"work", "/work", "work/", "/sys/fs/cgroup/work", "/sys/fs/cgroup/work//",
	};
	struct record_names names = { .mount = "/sys/fs/cgroup" };

	(void)state;
	assert_int_equal(record_names__set(&names, 5, "/work/inner", NULL), 0);
	for (size_t i = 0; i < sizeof(spellings) / sizeof(spellings[0]); i++) {
		assert_int_equal(record_names__select(&names, spellings[i]), 0);
		assert_string_equal(names.selected[0], "/work");
		assert_null(record_names__missing(&names));
		record_names__select_all(&names);
	}
	assert_int_equal(record_names__select(&names, "/sys/fs/cgroup"), 0);
	assert_string_equal(names.selected[0], "/");
	assert_int_equal(record_names__select(&names, "wor"), 0);
	assert_string_equal(record_names__missing(&names), "/wor");
	record_names__release(&names);
}

/* A row that vanished has to be gone in the record as well. */
static void vanished_rows(void **state)
{
	struct swapra_row rows[] = { record_row(1, 2), record_row(5, 3), record_row(7, 1) };
	struct snapshot snap = { .time_ns = 1 };
	struct record_writer *writer;
	struct record_item item;

	(void)state;
	assert_int_equal(ftruncate(output.fd, 0), 0);
	lseek(output.fd, 0, SEEK_SET);
	writer = record_writer__open(&output, 1 << 20);
	record_writer__snapshot(writer, &snap, &(struct timespec){}, RECORD_SNAPSHOT_START);
	snap.rows = rows;
	snap.nr_rows = 3;
	record_writer__snapshot(writer, &snap, &(struct timespec){}, 0);
	snap.rows = rows + 1;
	snap.nr_rows = 1;
	record_writer__snapshot(writer, &snap, &(struct timespec){}, 0);
	record_writer__finish(writer);
	record_writer__close(writer);
	free(bytes);
	bytes = memory_bytes(&output, &nr_bytes);
	assert_int_equal(open_bytes(), 0);
	next(RECORD_ITEM_SNAPSHOT, &item);
	assert_int_equal(item.snapshot->nr_rows, 3);
	next(RECORD_ITEM_SNAPSHOT, &item);
	assert_int_equal(item.snapshot->nr_rows, 1);
	assert_int_equal(item.snapshot->rows[0].cgroup, 5);
	next(RECORD_ITEM_END, &item);
}

/* What nobody asked for is not there, and neither are the items. */
static void without_iaa(void **state)
{
	struct record_output small = memory_output();
	struct record_writer *writer = record_writer__open(&small, 1 << 20);
	struct record_item item;

	(void)state;
	record_writer__snapshot(writer, &(struct snapshot){ .time_ns = 1 }, &(struct timespec){},
				RECORD_SNAPSHOT_START);
	record_writer__snapshot(writer, &(struct snapshot){ .time_ns = 2 }, &(struct timespec){}, 0);
	record_writer__finish(writer);
	record_writer__close(writer);
	free(bytes);
	bytes = memory_bytes(&small, &nr_bytes);
	close(small.fd);
	assert_int_equal(open_bytes(), 0);
	assert_false(record_reader__info(reader)->iaa);
	next(RECORD_ITEM_SNAPSHOT, &item);
	assert_false(item.snapshot->iaa.is_wanted);
	assert_int_equal(item.snapshot->iaa.nr_queues, 0);
}

/* More rows than a block holds, and few bytes for many that are alike. */
static void many_rows(void **state)
{
	enum { ROWS = 1000 };
	struct swapra_row *rows = calloc(ROWS, sizeof(*rows));
	struct snapshot snap = { .time_ns = 1 };
	struct record_writer *writer;
	struct record_item item;

	(void)state;
	for (unsigned i = 0; i < ROWS; i++)
		rows[i] = record_row(i + 2, i);
	assert_int_equal(ftruncate(output.fd, 0), 0);
	lseek(output.fd, 0, SEEK_SET);
	output.written = 0;
	writer = record_writer__open(&output, 1 << 20);
	record_writer__snapshot(writer, &snap, &(struct timespec){}, RECORD_SNAPSHOT_START);
	snap.rows = rows;
	snap.nr_rows = ROWS;
	record_writer__snapshot(writer, &snap, &(struct timespec){}, 0);
	record_writer__finish(writer);
	record_writer__close(writer);
	free(bytes);
	bytes = memory_bytes(&output, &nr_bytes);
	assert_true(nr_bytes < ROWS * sizeof(*rows) / 10);
	assert_int_equal(open_bytes(), 0);
	next(RECORD_ITEM_SNAPSHOT, &item);
	assert_int_equal(item.snapshot->nr_rows, ROWS);
	assert_memory_equal(item.snapshot->rows, rows, ROWS * sizeof(*rows));
	free(rows);
}

static void limit_is_for_events(void **state)
{
	enum { LIMIT = 4000 };
	struct record_output small = memory_output();
	struct record_writer *writer = record_writer__open(&small, LIMIT);
	struct swapra_event event = record_event;
	unsigned nr = 0;

	(void)state;
	for (; nr < 10000 && record_writer__has_room(writer); nr++) {
		event.time_ns += nr;
		assert_int_equal(record_writer__event(writer, &event, 0), 0);
	}
	assert_in_range(nr, LIMIT / sizeof(event), 9999);
	assert_in_range(small.written, LIMIT - 200, LIMIT);
	assert_false(record_writer__has_room(writer));
	assert_int_equal(record_writer__not_written(writer), 2);
	record_writer__close(writer);
	close(small.fd);
}

/* What another build wrote: other fields, in another order, of other sizes. */
static void other_layouts(void **state)
{
	static const char layout[] =
		"\x05\0" /* rows */
		"cgroup\0" "\4\0\1\0\1\0"
		"totals.future\0" "\10\0\1\0\2\0"
		"totals.batches\0" "\10\0\1\0\7\0"
		"totals.batch_pages\0" "\2\1\1\0\50\0"
		"totals.pages\0" "\1\0\2\0\2\0";
	struct record_layout layouts[RECORD_ITEM_TYPES] = {};
	uint8_t item[4 + 16 + 56 + 80 + 4] = { 9 };
	struct swapra_row row;

	(void)state;
	assert_int_equal(record_layout__parse(layouts, (const uint8_t *)layout,
					      sizeof(layout) - 1), 0);
	assert_int_equal(layouts[RECORD_ITEM_ROW].item_bytes, sizeof(item));
	assert_true(layouts[RECORD_ITEM_ROW].has_unknown);
	item[20 + 8 * SWAPRA_SYNC] = 3;
	item[20 + 8 * 6] = 1; /* a kind that we do not know */
	item[76 + 2 * 4] = 5;
	item[76 + 2 * 33] = 1; /* these are "more than 32" here */
	item[76 + 2 * 39] = 2;
	memcpy(item + 156, "\1\2\3\4", 4);
	assert_int_equal(record_layout__decode(&layouts[RECORD_ITEM_ROW], item, sizeof(item), &row), 0);
	assert_int_equal(row.cgroup, 9);
	assert_int_equal(row.totals.batches[SWAPRA_SYNC], 3);
	assert_int_equal(row.totals.batch_pages[4], 5);
	assert_int_equal(row.totals.batch_pages[SWAPRA_BATCH_BUCKETS - 1], 3);
	assert_int_equal(row.totals.pages[0][1], 2);
	assert_int_equal(row.totals.pages[1][0], 3);
	assert_int_equal(row.totals.fault_ns_sum, 0);
	assert_int_equal(record_layout__decode(&layouts[RECORD_ITEM_ROW], item, sizeof(item) - 1,
					       &row), -EBADMSG);
	record_layout__release(&layouts[RECORD_ITEM_ROW]);
}

static void layouts_that_make_no_sense(void **state)
{
#define LAYOUT(text) { text, sizeof(text) - 1 }
	static const struct {
		const char *text;
		size_t length;
	} bad[] = {
		LAYOUT("\5"), LAYOUT("\5\0cgroup"), LAYOUT("\5\0cgroup\0\4\0\1\0\1"),
		LAYOUT("\5\0cgroup\0\3\0\1\0\1\0"), LAYOUT("\5\0cgroup\0\10\0\0\0\1\0"),
		LAYOUT("\5\0cgroup\0\10\0\377\377\377\377"),
	};

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct record_layout layouts[RECORD_ITEM_TYPES] = {};

		assert_int_equal(record_layout__parse(layouts, (const uint8_t *)bad[i].text,
						      bad[i].length), -EBADMSG);
		record_layout__release(&layouts[RECORD_ITEM_ROW]);
	}
}

static void every_counter_has_a_field(void **state)
{
	(void)state;
	/* 8 bytes each, and the id. */
	assert_int_equal(record_table__item_bytes(record_table__find(RECORD_ITEM_ROW)),
			 sizeof(struct swapra_row));
	assert_int_equal(record_table__item_bytes(record_table__find(RECORD_ITEM_USE)),
			 sizeof(struct use_row));
	assert_int_equal(record_table__item_bytes(record_table__find(RECORD_ITEM_OUTCOME)),
			 sizeof(struct swapra_outcome_event));
	assert_int_equal(record_table__item_bytes(record_table__find(RECORD_ITEM_IAA_QUEUE)),
			 sizeof(struct swapra_iaa_queue));
	assert_int_equal(record_table__item_bytes(record_table__find(RECORD_ITEM_IAA_PAGES)),
			 sizeof(struct swapra_iaa_pages));
	assert_int_equal(record_table__item_bytes(record_table__find(RECORD_ITEM_EVENT)),
			 sizeof(struct swapra_event) - sizeof(((struct swapra_event *)0)->reserved));
}

static const char *what_is_wrong(void)
{
	assert_int_not_equal(open_bytes(), 0);
	return record_reader__error(reader)->what;
}

static void foreign_files(void **state)
{
	static const struct {
		size_t at;
		char byte;
		const char *what;
	} bad[] = {
		{ 0, 'x', "it is not a record of swapra trace" },
		{ 8, 2, "it has version 2 of the format, this swapra reads version 1" },
		{ 12, 1, "its byte order is none that this swapra reads" },
		{ 20, 0, "it is damaged" },
	};

	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		bytes[bad[i].at] = bad[i].byte;
		assert_string_equal(what_is_wrong(), bad[i].what);
		teardown(state);
		setup(state);
	}
	nr_bytes = 5;
	assert_string_equal(what_is_wrong(), "it ends early");
}

static void blocks_of_the_future_are_skipped(void **state)
{
	struct record_item item;
	uint8_t *more = calloc(1, nr_bytes + RECORD_BLOCK_HEADER_BYTES + 100);
	uint8_t *block = more + RECORD_HEADER_BYTES;

	(void)state;
	memcpy(more, bytes, RECORD_HEADER_BYTES);
	record_put(block, 77, 4);
	record_put(block + 8, 100, 4);
	record_put(block + 20, crc32(0, block, 20), 4);
	memcpy(block + RECORD_BLOCK_HEADER_BYTES + 100, bytes + RECORD_HEADER_BYTES,
	       nr_bytes - RECORD_HEADER_BYTES);
	free(bytes);
	bytes = more;
	nr_bytes += RECORD_BLOCK_HEADER_BYTES + 100;
	assert_int_equal(open_bytes(), 0);
	next(RECORD_ITEM_EVENT, &item);
}

static void summary_of_a_file(void **state)
{
	char path[] = "/tmp/test_record.XXXXXX";
	struct record_summary summary;
	int fd = mkstemp(path);

	(void)state;
	assert_int_equal(write(fd, bytes, nr_bytes), nr_bytes);
	assert_int_equal(record_summary__read(&summary, path), 0);
	assert_false(summary.is_cut);
	assert_int_equal(summary.first->time_ns, 1000000000);
	check_snapshot(&summary.last, 30);
	assert_int_equal(summary.last_wall.tv_sec, 1785542403);
	assert_string_equal(summary.names.name(summary.names.context, 5), "/work (removed)");
	record_summary__release(&summary);
	/* Without its end it is what it was up to there. */
	assert_int_equal(ftruncate(fd, nr_bytes - 1), 0);
	assert_int_equal(record_summary__read(&summary, path), 0);
	assert_true(summary.is_cut);
	check_snapshot(&summary.last, 30);
	record_summary__release(&summary);
	unlink(path);
	close(fd);
}

static void files_that_are_not_written_to(void **state)
{
	char directory[] = "/tmp/test_record.XXXXXX", path[PATH_MAX], other[PATH_MAX];
	struct record_output out;
	struct stat st;

	(void)state;
	assert_non_null(mkdtemp(directory));
	snprintf(path, sizeof(path), "%s/record", directory);
	snprintf(other, sizeof(other), "%s/link", directory);
	assert_int_equal(record_output__open(&out, directory), -EINVAL);
	assert_int_equal(record_output__open(&out, "/dev/null"), -EINVAL);
	assert_int_equal(record_output__open(&out, "/nonexistent/record"), -ENOENT);
	assert_int_equal(symlink(path, other), 0);
	assert_int_equal(record_output__open(&out, other), -EINVAL);
	assert_int_equal(unlink(other), 0);
	/* An old file is replaced, not written over: who has it open keeps it. */
	assert_int_equal(close(open(path, O_CREAT | O_WRONLY, 0644)), 0);
	assert_int_equal(link(path, other), 0);
	assert_int_equal(record_output__open(&out, path), 0);
	assert_int_equal(record_output__write(&out, "x", 1), 0);
	assert_int_equal(record_output__close(&out), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(stat(other, &st), 0);
	assert_int_equal(st.st_size, 0);
	unlink(path);
	unlink(other);
	rmdir(directory);
}

/* The disk gets full: what was written whole stays, and the first error is the one that stays. */
static void disk_full(void **state)
{
	const struct rlimit full = { 3000, RLIM_INFINITY };
	struct record_output small = memory_output();
	struct record_writer *writer;
	struct swapra_event event = record_event;
	struct rlimit before;
	struct stat st;
	int err = 0;

	(void)state;
	small.is_file = true;
	signal(SIGXFSZ, SIG_IGN);
	assert_int_equal(getrlimit(RLIMIT_FSIZE, &before), 0);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &full), 0);
	writer = record_writer__open(&small, 1 << 30);
	record_writer__snapshot(writer, &(struct snapshot){ .time_ns = 1 }, &(struct timespec){},
				RECORD_SNAPSHOT_START);
	for (unsigned i = 0; i < 100000 && !err; i++) {
		event.time_ns += i * i;
		err = record_writer__event(writer, &event, 0);
	}
	assert_int_equal(err, -EFBIG);
	assert_int_equal(record_writer__event(writer, &event, 0), -EFBIG);
	assert_int_equal(record_writer__finish(writer), -EFBIG);
	assert_int_equal(setrlimit(RLIMIT_FSIZE, &before), 0);
	record_writer__close(writer);
	assert_int_equal(fstat(small.fd, &st), 0);
	assert_int_equal(st.st_size, small.written);
	free(bytes);
	bytes = memory_bytes(&small, &nr_bytes);
	assert_int_equal(open_bytes(), 0);
	assert_int_equal(record_reader__next(reader, &(struct record_item){}), -EBADMSG);
	assert_true(record_reader__error(reader)->is_cut);
	assert_int_equal(record_reader__error(reader)->offset, nr_bytes);
	close(small.fd);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(facts_of_the_whole), TEST(events_and_outcomes), TEST(snapshots),
		TEST(names_of_their_time), TEST(selection_by_any_spelling), TEST(vanished_rows), TEST(without_iaa),
		TEST(many_rows), TEST(limit_is_for_events), TEST(disk_full), TEST(other_layouts),
		TEST(layouts_that_make_no_sense), TEST(every_counter_has_a_field),
		TEST(foreign_files), TEST(blocks_of_the_future_are_skipped),
		TEST(summary_of_a_file), TEST(files_that_are_not_written_to),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
