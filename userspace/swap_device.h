/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The swap devices in use, and what their kind means for readahead: synchronous
 * ones (zram) skip it, a single rotational one changes it for the whole machine.
 */
#ifndef SWAPRA_SWAP_DEVICE_H
#define SWAPRA_SWAP_DEVICE_H

#include <stdbool.h>
#include <stddef.h>

struct swap_device {
	char path[256];   /* as in /proc/swaps, unescaped */
	bool is_file;
	char disk[64];    /* name of the disk below; "" = not known */
	bool synchronous; /* zram, brd or pmem */
	int rotational;   /* 1, 0, or -1 = not known */
};

struct swap_devices {
	struct swap_device *rows;
	size_t nr;
};

/* Read /proc/swaps and look every device up. Returns 0 or -errno. */
int swap_devices__read(struct swap_devices *devices, const char *root);
void swap_devices__free(struct swap_devices *devices);

enum readahead_kind {
	READAHEAD_UNKNOWN,
	READAHEAD_VMA,     /* a window in the address space of the faulting task */
	READAHEAD_CLUSTER, /* neighbouring swap slots, whoever they belong to */
};

struct readahead {
	enum readahead_kind kind;
	const struct swap_device *device; /* that made it cluster or unknown; or NULL */
	int page_cluster;                 /* vm.page-cluster; -1 = not known */
};

void readahead__probe(struct readahead *readahead,
		      const struct swap_devices *devices, const char *root);

#endif
