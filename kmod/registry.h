/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What policy.c and faulter.c share: the two tables of policy.h and their locks.
 *   hook_mutex (policy.c): attaching and detaching; held while hooks are set or removed
 *   registry_lock: both tables and what is said so in policy.h; never sleeps, may be taken
 *     inside cgroup_mutex and the cgroup tracepoints' lock
 * Faults read both tables under RCU.
 */
#ifndef KMOD_REGISTRY_H
#define KMOD_REGISTRY_H

#include <linux/cgroup.h>
#include <linux/spinlock.h>

#include "policy.h"

struct seq_file;

extern spinlock_t registry_lock;
extern struct workqueue_struct *registry_workqueue;

/* Being removed or gone. Under registry_lock, what is dead will not be met by faulter_forget(). */
static inline bool is_dead(const struct cgroup *cgroup)
{
	return !(READ_ONCE(cgroup->self.flags) & CSS_ONLINE);
}

/* The nearest policy of a cgroup and its ancestors. Under registry_lock or RCU. */
struct policy *policy_nearest(struct cgroup *cgroup);

/* Under registry_lock: a cgroup is removed. */
void faulter_forget(u64 cgroup_id);

/* At unload: no fault can be in our code any more. */
void faulters_drop(void);

/* One line each and their total. Under registry_lock. */
void faulters_show(struct seq_file *m);

#endif
