/* SPDX-License-Identifier: GPL-2.0-only */
/* Standard output, written completely or not at all silently. */
#ifndef SWAPRA_OUTPUT_H
#define SWAPRA_OUTPUT_H

/*
 * Write out what stdout buffered. Returns 0 or -errno and has printed the error,
 * except -EPIPE: a reader that went away wants to hear nothing.
 */
int output__flush(void);

/*
 * Occupy standard descriptors that the caller closed, so that nothing opened
 * later gets their number and a report lands in it. Writing to them still fails.
 */
void output__reserve(void);

#endif
