/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which policy applies to a fault. Two tables: the attached policies, and the
 * cgroups that faulted with the policy that was found for each of them. A change
 * of the first makes the second stale by one generation number; what is stale is
 * resolved anew at its next fault.
 */
#ifndef KMOD_POLICY_H
#define KMOD_POLICY_H

#include <linux/cgroup.h>
#include <linux/memcontrol.h>
#include <linux/refcount.h>
#include <linux/rculist.h>
#include <linux/workqueue.h>

#include "guard.h"

struct bpf_link;
struct seq_file;
struct policy_ops;

/* One per attached policy. Freed an RCU grace period after it was detached. */
struct policy {
	struct hlist_node node; /* in the table of policies, RCU, under registry_lock */
	struct policy_ops __rcu *ops;
	u64 cgroup_id;
	struct bpf_link *link; /* NULL: registered without one */
	bool cgroup_gone;      /* its cgroup was removed, to be detached */
	struct rcu_head rcu;
};

/* What became of the verdicts on one cgroup's faults. One row each in counters.h. */
struct counters {
#define COUNTER(name) u64 name;
#include "counters.h"
#undef COUNTER
};

/* What is kept for a cgroup once a policy applied to it. */
struct account {
	struct counters __percpu *counters;
	struct guard guard;
};

/*
 * One per cgroup that faulted while a policy was attached to any cgroup. The table
 * holds a reference until the cgroup is removed; a fault holds one while it reads.
 */
struct faulter {
	struct hlist_node node; /* in the table of faulters, RCU, under registry_lock */
	u64 cgroup_id;
	u64 generation;	       /* for which `policy` was found; both under registry_lock */
	struct policy *policy; /* NULL: stock code; valid under RCU while not stale */
	struct account *account; /* never NULL where policy is not; lives as long as this */
	refcount_t refs;
	struct cgroup *cgroup; /* holds a reference */
	struct list_head dying; /* on the list of the removed until it is freed */
	struct rcu_work free_work;
};

#define FAULTER_BUCKETS 4096
extern struct hlist_head faulters[FAULTER_BUCKETS];
extern u64 policy_generation;

/* The memory cgroup's cgroup of the current task. Under RCU or with preemption off. */
static __always_inline struct cgroup *current_cgroup(void)
{
	return task_css(current, memory_cgrp_id)->cgroup;
}

/*
 * The current task's cgroup, NULL: not met before. Ids are inode numbers given out in
 * sequence, so the low bits spread them. Under RCU or with preemption off.
 */
static __always_inline struct faulter *current_faulter_even_stale(void)
{
	u64 id = cgroup_id(current_cgroup());
	struct faulter *faulter;

	hlist_for_each_entry_rcu_notrace(faulter, &faulters[id % FAULTER_BUCKETS], node)
		if (faulter->cgroup_id == id)
			return faulter;
	return NULL;
}

/* The same where its policy matters: NULL also when that has to be resolved anew. */
static __always_inline struct faulter *current_faulter(void)
{
	struct faulter *faulter = current_faulter_even_stale();

	if (faulter && smp_load_acquire(&faulter->generation) != READ_ONCE(policy_generation))
		return NULL;
	return faulter;
}

/*
 * Make the current task's cgroup known. May sleep. Returns 0, or -errno: then the
 * stock code has to serve this fault.
 */
int faulter_resolve_current(void);

/* The same from where sleeping is not allowed: later, one cgroup at a time. */
void faulter_resolve_later(void);

void faulter_put(struct faulter *faulter);

/*
 * 0, -EEXIST: the cgroup has a policy, -ENOENT: no such cgroup, -EOPNOTSUPP: not under
 * memory. `swapra policy set` relies on -EEXIST for what it could replace.
 */
int policy_attach(struct policy_ops *ops, struct bpf_link *link);
void policy_detach(struct policy_ops *ops);

/* Exchange a policy in one step. -EINVAL: for another cgroup. */
int policy_replace(struct policy_ops *new, struct policy_ops *old);

int policies_init(void);

/* No policy is attached and no fault is in our code any more. */
void policies_exit(void);

void policies_show(struct seq_file *m);

#endif
