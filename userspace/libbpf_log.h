/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What libbpf and the verifier have to say: kept, not printed. Of a refused program's
 * log the end holds the reason, and the rest may be of megabytes. One log a process.
 */
#ifndef SWAPRA_LIBBPF_LOG_H
#define SWAPRA_LIBBPF_LOG_H

#include <bpf/libbpf.h>
#include <stdbool.h>

/* From now on keep the end of what libbpf says, up to that level; echo: print it as well. */
void libbpf_log__keep(enum libbpf_print_level most, bool echo);

/* Forget what was said. */
void libbpf_log__clear(void);

const char *libbpf_log__text(void);

/* Print the end of what was kept, and the tracer's error. Returns err, a -errno. */
int libbpf_log__fail(int err, const char *verb);

#endif
