// SPDX-License-Identifier: GPL-2.0-only
/* The cgroup map, read through an iterator; see rows.h and bpf/rows.bpf.h. */
#include "rows.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "totals.h"

/* Rows that a snapshot begins with; it doubles when they are full. */
#define FIRST_ROWS 64

struct bpf_link *rows__open(const struct bpf_program *program, int map_fd)
{
	union bpf_iter_link_info info = { .map.map_fd = map_fd };
	LIBBPF_OPTS(bpf_iter_attach_opts, options, .link_info = &info,
		    .link_info_len = sizeof(info));

	return bpf_program__attach_iter(program, &options);
}

/* The row for what finds the map full is always there, mostly for nothing. */
static bool is_unused(const struct swapra_row *row)
{
	return row->cgroup == SWAPRA_CGROUP_OTHER && totals__is_zero(&row->totals);
}

/* As much as the kernel hands out at a time, and the rest of a record before it. */
#define STREAM_ROWS 13

/* Hand on all whole records; what is left of the last one moves to the front. */
static size_t hand_on(struct swapra_row_record *records, size_t have, row_fn fn, void *context)
{
	size_t nr = have / sizeof(*records);

	for (size_t i = 0; i < nr; i++)
		if (!is_unused(&records[i].row))
			fn(context, &records[i].row, records[i].is_gone);
	have -= nr * sizeof(*records);
	memmove(records, records + nr, have);
	return have;
}

/* Records end anywhere in the stream. They are read where they lie: a row is 3.6 KB. */
static int read_stream(int fd, row_fn fn, void *context)
{
	struct swapra_row_record records[STREAM_ROWS];
	size_t have = 0;
	ssize_t n;

	for (;;) {
		n = read(fd, (char *)records + have, sizeof(records) - have);
		if (n < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (n < 0)
			return -errno;
		if (!n)
			return have ? -EIO : 0;
		have = hand_on(records, have + n, fn, context);
	}
}

int rows__each(const struct bpf_link *link, row_fn fn, void *context)
{
	int fd = bpf_iter_create(bpf_link__fd(link)), err;

	if (fd < 0)
		return -errno;
	err = read_stream(fd, fn, context);
	close(fd);
	return err;
}

/* Rows of a snapshot that is being filled. */
struct filling {
	struct snapshot *snap;
	size_t capacity;
	int error;
};

static int grow(struct filling *filling)
{
	size_t more = filling->capacity ? filling->capacity * 2 : FIRST_ROWS;
	void *rows = reallocarray(filling->snap->rows, more, sizeof(*filling->snap->rows));

	if (!rows)
		return -ENOMEM;
	filling->snap->rows = rows;
	filling->capacity = more;
	return 0;
}

static void keep_row(void *context, const struct swapra_row *row, bool is_gone)
{
	struct filling *filling = context;
	struct snapshot *snap = filling->snap;

	(void)is_gone;
	if (!filling->error && snap->nr_rows == filling->capacity)
		filling->error = grow(filling);
	if (!filling->error)
		snap->rows[snap->nr_rows++] = *row;
}

static int by_cgroup(const void *a, const void *b)
{
	const struct swapra_row *left = a, *right = b;

	return (left->cgroup > right->cgroup) - (left->cgroup < right->cgroup);
}

/*
 * A row may come twice when cgroups are added meanwhile. Counters only grow, so
 * of each the larger value is the later one.
 */
static void keep_later(struct swapra_totals *kept, const struct swapra_totals *other)
{
	__u64 *into = (__u64 *)kept;
	const __u64 *from = (const __u64 *)other;
	size_t i;

	for (i = 0; i < sizeof(*kept) / sizeof(*into); i++)
		if (from[i] > into[i])
			into[i] = from[i];
}

static void merge_twice_read(struct snapshot *snap)
{
	size_t i, kept = 0;

	for (i = 1; i < snap->nr_rows; i++) {
		if (snap->rows[i].cgroup == snap->rows[kept].cgroup)
			keep_later(&snap->rows[kept].totals, &snap->rows[i].totals);
		else
			snap->rows[++kept] = snap->rows[i];
	}
	if (snap->nr_rows)
		snap->nr_rows = kept + 1;
}

int rows__read(struct snapshot *snap, const struct bpf_link *link)
{
	struct filling filling = { .snap = snap };
	int err = rows__each(link, keep_row, &filling) ?: filling.error;

	if (err)
		return err;
	qsort(snap->rows, snap->nr_rows, sizeof(*snap->rows), by_cgroup);
	merge_twice_read(snap);
	return 0;
}
