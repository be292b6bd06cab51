/* SPDX-License-Identifier: GPL-2.0-only */
/* The parts of kernel__probe(), one source of knowledge each. */
#ifndef SWAPRA_KERNEL_PROBE_H
#define SWAPRA_KERNEL_PROBE_H

#include "kernel.h"

/* Load vmlinux BTF and read it. */
void kernel__probe_btf(struct kernel *kernel, const char *root);

/* Fill in what kernel->btf tells: prototypes and structures. */
void kernel__read_btf(struct kernel *kernel);

/* Find the hooks in kallsyms. */
void kernel__probe_symbols(struct kernel *kernel, const char *root);

/* Find out the preemption model. Reads kernel->btf and kernel->release. */
void kernel__probe_preempt(struct kernel *kernel, const char *root);

#endif
