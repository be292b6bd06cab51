/* SPDX-License-Identifier: GPL-2.0-only */
/* A trace from attach to detach, for every command that needs one. */
#ifndef SWAPRA_TRACE_RUN_H
#define SWAPRA_TRACE_RUN_H

#include "trace_options.h"

/*
 * What follows the parsing of options, which returned err: attach, report by the settings'
 * renderer, detach; release the settings. Returns an enum exit_code.
 */
int trace__run(struct trace_settings *settings, int err);

#endif
