// SPDX-License-Identifier: GPL-2.0-only
/* The tables of prefetched pages; see use_tables.h and bpf/usefulness.bpf.h. */
#include "use_tables.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <bpf/libbpf.h>

#include "sysfile.h"

#define DEFAULT_BYTES_MAX (64ULL << 20)
#define PLACE_BYTES (USE_LINE_BYTES / USE_LINE_PLACES)

/* States of a place, as the BPF side has them in these bits of its word. */
#define STATE_MASK (7ULL << 55)

/* Memory of the machine in KiB, 0 if that is not to be learnt. */
static uint64_t memory_kib(const char *root)
{
	FILE *file = sysfile__open(root, "/proc/meminfo");
	unsigned long long kib = 0;
	char line[128];

	if (!file)
		return 0;
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, "MemTotal: %llu kB", &kib) == 1)
			break;
	fclose(file);
	return kib;
}

/* Swap in use in KiB: the third column. */
static uint64_t swap_kib(const char *root)
{
	FILE *file = sysfile__open(root, "/proc/swaps");
	unsigned long long kib, sum = 0;
	char line[512];

	if (!file)
		return 0;
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, "%*s %*s %llu", &kib) == 1)
			sum += kib;
	fclose(file);
	return sum;
}

static uint64_t default_bytes(const char *root)
{
	uint64_t memory = memory_kib(root), swap = swap_kib(root), bytes;

	if (!swap || (memory && memory < swap))
		swap = memory;
	bytes = swap / 4 * PLACE_BYTES;
	return bytes && bytes < DEFAULT_BYTES_MAX ? bytes : DEFAULT_BYTES_MAX;
}

uint32_t use_tables__lines(uint64_t bytes, const char *root)
{
	uint64_t wanted = (bytes ? bytes : default_bytes(root) + USE_LINE_BYTES - 1) /
			  USE_LINE_BYTES;
	uint32_t lines = USE_LINES_MIN;

	/* What somebody asked for is a limit, what swap needs is a need. */
	while (lines < USE_LINES_MAX && (bytes ? lines * 2ULL <= wanted : lines < wanted))
		lines *= 2;
	return lines;
}

static const void *map_array(const struct bpf_map *map, size_t value_size)
{
	size_t bytes = bpf_map__max_entries(map) * value_size;
	void *memory = mmap(NULL, bytes, PROT_READ, MAP_SHARED, bpf_map__fd(map), 0);

	return memory == MAP_FAILED ? NULL : memory;
}

int use_tables__map(struct use_tables *tables, const struct bpf_map *lines,
		    const struct bpf_map *rows)
{
	tables->lines = map_array(lines, USE_LINE_BYTES);
	if (!tables->lines)
		return -errno;
	tables->nr_lines = bpf_map__max_entries(lines);
	tables->rows = map_array(rows, sizeof(*tables->rows));
	if (!tables->rows)
		return -errno;
	tables->nr_rows = bpf_map__max_entries(rows);
	return 0;
}

static void unmap(const void *memory, size_t bytes)
{
	if (memory)
		munmap((void *)memory, bytes);
}

void use_tables__unmap(struct use_tables *tables)
{
	unmap(tables->lines, tables->nr_lines * USE_LINE_BYTES);
	unmap(tables->rows, tables->nr_rows * sizeof(*tables->rows));
	*tables = (struct use_tables){};
}

static uint64_t count_pending(const struct use_tables *tables)
{
	uint64_t pending = 0;

	for (size_t line = 0; line < tables->nr_lines; line++) {
		const volatile uint64_t *words = &tables->lines[line * USE_LINE_BYTES / 8];

		for (unsigned way = 0; way < USE_LINE_PLACES; way++) {
			uint64_t word = words[way];

			pending += word && !(word & STATE_MASK);
		}
	}
	return pending;
}

static int compare_rows(const void *left, const void *right)
{
	const struct use_row *a = left, *b = right;

	return use_key__compare(&a->key, &b->key);
}

/* Two CPUs may have made a row for the same key. */
static void merge_equal(struct snapshot *snap)
{
	size_t kept = 0;

	for (size_t i = 1; i < snap->nr_uses; i++) {
		if (!compare_rows(&snap->uses[kept], &snap->uses[i])) {
			use__add(&snap->uses[kept].use, &snap->uses[i].use);
			snap->uses[kept].pending += snap->uses[i].pending;
		} else {
			snap->uses[++kept] = snap->uses[i];
		}
	}
	if (snap->nr_uses)
		snap->nr_uses = kept + 1;
}

static bool is_unused(const struct swapra_use *use)
{
	static const struct swapra_use zero;

	return !memcmp(use, &zero, sizeof(zero));
}

void use_tables__tell_size(const struct use_tables *tables, struct use_tracking *tracking)
{
	tracking->places = tables->nr_lines * USE_LINE_PLACES;
	tracking->bytes = tables->nr_lines * USE_LINE_BYTES +
			  tables->nr_rows * sizeof(*tables->rows);
}

void use_tables__each(const struct use_tables *tables, uint32_t nr_used, use_fn fn, void *context)
{
	for (size_t i = 0; i < nr_used && i < tables->nr_rows; i++)
		fn(context, i, &tables->rows[i]);
}

int use_tables__read(struct snapshot *snap, const struct use_tables *tables, uint32_t nr_used)
{
	size_t nr = nr_used < tables->nr_rows ? nr_used : tables->nr_rows;

	snap->uses = calloc(nr ? nr : 1, sizeof(*snap->uses));
	if (!snap->uses)
		return -ENOMEM;
	snap->nr_uses = 0;
	for (size_t i = 0; i < nr; i++) {
		struct use_row *row = &snap->uses[snap->nr_uses];

		row->key = tables->rows[i].key;
		row->use = tables->rows[i].use;
		row->pending = use__pending(&row->use);
		snap->nr_uses += !is_unused(&row->use);
	}
	qsort(snap->uses, snap->nr_uses, sizeof(*snap->uses), compare_rows);
	merge_equal(snap);
	use_tables__tell_size(tables, &snap->tracking);
	snap->tracking.pending = count_pending(tables);
	return 0;
}
