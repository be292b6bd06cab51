/* SPDX-License-Identifier: GPL-2.0-only */
/* What `swapra exporter` was asked to do, on the command line. */
#ifndef SWAPRA_EXPORTER_OPTIONS_H
#define SWAPRA_EXPORTER_OPTIONS_H

#include "exporter_selection.h"
#include "trace_options.h"

#define EXPORTER_DEFAULT_ADDRESS ":9719"
struct exporter_settings {
	struct trace_settings trace; /* first: it shares option rows with `swapra trace` */
	const char **addresses;      /* of argv */
	size_t nr_addresses;
	const char *telemetry_path;
	uint64_t max_connections;
	struct exporter_selection selection; /* of the command line */
	bool iaa;                 /* count what IAA does; holds its driver */
	const char *user;         /* to switch to; NULL: stay */
	const char *options_file; /* NULL: none */
};

/* As trace_settings__parse(). Release in any case. */
int exporter_settings__parse(struct exporter_settings *settings, int argc, char **argv);
void exporter_settings__release(struct exporter_settings *settings);

#endif
