/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One process of swapwork: owns a region and carries out commands on it, with
 * as many threads as were asked for. A command's outcome is one line of text.
 */
#ifndef TESTS_WORKER_H
#define TESTS_WORKER_H

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "order.h"
#include "page.h"
#include "region.h"

#define WORKER_THREADS_MAX 16
#define WORKER_LINE 160

struct worker_options {
	size_t pages;
	uint64_t seed;
	enum page_content content;
	struct order order;
	uint64_t count; /* pages a thread touches; 0 = as many as the region has */
	int cpu;        /* to run on; -1 = any */
	unsigned int threads;
	int is_shmem;
	const char *private_file; /* the region is a private mapping of it, or NULL */
	int reads_by_syscall; /* pread() on the memfd instead of the mapping */
	int writes;
};

struct worker {
	struct worker_options options;
	struct region region;
	uint64_t next_out; /* where the next part to page out begins */
	atomic_ulong written;
	atomic_ulong mismatches;
};

struct worker_thread {
	struct worker *worker;
	unsigned int index;
	struct order order;
	uint64_t count;
	pthread_t id;
};

static volatile sig_atomic_t worker_stop;

static inline struct page_key worker_key(const struct worker *worker, uint64_t number)
{
	return (struct page_key){ worker->options.seed, number, worker->options.content };
}

static inline void worker_check(struct worker *worker, const uint64_t *page, uint64_t number)
{
	struct page_key key = worker_key(worker, number);
	struct page_difference difference;

	if (page_is_right(page, &key, &difference))
		return;
	atomic_fetch_add(&worker->mismatches, 1);
	fprintf(stderr, "swapwork: page %llu word %u: expected %#llx, got %#llx\n",
		(unsigned long long)number, difference.word,
		(unsigned long long)difference.expected, (unsigned long long)difference.got);
}

static inline void worker_write(struct worker *worker, uint64_t *page, uint64_t number)
{
	struct page_key key = worker_key(worker, number);

	if (page_content(&key) == CONTENT_ZERO)
		return;
	atomic_fetch_add((_Atomic uint64_t *)&page[PAGE_WRITES], 1);
	atomic_fetch_add(&worker->written, 1);
}

static inline void worker_touch_page(struct worker *worker, uint64_t number)
{
	uint64_t copy[PAGE_WORDS], *page = region_page(&worker->region, number);

	if (worker->options.reads_by_syscall) {
		page = copy;
		if (pread(worker->region.fd, copy, PAGE_BYTES, number * PAGE_BYTES) != PAGE_BYTES)
			memset(copy, 0xff, PAGE_BYTES); /* reported as a mismatch */
	}
	worker_check(worker, page, number);
	if (worker->options.writes)
		worker_write(worker, page, number);
}

static inline void *worker_touch_thread(void *argument)
{
	struct worker_thread *thread = argument;
	struct worker *worker = thread->worker;
	uint64_t step, pages = worker->region.pages;

	for (step = 0; step < thread->count; step++)
		worker_touch_page(worker, order_page(&thread->order, step, pages, thread->index,
						     worker->options.threads));
	return NULL;
}

/* Touches in the given order with all threads; the first one is the caller. */
static inline int worker_touch(struct worker *worker, const struct order *order, uint64_t count)
{
	struct worker_thread threads[WORKER_THREADS_MAX];
	unsigned int i, started;
	int err = 0;

	if (order->kind == ORDER_NONE)
		return 0;
	if (!count)
		count = worker->options.count ? worker->options.count : worker->region.pages;
	for (i = 0; i < worker->options.threads; i++)
		threads[i] = (struct worker_thread){ worker, i, *order, count, 0 };
	for (started = 1; started < worker->options.threads && !err; started++)
		err = -pthread_create(&threads[started].id, NULL, worker_touch_thread,
				      &threads[started]);
	if (err)
		started--;
	else
		worker_touch_thread(&threads[0]);
	while (--started)
		pthread_join(threads[started].id, NULL);
	return err;
}

/* Every page, and that no write was lost on its way through swap. */
static inline void worker_verify(struct worker *worker)
{
	unsigned long written = 0, expected = atomic_load(&worker->written);
	uint64_t number;

	for (number = 0; number < worker->region.pages; number++) {
		uint64_t *page = region_page(&worker->region, number);

		worker_check(worker, page, number);
		written += page[PAGE_WRITES];
	}
	if (written == expected)
		return;
	atomic_fetch_add(&worker->mismatches, 1);
	fprintf(stderr, "swapwork: writes: expected %lu, got %lu\n", expected, written);
}

/* A child that shares the swap entries touches first, then its parent goes on. */
static inline int worker_fork(struct worker *worker, const struct order *order, uint64_t count)
{
	int status = 0;
	pid_t pid = fork();

	if (pid < 0)
		return -errno;
	if (!pid) {
		worker->options.writes = 0; /* to its own copies only: not in the parent's count */
		_exit(worker_touch(worker, order, count) || atomic_load(&worker->mismatches));
	}
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	if (status)
		atomic_fetch_add(&worker->mismatches, 1);
	return 0;
}

/* The whole region, all of which must go; or its next few pages, which may. */
static inline int worker_pageout(struct worker *worker, uint64_t count)
{
	uint64_t first = worker->next_out, left = worker->region.pages - first;
	long resident;

	if (count) {
		worker->next_out += count < left ? count : left;
		return region_advise_part(&worker->region, first, count < left ? count : left);
	}
	resident = region_pageout(&worker->region);
	if (resident > 0)
		fprintf(stderr, "swapwork: %ld pages cannot be paged out\n", resident);
	return resident > 0 ? -EBUSY : resident;
}

/* Out and in again until SIGTERM has come; at least once, even when it came before. */
static inline int worker_loop(struct worker *worker, const struct order *order, uint64_t count)
{
	long err;

	do {
		err = region_pageout(&worker->region);
		if (err >= 0)
			err = worker_touch(worker, order, count);
	} while (!err && !worker_stop);
	return err;
}

static inline void worker_fill(struct worker *worker)
{
	uint64_t number;

	for (number = 0; number < worker->region.pages; number++) {
		struct page_key key = worker_key(worker, number);

		page_fill(region_page(&worker->region, number), &key);
	}
}

/* What a broken swap would do: the test of the tests. Pages 2 and 3 are never zero-filled. */
static inline void worker_exchange(struct worker *worker)
{
	uint64_t copy[PAGE_WORDS];

	memcpy(copy, region_page(&worker->region, 2), PAGE_BYTES);
	memcpy(region_page(&worker->region, 2), region_page(&worker->region, 3), PAGE_BYTES);
	memcpy(region_page(&worker->region, 3), copy, PAGE_BYTES);
}

/* NAME [ORDER] [COUNT]; the order defaults to that of the options, the count to 0. */
static inline int worker_parse(const struct worker *worker, const char *line, char *name,
			       struct order *order, uint64_t *count)
{
	char first[64] = "", second[64] = "", *number = second, *end;
	int fields = sscanf(line, "%31s %63s %63s", name, first, second);

	*order = worker->options.order;
	*count = 0;
	if (fields < 1)
		return -EINVAL;
	if (*first >= '0' && *first <= '9')
		number = first;
	else if (*first && order_parse(first, order))
		return -EINVAL;
	*count = strtoull(number, &end, 10);
	return *end ? -EINVAL : 0;
}

static inline int worker_dispatch(struct worker *worker, const char *name,
				  const struct order *order, uint64_t count)
{
	const struct region *region = &worker->region;
	int err = 0;

	if (!strcmp(name, "pageout"))
		err = worker_pageout(worker, count);
	else if (!strcmp(name, "exchange"))
		worker_exchange(worker);
	else if (!strcmp(name, "touch"))
		err = worker_touch(worker, order, count);
	else if (!strcmp(name, "willneed"))
		err = madvise(region->base, region_bytes(region), MADV_WILLNEED) ? -errno : 0;
	else if (!strcmp(name, "fork"))
		err = worker_fork(worker, order, count);
	else if (!strcmp(name, "loop"))
		err = worker_loop(worker, order, count);
	else if (!strcmp(name, "verify"))
		worker_verify(worker);
	else if (strcmp(name, "resident"))
		err = -EINVAL;
	return err;
}

/*
 * Carries out one command and writes its outcome into `reply`:
 *   done NAME resident=PAGES written=PAGES majflt=FAULTS mismatches=N
 *   fail NAME: REASON
 */
static inline void worker_run(struct worker *worker, const char *line, char *reply)
{
	char name[32] = "";
	struct rusage usage;
	struct order order;
	uint64_t count;
	int err = worker_parse(worker, line, name, &order, &count);

	if (!err)
		err = worker_dispatch(worker, name, &order, count);
	getrusage(RUSAGE_SELF, &usage);
	if (err)
		snprintf(reply, WORKER_LINE, "fail %s: %s", name, strerror(-err));
	else
		snprintf(reply, WORKER_LINE, "done %s resident=%ld written=%lu majflt=%ld mismatches=%lu",
			 name, region_resident(&worker->region), atomic_load(&worker->written),
			 usage.ru_majflt, atomic_load(&worker->mismatches));
}

#endif /* TESTS_WORKER_H */
