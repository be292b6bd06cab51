/* SPDX-License-Identifier: GPL-2.0-only */
/* Telling scripts that probes are attached: --ready-file and --ready-fd. */
#ifndef SWAPRA_READY_H
#define SWAPRA_READY_H

/* Remove a file that an earlier, killed run left: it would lie. Returns 0 or -errno, printed. */
int ready__clear(const char *file);

/*
 * Create file with the process id, whole from the first moment, and write
 * "ready\n" to fd, then close it. NULL and -1 stand for not asked for.
 * Returns 0 or -errno, printed.
 */
int ready__announce(const char *file, int fd);

#endif
