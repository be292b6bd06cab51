/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Figures derived from one row of counters: the sums that columns, JSON and
 * metrics all show, so that each is written once.
 */
#ifndef SWAPRA_TOTALS_H
#define SWAPRA_TOTALS_H

#include <stdbool.h>
#include <stdint.h>

#include "../bpf/swapra.h"

/* Pages of all sources and roles, of one source, of one role. */
uint64_t totals__pages(const struct swapra_totals *totals);
uint64_t totals__source_pages(const struct swapra_totals *totals, enum swapra_source source);
uint64_t totals__role_pages(const struct swapra_totals *totals, enum swapra_role role);

/* Batches that a fault asked for (all kinds but SWAPRA_ADVICE); of these, failed. */
uint64_t totals__faults(const struct swapra_totals *totals);
uint64_t totals__failed_faults(const struct swapra_totals *totals);

/* True when nothing was counted. */
bool totals__is_zero(const struct swapra_totals *totals);

/* Names as in JSON, CSV and metric labels; "?" for a value this build does not know. */
const char *source__name(unsigned source);
const char *kind__name(unsigned kind);

#endif
