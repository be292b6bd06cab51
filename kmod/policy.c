// SPDX-License-Identifier: GPL-2.0-only
/*
 * The attached policies: attaching, replacing, detaching, and those whose cgroup was
 * removed. registry.h tells the locking.
 */
#include "swapra.h"

#include <linux/bpf.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/tracepoint.h>

#include "hook.h"
#include "ops.h"
#include "registry.h"

#define POLICY_BUCKETS 256

DEFINE_SPINLOCK(registry_lock);
struct workqueue_struct *registry_workqueue;
u64 policy_generation;

static struct hlist_head policies[POLICY_BUCKETS];
static unsigned int nr_policies; /* under hook_mutex */
static DEFINE_MUTEX(hook_mutex);

/* Under registry_lock or RCU. */
static struct policy *find_policy(u64 cgroup_id)
{
	struct policy *policy;

	hlist_for_each_entry_rcu(policy, &policies[cgroup_id % POLICY_BUCKETS], node,
				 lockdep_is_held(&registry_lock))
		if (policy->cgroup_id == cgroup_id)
			return policy;
	return NULL;
}

struct policy *policy_nearest(struct cgroup *cgroup)
{
	for (; cgroup; cgroup = cgroup_parent(cgroup)) {
		struct policy *policy = find_policy(cgroup_id(cgroup));

		if (policy)
			return policy;
	}
	return NULL;
}

/*
 * The cgroup that a policy can be attached to, with a reference, or ERR_PTR(). A policy
 * is found by walking up from the cgroups of memory.*: one that is not among them would
 * never be met.
 */
static struct cgroup *get_cgroup(u64 id)
{
	struct cgroup *cgroup = cgroup_get_from_id(id);

	if (IS_ERR(cgroup))
		return cgroup;
	if (cgroup->root == &cgrp_dfl_root && rcu_access_pointer(cgroup->subsys[memory_cgrp_id]))
		return cgroup;
	cgroup_put(cgroup);
	return ERR_PTR(-EOPNOTSUPP);
}

/* Like publish_faulter(): either this sees that the cgroup is dead, or its removal sees this. */
static int publish(struct policy *policy, const struct cgroup *cgroup)
{
	int err = 0;

	spin_lock(&registry_lock);
	if (find_policy(policy->cgroup_id)) {
		err = -EEXIST;
	} else if (is_dead(cgroup)) {
		err = -ENOENT;
	} else {
		hlist_add_head_rcu(&policy->node, &policies[policy->cgroup_id % POLICY_BUCKETS]);
		WRITE_ONCE(policy_generation, policy_generation + 1);
	}
	spin_unlock(&registry_lock);
	return err;
}

static void withdraw(struct policy *policy)
{
	spin_lock(&registry_lock);
	hlist_del_rcu(&policy->node);
	WRITE_ONCE(policy_generation, policy_generation + 1);
	spin_unlock(&registry_lock);
	kfree_rcu(policy, rcu);
}

/* First policy: set the hooks; so long as there is none, faults run stock code alone. */
static int attach_locked(struct policy *policy, const struct cgroup *cgroup)
{
	int err = publish(policy, cgroup);

	if (err) {
		kfree(policy);
		return err;
	}
	if (!nr_policies)
		err = hooks_set();
	if (err)
		withdraw(policy);
	else
		nr_policies++;
	return err;
}

static int attach(struct policy_ops *ops, struct bpf_link *link, const struct cgroup *cgroup)
{
	struct policy *policy = kzalloc(sizeof(*policy), GFP_KERNEL);
	int err;

	if (!policy)
		return -ENOMEM;
	RCU_INIT_POINTER(policy->ops, ops);
	policy->cgroup_id = ops->cgroup_id;
	policy->link = link;
	mutex_lock(&hook_mutex);
	err = attach_locked(policy, cgroup);
	mutex_unlock(&hook_mutex);
	return err;
}

int policy_attach(struct policy_ops *ops, struct bpf_link *link)
{
	struct cgroup *cgroup = get_cgroup(ops->cgroup_id);
	int err;

	if (IS_ERR(cgroup))
		return PTR_ERR(cgroup);
	err = attach(ops, link, cgroup);
	cgroup_put(cgroup);
	return err;
}

static struct policy *find_by_ops(struct policy_ops *ops)
{
	struct policy *policy;

	spin_lock(&registry_lock);
	policy = find_policy(ops->cgroup_id);
	spin_unlock(&registry_lock);
	return WARN_ON(!policy || rcu_access_pointer(policy->ops) != ops) ? NULL : policy;
}

void policy_detach(struct policy_ops *ops)
{
	struct policy *policy;

	mutex_lock(&hook_mutex);
	policy = find_by_ops(ops);
	if (policy) {
		withdraw(policy);
		if (!--nr_policies)
			hooks_remove();
	}
	mutex_unlock(&hook_mutex);
}

/* Faults that run the old one hold RCU; the BPF core waits for them before it frees it. */
int policy_replace(struct policy_ops *new, struct policy_ops *old)
{
	struct policy *policy;
	int err = -EINVAL;

	if (new->cgroup_id != old->cgroup_id)
		return err;
	mutex_lock(&hook_mutex);
	policy = find_by_ops(old);
	if (policy) {
		spin_lock(&registry_lock);
		rcu_assign_pointer(policy->ops, new);
		spin_unlock(&registry_lock);
		err = 0;
	}
	mutex_unlock(&hook_mutex);
	return err;
}

/*
 * A link to the next policy whose cgroup is gone, with a reference, or NULL. One
 * whose last reference is just being dropped detaches itself.
 */
static struct bpf_link *next_orphan(void)
{
	struct bpf_link *link = NULL;
	struct policy *policy;

	spin_lock(&registry_lock);
	for (int i = 0; i < POLICY_BUCKETS && !link; i++) {
		hlist_for_each_entry(policy, &policies[i], node) {
			if (!policy->cgroup_gone || !policy->link)
				continue;
			policy->cgroup_gone = false;
			link = bpf_link_inc_not_zero(policy->link);
			if (!IS_ERR(link))
				break;
			link = NULL;
		}
	}
	spin_unlock(&registry_lock);
	return link;
}

static void drop_orphans(struct work_struct *work)
{
	struct bpf_link *link;

	while ((link = next_orphan())) {
		link->ops->detach(link);
		bpf_link_put(link);
	}
}

static DECLARE_WORK(orphan_work, drop_orphans);

/* Runs inside cgroup_mutex with a spinlock held. */
static void cgroup_removed(void *data, struct cgroup *cgroup, const char *path)
{
	struct policy *policy;

	spin_lock(&registry_lock);
	policy = find_policy(cgroup_id(cgroup));
	if (policy)
		policy->cgroup_gone = true;
	faulter_forget(cgroup_id(cgroup));
	spin_unlock(&registry_lock);
	if (policy)
		queue_work(registry_workqueue, &orphan_work);
}

static void find_tracepoint(struct tracepoint *tracepoint, void *found)
{
	if (!strcmp(tracepoint->name, "cgroup_rmdir"))
		*(struct tracepoint **)found = tracepoint;
}

static struct tracepoint *cgroup_rmdir;

int policies_init(void)
{
	int err;

	for_each_kernel_tracepoint(find_tracepoint, &cgroup_rmdir);
	if (!cgroup_rmdir) {
		pr_err("this kernel has no tracepoint cgroup_rmdir\n");
		return -EOPNOTSUPP;
	}
	registry_workqueue = alloc_workqueue("swapra", WQ_UNBOUND, 0);
	if (!registry_workqueue)
		return -ENOMEM;
	err = tracepoint_probe_register(cgroup_rmdir, cgroup_removed, NULL);
	if (err)
		destroy_workqueue(registry_workqueue);
	return err;
}

void policies_exit(void)
{
	tracepoint_probe_unregister(cgroup_rmdir, cgroup_removed, NULL);
	tracepoint_synchronize_unregister();
	flush_workqueue(registry_workqueue); /* what was to be resolved is a faulter now */
	faulters_drop();
	rcu_barrier(); /* the works of faulters, and kfree_rcu() of policies */
	destroy_workqueue(registry_workqueue);
}

static void show_policy(struct seq_file *m, const struct policy *policy)
{
	const struct policy_ops *ops = rcu_dereference_protected(policy->ops, true);

	seq_printf(m, "policy cgroup=%llu name=%s link=%u\n", policy->cgroup_id, ops->name,
		   policy->link ? policy->link->id : 0);
}

/* hook_mutex keeps the links of the policies. */
void policies_show(struct seq_file *m)
{
	struct policy *policy;

	mutex_lock(&hook_mutex);
	spin_lock(&registry_lock);
	for (int i = 0; i < POLICY_BUCKETS; i++)
		hlist_for_each_entry(policy, &policies[i], node)
			show_policy(m, policy);
	faulters_show(m);
	spin_unlock(&registry_lock);
	mutex_unlock(&hook_mutex);
}
