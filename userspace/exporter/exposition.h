/* SPDX-License-Identifier: GPL-2.0-only */
/* The two text formats that Prometheus reads, and the writing of them. */
#ifndef SWAPRA_EXPORTER_EXPOSITION_H
#define SWAPRA_EXPORTER_EXPOSITION_H

enum exposition_format {
	EXPOSITION_TEXT,        /* text/plain; version=0.0.4 */
	EXPOSITION_OPENMETRICS, /* application/openmetrics-text; version=1.0.0 */
};

#endif
