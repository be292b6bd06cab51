/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Reading a record: one item after the other, with what is known so far. Needs
 * neither root nor a kernel, and survives whatever is in the file.
 */
#ifndef SWAPRA_RECORD_READER_H
#define SWAPRA_RECORD_READER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <time.h>

#include "blocks.h"
#include "fields.h"
#include "info.h"
#include "names.h"

struct record_item {
	enum record_item_type type; /* SNAPSHOT, EVENT, OUTCOME, DEVICE or END; valid until the next one: */
	const struct snapshot *snapshot; /* as session__read() gives it */
	struct timespec wall;       /* of the snapshot */
	uint32_t flags;             /* of the snapshot: enum record_snapshot_flags */
	int64_t wall_offset_ns;     /* of events: wall clock minus theirs */
	const struct swapra_event *event;
	const struct swapra_outcome_event *outcome;
	const struct record_device *device;
	const struct record_end *end;
};

struct record_reader;

/* Open and read to the first snapshot, the start. Returns NULL with errno set, printed. */
struct record_reader *record_reader__open(const char *path);

/* The same for a file that is open, of size bytes, printing nothing: see record_reader__error(). */
int record_reader__begin(struct record_reader **reader, FILE *file, uint64_t size);

/* Accepts NULL. */
void record_reader__close(struct record_reader *reader);

const struct record_info *record_reader__info(const struct record_reader *reader);

/* The first snapshot: the time, and verdicts before it. */
const struct record_item *record_reader__start(const struct record_reader *reader);

/* Names up to here; the selection is that of the writer. */
struct record_names *record_reader__names(struct record_reader *reader);

/* Returns 1, 0 after the end, or -errno: a record without an end is an error, too. */
int record_reader__next(struct record_reader *reader, struct record_item *item);

/* What was wrong; record_error__print() tells it. */
const struct record_error *record_reader__error(const struct record_reader *reader);

/* The writer counted things that this build does not know and leaves out. */
bool record_reader__has_unknown(const struct record_reader *reader);

#endif
