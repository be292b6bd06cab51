/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The running kernel's build configuration, where the system keeps a copy. It
 * answers what neither BTF nor sysfs shows to an ordinary user: the default
 * preemption model, a lockdown forced at build time.
 */
#ifndef SWAPRA_KCONFIG_H
#define SWAPRA_KCONFIG_H

#include <stdbool.h>

struct kconfig {
	char *text;       /* NULL: no copy found */
	const char *path; /* the pattern that found it; static storage */
};

/* Look in /proc/config.gz, /boot and the modules' directory. 0 or -errno. */
int kconfig__load(struct kconfig *config, const char *root, const char *release);
void kconfig__free(struct kconfig *config);

/* The symbol (without CONFIG_) is built in. */
bool kconfig__is_yes(const struct kconfig *config, const char *symbol);

/*
 * The symbol is mentioned at all, set or not. Kconfig leaves out what the
 * kernel's other options or its architecture rule out.
 */
bool kconfig__is_offered(const struct kconfig *config, const char *symbol);

#endif
