/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What can be known about swapra's kernel module: its state when it is loaded, and
 * what would keep it from being loaded. Reads files and BTF only.
 */
#ifndef SWAPRA_MODULE_H
#define SWAPRA_MODULE_H

#include <stdbool.h>
#include <stddef.h>

#include "kernel.h"
#include "policy/status.h"
#include "privilege.h"

/* Something of the kernel that the module cannot do without. */
struct module_need {
	const char *what;
	bool is_there;
};

#define MODULE_NEEDS_MAX 8

struct module {
	int error;        /* of reading its state: 0, or a positive errno; ENOENT: not loaded */
	struct policy_status status;
	char absence[400]; /* when it is not loaded: why, and what to do */
	struct module_need needs[MODULE_NEEDS_MAX];
	size_t nr_needs;  /* 0: the kernel's types could not be read */
	bool loaded_unsigned;
	enum toggle signatures_enforced; /* module.sig_enforce; off where there is none */
	enum toggle loading;             /* off: kernel.modules_disabled */
};

void module__probe(struct module *module, const struct kernel *kernel, const char *root);
void module__release(struct module *module);

#endif
