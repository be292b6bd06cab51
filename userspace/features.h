/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What this kernel offers, one row a feature: its state, what was found, and
 * what is lost without it. Collecting the facts touches the system, making rows
 * of them is pure.
 */
#ifndef SWAPRA_FEATURES_H
#define SWAPRA_FEATURES_H

#include <stddef.h>

#include "iaa_system.h"
#include "kernel.h"
#include "module.h"
#include "privilege.h"
#include "swap_device.h"
#include "system.h"
#include "tracing.h"

enum feature_status {
	FEATURE_YES = 0,
	FEATURE_NO = 1,
	FEATURE_UNKNOWN = 2,  /* could not be read; the detail says why */
	FEATURE_DEGRADED = 3, /* there, with a loss */
};

/* Everything the rows are made of. */
struct feature_facts {
	struct kernel kernel;
	struct privilege privilege;
	struct tracing tracing;
	struct swap_devices swap_devices;
	int swap_error; /* 0, or a positive errno: /proc/swaps could not be read */
	struct readahead readahead;
	struct zswap zswap;
	struct cgroups cgroups;
	struct iaa iaa;
	bool has_sysfs;
	struct module module;
};

struct feature {
	const char *name;
	enum feature_status status;
	char detail[512];
	const char *lost;
};

/* Probe the running system. */
void feature_facts__probe(struct feature_facts *facts);
void feature_facts__release(struct feature_facts *facts);

#define FEATURES_MAX 40

/* Fill in rows (room for FEATURES_MAX) and return their number. */
size_t features__list(struct feature *rows, const struct feature_facts *facts);

const char *feature_status__name(enum feature_status status);

#endif
