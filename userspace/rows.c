// SPDX-License-Identifier: GPL-2.0-only
/* The cgroup map, read in batches; see rows.h. */
#include "rows.h"

#include <errno.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include <bpf/bpf.h>

/* Rows fetched by one system call; also how much a snapshot grows at once. */
#define READ_CHUNK 256U

/* Room for one more chunk of keys and values, and the rows made of them. */
struct row_reader {
	struct snapshot *snap;
	__u64 *keys;
	struct swapra_totals *values;
	size_t capacity;
};

/* The row for what finds the map full is always there, mostly for nothing. */
static bool is_unused(__u64 cgroup, const struct swapra_totals *totals)
{
	static const struct swapra_totals zero;

	return cgroup == SWAPRA_CGROUP_OTHER && !memcmp(totals, &zero, sizeof(zero));
}

static int append_rows(struct row_reader *reader, size_t nr)
{
	struct snapshot *snap = reader->snap;
	size_t i;

	if (snap->nr_rows + nr > reader->capacity) {
		size_t capacity = reader->capacity * 2 + nr;
		void *rows = reallocarray(snap->rows, capacity, sizeof(*snap->rows));

		if (!rows)
			return -ENOMEM;
		snap->rows = rows;
		reader->capacity = capacity;
	}
	for (i = 0; i < nr; i++) {
		struct snapshot_row *row = &snap->rows[snap->nr_rows];

		if (is_unused(reader->keys[i], &reader->values[i]))
			continue;
		row->cgroup = reader->keys[i];
		row->totals = reader->values[i];
		snap->nr_rows++;
	}
	return 0;
}

static int read_chunks(struct row_reader *reader, int map_fd)
{
	__u64 position;
	void *from = NULL;
	int err, append_err;

	do {
		__u32 nr = READ_CHUNK;

		err = bpf_map_lookup_batch(map_fd, from, &position, reader->keys, reader->values,
					   &nr, NULL);
		if (err && err != -ENOENT)
			return err;
		append_err = append_rows(reader, nr);
		if (append_err)
			return append_err;
		from = &position;
	} while (!err);
	return 0;
}

static int by_cgroup(const void *a, const void *b)
{
	const struct snapshot_row *left = a, *right = b;

	return (left->cgroup > right->cgroup) - (left->cgroup < right->cgroup);
}

int rows__read(struct snapshot *snap, int map_fd)
{
	struct row_reader reader = { .snap = snap };
	int err = -ENOMEM;

	reader.keys = calloc(READ_CHUNK, sizeof(*reader.keys));
	reader.values = calloc(READ_CHUNK, sizeof(*reader.values));
	if (reader.keys && reader.values)
		err = read_chunks(&reader, map_fd);
	free(reader.keys);
	free(reader.values);
	if (!err && snap->nr_rows)
		qsort(snap->rows, snap->nr_rows, sizeof(*snap->rows), by_cgroup);
	return err;
}
