/* SPDX-License-Identifier: GPL-2.0-only */
/* Reading the cgroup map into the rows of a snapshot. Only the session uses this. */
#ifndef SWAPRA_ROWS_H
#define SWAPRA_ROWS_H

#include "snapshot.h"

/* Fill snap->rows, sorted. Returns 0 or -errno; what was read stays in snap. */
int rows__read(struct snapshot *snap, int map_fd);

#endif
