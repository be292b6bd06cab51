/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Writing a record. Items gather in one block of bounded size, which goes to the
 * file when it is full or when a snapshot is complete: a writer that is killed
 * leaves a file of whole blocks. The first failure is printed and ends it: all
 * that follows returns the same error.
 */
#ifndef SWAPRA_RECORD_WRITER_H
#define SWAPRA_RECORD_WRITER_H

#include <stdint.h>
#include <time.h>

#include "fields.h"
#include "output.h"

struct record_writer;

/* Begin a record. output is the caller's and outlives it. limit: no events beyond so many bytes. */
struct record_writer *record_writer__open(struct record_output *output, uint64_t limit);

/* For tests: blocks as they are, not packed. */
void record_writer__set_plain(struct record_writer *writer);

/* One fact about the whole record; they come before everything else. */
int record_writer__info(struct record_writer *writer, const char *key, const char *format, ...)
	__attribute__((format(printf, 3, 4)));

/*
 * What a cgroup is called from now on; nothing is written when it is called so already.
 * path: NULL where it is not known; name: as reports show it.
 */
int record_writer__name(struct record_writer *writer, uint64_t cgroup, const char *path,
			const char *name);

int record_writer__device(struct record_writer *writer, const struct record_device *device);

/*
 * flags: enum record_snapshot_flags. Only rows that are not as in the snapshot before
 * are written. The block is written, too.
 */
int record_writer__snapshot(struct record_writer *writer, const struct snapshot *snap,
			    const struct timespec *wall, uint32_t flags);

/* False when the limit is reached: then it was counted as not written. */
bool record_writer__has_room(struct record_writer *writer);

int record_writer__event(struct record_writer *writer, const struct swapra_event *event,
			 int64_t wall_offset_ns);
int record_writer__outcome(struct record_writer *writer,
			   const struct swapra_outcome_event *outcome, int64_t wall_offset_ns);

/* Say that it ends here and write what waits. Returns 0 or -errno. */
int record_writer__finish(struct record_writer *writer);

/* Events and outcomes that found no room. */
uint64_t record_writer__not_written(const struct record_writer *writer);

/* Without an end, if it was not finished. Accepts NULL. */
void record_writer__close(struct record_writer *writer);

#endif
