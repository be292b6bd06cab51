/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What could not be counted: the rows from which text, CSV and JSON tell by
 * how much a report may be short.
 */
#ifndef SWAPRA_LOSSES_H
#define SWAPRA_LOSSES_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "report.h"

struct loss {
	const char *key;         /* JSON member, CSV header */
	const char *label;       /* what the text line starts with */
	const char *consequence; /* what it means for the figures */
	uint64_t (*get)(const struct report *report);
};

extern const struct loss losses[];
extern const size_t nr_losses;

/* One line for each loss that is not zero. */
void losses__print(FILE *out, const struct report *report);

#endif
