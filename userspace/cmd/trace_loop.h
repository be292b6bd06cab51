/* SPDX-License-Identifier: GPL-2.0-only */
/* The life of a trace between attach and detach: wait, report, sum up. */
#ifndef SWAPRA_TRACE_LOOP_H
#define SWAPRA_TRACE_LOOP_H

#include "../session.h"
#include "trace_names.h"
#include "trace_options.h"

/*
 * Announce that everything is counted, then report on stdout until the settings'
 * end or until stop_fd is readable, then the totals. Returns 0 or -errno, printed; -EPIPE, when stdout has lost its
 * reader, is not.
 */
int trace_loop__run(const struct trace_settings *settings, struct trace_names *names,
		    struct session *session, int stop_fd);

#endif
