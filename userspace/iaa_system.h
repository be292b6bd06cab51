/* SPDX-License-Identifier: GPL-2.0-only */
/* How IAA is set up: the driver, its work queues and modes, and what this driver's code is like. */
#ifndef SWAPRA_IAA_SYSTEM_H
#define SWAPRA_IAA_SYSTEM_H

#include <stdbool.h>
#include <stddef.h>

struct btf;

struct iaa {
	bool has_bus;    /* the idxd driver is there */
	bool has_crypto; /* so is the compressor that uses it */
	unsigned nr_queues, nr_bound; /* work queues of the bus; of these, the compressor's */
	char bound[256];              /* their names; cut with "..." */
	char sync_mode[16];           /* "" = not known */
	int verify_compress;          /* -1 = not known */
	bool has_btf;    /* of the driver, which tracing needs; what follows is from it */
	bool can_count;  /* it has the functions that tracing attaches to */
	bool has_software_compress; /* 7.x: then its decompressor in software has a small window */
	bool joins_parts; /* 7.3: what zswap keeps in two parts goes to IAA; 6.12's zswap joins them itself */
};

/* vmlinux: BTF that the driver's stands on; NULL: nothing is told of its code. */
void iaa__probe(struct iaa *iaa, const char *root, struct btf *vmlinux);

#endif
