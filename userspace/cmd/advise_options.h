/* SPDX-License-Identifier: GPL-2.0-only */
/* What `swapra advise` was asked to do. */
#ifndef SWAPRA_ADVISE_OPTIONS_H
#define SWAPRA_ADVISE_OPTIONS_H

#include "trace_options.h"

struct advise_settings {
	struct trace_settings trace; /* first: it shares option rows with `swapra trace` */
	bool json;
	bool explain;
};

/* As trace_settings__parse(), but for the renderer. Release .trace in any case. */
int advise_settings__parse(struct advise_settings *settings, int argc, char **argv);

#endif
