/* SPDX-License-Identifier: GPL-2.0-only */
/* A source that was recorded: the same reports without root and without a kernel. */
#ifndef SWAPRA_TRACE_REPLAY_H
#define SWAPRA_TRACE_REPLAY_H

#include "trace_options.h"

/* Print all that the record has of what the settings ask for. Returns 0 or -errno, printed. */
int trace_replay__run(const struct trace_settings *settings);

#endif
