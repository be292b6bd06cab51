// SPDX-License-Identifier: GPL-2.0-only
/* The cgroup map, read through an iterator; see rows.h and bpf/rows.bpf.h. */
#include "rows.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
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

/* Fill the record from the stream, which may end anywhere. 1, 0 at its end, or -errno. */
static int read_record(int fd, struct swapra_row *row)
{
	size_t have = 0;
	ssize_t n;

	while (have < sizeof(*row)) {
		n = read(fd, (char *)row + have, sizeof(*row) - have);
		if (n < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (n < 0)
			return -errno;
		if (!n)
			return have ? -EIO : 0;
		have += n;
	}
	return 1;
}

static int grow(struct snapshot *snap, size_t *capacity)
{
	size_t more = *capacity ? *capacity * 2 : FIRST_ROWS;
	void *rows = reallocarray(snap->rows, more, sizeof(*snap->rows));

	if (!rows)
		return -ENOMEM;
	snap->rows = rows;
	*capacity = more;
	return 0;
}

static int read_records(struct snapshot *snap, int fd)
{
	size_t capacity = 0;
	int err;

	do {
		err = snap->nr_rows == capacity ? grow(snap, &capacity) : 0;
		if (!err)
			err = read_record(fd, &snap->rows[snap->nr_rows]);
		if (err > 0 && !is_unused(&snap->rows[snap->nr_rows]))
			snap->nr_rows++;
	} while (err > 0);
	return err;
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
	int fd = bpf_iter_create(bpf_link__fd(link)), err;

	if (fd < 0)
		return -errno;
	err = read_records(snap, fd);
	close(fd);
	if (err)
		return err;
	qsort(snap->rows, snap->nr_rows, sizeof(*snap->rows), by_cgroup);
	merge_twice_read(snap);
	return 0;
}
