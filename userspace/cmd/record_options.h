/* SPDX-License-Identifier: GPL-2.0-only */
/* The options of `swapra trace` that are about records; part of trace_options.c. */
#ifndef SWAPRA_RECORD_OPTIONS_H
#define SWAPRA_RECORD_OPTIONS_H

#include "../options.h"
#include "trace_options.h"

/* Both check one value and print what is wrong. Return 0 or -EINVAL. */
int record_option__name(const struct option_row *row, const char *value);
int record_option__limit(const struct option_row *row, const char *value, uint64_t *bytes);

/* What they say together with others; sets the default limit. Returns 0 or -EINVAL, printed. */
int record_options__complete(struct trace_settings *settings);

#endif
