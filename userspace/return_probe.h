/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Kernel return probes with room for many concurrent calls. A return probe
 * keeps a record for each call in progress; a call that finds none left is
 * missed. The default is ten, and far more tasks than that wait for memory
 * inside one readahead function when memory is short. Only a probe defined
 * through tracefs can ask for more; such a definition outlives a killed process,
 * disarmed, until the next session removes it.
 *
 * 6.14: return probes on function graph have no such limit and are taken
 * instead. Drop this file when 6.12 leaves the supported kernels.
 */
#ifndef SWAPRA_RETURN_PROBE_H
#define SWAPRA_RETURN_PROBE_H

struct bpf_program;
struct bpf_link;

struct return_probe {
	char event[64]; /* its name in tracefs; "" when there is none */
};

/*
 * Attach the program to the returns of a function. Where tracefs cannot be
 * used it takes a probe with the default room; the kernel counts what is missed
 * either way. NULL with errno set on failure.
 */
struct bpf_link *return_probe__attach(struct return_probe *probe,
				      const struct bpf_program *program, const char *function);

/* After the link is destroyed: remove the definition. Prints when it cannot. */
void return_probe__remove(struct return_probe *probe);

/* Remove definitions whose process was killed before it could. */
void return_probe__remove_stale(void);

#endif
