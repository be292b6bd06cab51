/* SPDX-License-Identifier: GPL-2.0-only */
/* Ending on request: Ctrl-C, SIGTERM, a closed terminal. */
#ifndef SWAPRA_STOP_H
#define SWAPRA_STOP_H

/*
 * From now on the first SIGINT, SIGTERM or SIGHUP (unless nohup had it ignored)
 * makes the returned descriptor readable, the second one ends the process at
 * once; SIGPIPE is ignored. Returns the descriptor or -errno. Once a process.
 */
int stop__install(void);

/* The reader of stdout is gone: end as other tools do then, by SIGPIPE, unless it was ignored. */
void stop__by_broken_pipe(void);

#endif
