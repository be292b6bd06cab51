/* SPDX-License-Identifier: GPL-2.0-only */
/* The life of a trace between attach and detach: wait, report, sum up. */
#ifndef SWAPRA_TRACE_LOOP_H
#define SWAPRA_TRACE_LOOP_H

#include "trace_live.h"

/*
 * Announce that everything is counted, then report until the settings' end or until
 * stop_fd is readable, then the totals. live has begun. Returns 0 or -errno, printed;
 * -EPIPE, when stdout has lost its reader, is not.
 */
int trace_loop__run(struct trace_live *live, int stop_fd);

#endif
