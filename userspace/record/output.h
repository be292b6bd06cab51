/* SPDX-License-Identifier: GPL-2.0-only */
/* The file that a record is written to: opened so that nothing else is hit, written whole. */
#ifndef SWAPRA_RECORD_OUTPUT_H
#define SWAPRA_RECORD_OUTPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct record_output {
	int fd;
	const char *name; /* for messages */
	bool is_file;     /* a regular one of our own, that can be cut */
	bool is_stdout;
	uint64_t written;
};

/*
 * Create the file, for its owner alone; "-" is stdout. A regular file of that name is
 * replaced by a new one, a pipe is written to (and waited for until it has a reader),
 * anything else is refused. Returns 0 or -errno, printed. name must stay valid.
 */
int record_output__open(struct record_output *output, const char *name);

/*
 * Write all of it. On failure the file is cut back to what was written whole before.
 * Returns 0 or -errno, printed but for -EPIPE of stdout.
 */
int record_output__write(struct record_output *output, const void *data, size_t nr_bytes);

/* Returns 0 or -errno, printed. */
int record_output__close(struct record_output *output);

#endif
