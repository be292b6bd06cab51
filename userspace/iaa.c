// SPDX-License-Identifier: GPL-2.0-only
/* Arithmetic on what is counted about IAA; see iaa.h. */
#include "iaa.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void iaa__release(struct iaa_counts *counts)
{
	free(counts->queues);
	free(counts->pages);
	*counts = (struct iaa_counts){};
}

static int compare(uint64_t a, uint64_t b)
{
	return (a > b) - (a < b);
}

int iaa_queue__compare(const struct swapra_iaa_queue *a, const struct swapra_iaa_queue *b)
{
	int order = compare(a->device, b->device);

	return order ? order : compare(a->queue, b->queue);
}

static int compare_queues(const void *left, const void *right)
{
	return iaa_queue__compare(left, right);
}

static int compare_pages(const void *left, const void *right)
{
	const struct swapra_iaa_pages *a = left, *b = right;

	return compare(a->cgroup, b->cgroup);
}

void iaa_pages__add(struct swapra_iaa_pages *into, const struct swapra_iaa_pages *from)
{
	into->iaa += from->iaa;
	into->fallback += from->fallback;
	into->other += from->other;
}

/* Two CPUs may have made a row for the same cgroup. */
static void merge_pages(struct iaa_counts *counts)
{
	size_t kept = 0;

	for (size_t i = 1; i < counts->nr_pages; i++) {
		if (counts->pages[i].cgroup == counts->pages[kept].cgroup)
			iaa_pages__add(&counts->pages[kept], &counts->pages[i]);
		else
			counts->pages[++kept] = counts->pages[i];
	}
	if (counts->nr_pages)
		counts->nr_pages = kept + 1;
}

void iaa__settle(struct iaa_counts *counts)
{
	if (counts->nr_queues)
		qsort(counts->queues, counts->nr_queues, sizeof(*counts->queues), compare_queues);
	if (counts->nr_pages)
		qsort(counts->pages, counts->nr_pages, sizeof(*counts->pages), compare_pages);
	merge_pages(counts);
}

static void add_numbers(void *into, const void *from, size_t bytes)
{
	const __u64 *source = from;
	__u64 *number = into;

	for (size_t i = 0; i < bytes / sizeof(*number); i++)
		number[i] += source[i];
}

static void subtract_numbers(void *from, const void *what, size_t bytes)
{
	const __u64 *source = what;
	__u64 *number = from;

	for (size_t i = 0; i < bytes / sizeof(*number); i++)
		number[i] -= source[i];
}

static void *copy(const void *array, size_t nr, size_t size)
{
	void *new = calloc(nr ? nr : 1, size);

	if (new && nr)
		memcpy(new, array, nr * size);
	return new;
}

static void subtract_queues(struct iaa_counts *delta, const struct iaa_counts *older)
{
	for (size_t i = 0; i < older->nr_queues; i++) {
		const struct swapra_iaa_queue *old = &older->queues[i];
		struct swapra_iaa_queue *new = delta->nr_queues ?
			bsearch(old, delta->queues, delta->nr_queues, sizeof(*old),
				compare_queues) : NULL;

		if (new)
			subtract_numbers(new->operations, old->operations, sizeof(old->operations));
	}
}

static void subtract_pages(struct iaa_counts *delta, const struct iaa_counts *older)
{
	for (size_t i = 0; i < older->nr_pages; i++) {
		const struct swapra_iaa_pages *old = &older->pages[i];
		struct swapra_iaa_pages *new = delta->nr_pages ?
			bsearch(old, delta->pages, delta->nr_pages, sizeof(*old),
				compare_pages) : NULL;

		if (!new)
			continue;
		new->iaa -= old->iaa;
		new->fallback -= old->fallback;
		new->other -= old->other;
	}
}

int iaa__delta(struct iaa_counts *delta, const struct iaa_counts *newer,
	       const struct iaa_counts *older)
{
	*delta = *newer;
	delta->queues = copy(newer->queues, newer->nr_queues, sizeof(*newer->queues));
	delta->pages = copy(newer->pages, newer->nr_pages, sizeof(*newer->pages));
	if (!delta->queues || !delta->pages) {
		iaa__release(delta);
		return -ENOMEM;
	}
	subtract_queues(delta, older);
	subtract_pages(delta, older);
	subtract_numbers(delta->calls, older->calls, sizeof(delta->calls));
	subtract_numbers(&delta->losses, &older->losses, sizeof(delta->losses));
	return 0;
}

void iaa_queue__add(struct swapra_iaa_queue *into, const struct swapra_iaa_queue *from)
{
	into->is_used |= from->is_used;
	into->in_flight += from->in_flight;
	if (from->in_flight_max > into->in_flight_max)
		into->in_flight_max = from->in_flight_max;
	add_numbers(into->operations, from->operations, sizeof(into->operations));
}

void iaa_queues__sum(struct swapra_iaa_queue *sum, const struct iaa_counts *counts)
{
	memset(sum, 0, sizeof(*sum));
	for (size_t i = 0; i < counts->nr_queues; i++)
		iaa_queue__add(sum, &counts->queues[i]);
}

bool iaa_queue__is_idle(const struct swapra_iaa_queue *queue)
{
	static const struct swapra_iaa_counts zero[SWAPRA_IAA_OPERATIONS];

	return !queue->in_flight && !memcmp(queue->operations, zero, sizeof(zero));
}

uint64_t iaa_pages__sum(const struct swapra_iaa_pages *pages)
{
	return pages->iaa + pages->fallback + pages->other;
}

struct swapra_iaa_pages iaa__pages(const struct iaa_counts *counts, uint64_t cgroup)
{
	const struct swapra_iaa_pages key = { .cgroup = cgroup };
	const struct swapra_iaa_pages *found = counts->nr_pages ?
		bsearch(&key, counts->pages, counts->nr_pages, sizeof(key), compare_pages) : NULL;

	return found ? *found : key;
}

uint64_t iaa_counts__errors(const struct swapra_iaa_counts *counts)
{
	uint64_t errors = 0;

	for (unsigned i = 0; i < SWAPRA_IAA_STATUSES; i++)
		errors += i == SWAPRA_IAA_SUCCESS ? 0 : counts->status[i];
	return errors;
}

const char *iaa_operation__name(unsigned operation)
{
	static const char *const names[SWAPRA_IAA_OPERATIONS] = {
		[SWAPRA_IAA_COMPRESS] = "compress",
		[SWAPRA_IAA_DECOMPRESS] = "decompress",
		[SWAPRA_IAA_VERIFY] = "verify",
		[SWAPRA_IAA_OTHER] = "other",
	};

	return operation < SWAPRA_IAA_OPERATIONS ? names[operation] : "?";
}

const char *iaa_call__name(unsigned call)
{
	return call == SWAPRA_IAA_CALL_COMPRESS ? "compress" : "decompress";
}

/* Row 0 of the table has neither device nor queue of its own: they did not fit. */
void iaa_queue__name(char name[IAA_QUEUE_NAME], const struct swapra_iaa_queue *queue)
{
	if (queue->device == UINT32_MAX)
		snprintf(name, IAA_QUEUE_NAME, "(other)");
	else
		snprintf(name, IAA_QUEUE_NAME, "iax%u/wq%u.%u", queue->device, queue->device,
			 queue->queue);
}

const char *iaa_status__meaning(unsigned status)
{
	static const struct {
		unsigned status;
		const char *meaning;
	} rows[] = {
		{ 0x01, "success" },
		{ 0x0a, "analytics error" },
		{ 0x0b, "output buffer overflow" },
		{ 0x10, "unsupported opcode" },
		{ 0x11, "invalid flags" },
		{ 0x13, "invalid size" },
		{ 0x24, "watchdog expired" },
		{ 0xff, "aborted" },
	};

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (rows[i].status == status)
			return rows[i].meaning;
	return NULL;
}
