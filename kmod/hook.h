/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The hooks: ftrace redirects of swapin_readahead() and swap_cluster_readahead().
 * They are in place only while a policy is attached, and redirect only faults of
 * cgroups that have one (or that are not known yet).
 */
#ifndef KMOD_HOOK_H
#define KMOD_HOOK_H

#include <linux/swap.h>

struct vm_fault;
struct mempolicy;
struct seq_file;

/* Check what is needed. Returns 0, or -EOPNOTSUPP after saying why. */
int hooks_init(void);

/* Wait for the last fault to leave our code. The hooks are removed already. */
void hooks_exit(void);

/* Under hook_mutex. Returns 0 or -errno. */
int hooks_set(void);
void hooks_remove(void);

/* The kernel's own code, behind its ftrace site: tracers saw the call already. */
struct folio *stock_swapin_readahead(swp_entry_t entry, gfp_t gfp, struct vm_fault *vmf);
struct folio *stock_cluster_readahead(swp_entry_t entry, gfp_t gfp, struct mempolicy *mpol,
				      pgoff_t ilx);

void hooks_show(struct seq_file *m);

#endif
