/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading the cgroup map into the rows of a snapshot. Only the session uses this. */
#ifndef SWAPRA_ROWS_H
#define SWAPRA_ROWS_H

#include "session.h"

struct bpf_link;
struct bpf_program;

/* Ready the iterator over the map. NULL with errno set on failure. */
struct bpf_link *rows__open(const struct bpf_program *program, int map_fd);

/*
 * Hand the rows that changed since they were read last to fn, or all of them when the
 * programs' `reading` did. In no order; one may come twice when cgroups are added
 * meanwhile, the later one last. Returns 0 or -errno.
 */
int rows__each(const struct bpf_link *link, row_fn fn, void *context);

/* The same into snap->rows, sorted. Returns 0 or -errno; what was read stays in snap. */
int rows__read(struct snapshot *snap, const struct bpf_link *link);

#endif
