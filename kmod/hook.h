/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The hooks: ftrace redirects of swapin_readahead() and swap_cluster_readahead().
 * They are in place only while a policy is attached, and redirect only faults of
 * cgroups that have one (or that are not known yet).
 */
#ifndef KMOD_HOOK_H
#define KMOD_HOOK_H

struct seq_file;

/* Check what is needed. Returns 0, or -EOPNOTSUPP after saying why. */
int hooks_init(void);

/* Wait for the last fault to leave our code. The hooks are removed already. */
void hooks_exit(void);

/* Under hook_mutex. Returns 0 or -errno. */
int hooks_set(void);
void hooks_remove(void);

void hooks_show(struct seq_file *m);

#endif
