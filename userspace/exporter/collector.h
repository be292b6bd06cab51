/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a scrape answers: reads the session's counters, settles which cgroups have
 * series of their own, and writes every metric. Keeps what was counted for cgroups
 * that are gone, so that no total ever goes backwards.
 */
#ifndef SWAPRA_EXPORTER_COLLECTOR_H
#define SWAPRA_EXPORTER_COLLECTOR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "exposition.h"

struct cgroups;
struct collector;
struct evbuffer;
struct session;

/* Histograms cost most: so many cgroups have their own unless options say otherwise. */
#define COLLECTOR_MAX_CGROUPS 1000
#define COLLECTOR_MAX_HISTOGRAMS 100

/* What decides which series there are. Texts need not outlive the call. */
struct collector_options {
	const char *const *allow; /* globs; none: all */
	size_t nr_allow;
	const char *const *deny;  /* globs; they go before allow */
	size_t nr_deny;
	size_t depth;             /* levels below the root that are told apart; 0: all */
	size_t max_cgroups;       /* with series of their own; 0 is 0: all are in (other) */
	size_t max_histograms;    /* of these, with histograms of their own */
	uint32_t sample;          /* one batch in so many is timed: session_options.sample */
};

/*
 * Series over what the session counts. Both must outlive it. NULL, printed, with errno
 * set on failure.
 */
struct collector *collector__open(struct session *session, struct cgroups *cgroups,
				  const struct collector_options *options);
void collector__close(struct collector *collector);

/*
 * Other options from the next scrape on; sample is not looked at. Returns 0, or -ENOMEM
 * with the old ones kept.
 */
int collector__reload(struct collector *collector, const struct collector_options *options);

/* An options file that could not be read, for the metric that tells. */
void collector__reload_failed(struct collector *collector);

/*
 * Append a whole exposition to out. Called by one thread. Returns 0, or -errno with
 * out as it was and the reason printed.
 */
int collector__scrape(struct collector *collector, enum exposition_format format,
		      struct evbuffer *out);

#endif
