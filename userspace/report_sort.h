/* SPDX-License-Identifier: GPL-2.0-only */
/* Only report.c uses this. */
#ifndef SWAPRA_REPORT_SORT_H
#define SWAPRA_REPORT_SORT_H

#include "report.h"

/* Both kinds of lines are sorted; those that the options are about are cut. */
void report__sort_and_cut(struct report *report, const struct report_options *options);

#endif
