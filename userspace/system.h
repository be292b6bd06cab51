/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The rest of the machine that decides what swap-in does and what can be told
 * about it: zswap, the cgroup hierarchy.
 */
#ifndef SWAPRA_SYSTEM_H
#define SWAPRA_SYSTEM_H

#include <stdbool.h>

struct zswap {
	int error;            /* 0, or a positive errno: ENOENT = not in this kernel */
	bool enabled;
	char compressor[64];
	char zpool[32];       /* "" from 6.18 on: zsmalloc is the only one */
	int max_pool_percent; /* -1 = not known, as below */
	int shrinker_enabled;
};

void zswap__probe(struct zswap *zswap, const char *root);

struct cgroups {
	int error;              /* 0, or a positive errno: the mounts could not be read */
	char mount[256];        /* of cgroup2; "" = none */
	bool has_memory;        /* its memory controller is available */
	bool has_v1_memory;     /* a version 1 hierarchy took it */
};

void cgroups__probe(struct cgroups *cgroups, const char *root);

#endif
