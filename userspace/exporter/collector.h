/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a scrape answers: reads the session's counters, settles which cgroups have
 * series of their own, and writes every metric. Keeps what was counted for cgroups
 * that are gone, so that no total ever goes backwards.
 */
#ifndef SWAPRA_EXPORTER_COLLECTOR_H
#define SWAPRA_EXPORTER_COLLECTOR_H

#include "exposition.h"

struct collector;
struct evbuffer;

/*
 * Append a whole exposition to out. Called by one thread. Returns 0, or -errno with
 * out as it was and the reason printed.
 */
int collector__scrape(struct collector *collector, enum exposition_format format,
		      struct evbuffer *out);

#endif
