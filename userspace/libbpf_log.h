/* SPDX-License-Identifier: GPL-2.0-only */
/* Why loading the tracer's programs failed, in libbpf's and the verifier's words. */
#ifndef SWAPRA_LIBBPF_LOG_H
#define SWAPRA_LIBBPF_LOG_H

/* From now on keep what libbpf says, instead of printing it. */
void libbpf_log__keep(void);

/* Print what was kept, and the error. Returns err, a -errno. */
int libbpf_log__fail(int err, const char *verb);

#endif
