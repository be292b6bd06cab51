// SPDX-License-Identifier: GPL-2.0-only
/*
 * The tables of policies and of faulting cgroups. Locking:
 *   hook_mutex: attaching and detaching; held while the hooks are set or removed
 *   registry_lock: both tables and what is said so in policy.h; never sleeps, may
 *     be taken inside cgroup_mutex and the cgroup tracepoints' lock
 * Faults read both tables under RCU.
 */
#include "swapra.h"

#include <linux/bpf.h>
#include <linux/seq_file.h>
#include <linux/slab.h>
#include <linux/tracepoint.h>

#include "hook.h"
#include "ops.h"
#include "policy.h"

#define POLICY_BUCKETS 256

struct hlist_head faulters[FAULTER_BUCKETS];
u64 policy_generation;

static struct hlist_head policies[POLICY_BUCKETS];
static unsigned int nr_policies;
static struct counters removed; /* of cgroups that are gone, under registry_lock */
static LIST_HEAD(dying_faulters);   /* under registry_lock */
static DEFINE_SPINLOCK(registry_lock);
static DEFINE_MUTEX(hook_mutex);
static struct workqueue_struct *workqueue;

static void add_counters(struct counters *sum, const struct faulter *faulter)
{
	const struct account *account = READ_ONCE(faulter->account);
	int cpu;

	if (!account)
		return;
	for_each_possible_cpu(cpu) {
		const struct counters *counters = per_cpu_ptr(account->counters, cpu);

#define COUNTER(name) sum->name += READ_ONCE(counters->name);
#include "counters.h"
#undef COUNTER
	}
}

/* The three finders: under registry_lock or RCU. */
static struct policy *find_policy(u64 cgroup_id)
{
	struct policy *policy;

	hlist_for_each_entry_rcu(policy, &policies[cgroup_id % POLICY_BUCKETS], node,
				 lockdep_is_held(&registry_lock))
		if (policy->cgroup_id == cgroup_id)
			return policy;
	return NULL;
}

static struct faulter *find_faulter(u64 cgroup_id)
{
	struct faulter *faulter;

	hlist_for_each_entry_rcu(faulter, &faulters[cgroup_id % FAULTER_BUCKETS], node,
				 lockdep_is_held(&registry_lock))
		if (faulter->cgroup_id == cgroup_id)
			return faulter;
	return NULL;
}

/* The nearest policy of a cgroup and its ancestors. */
static struct policy *nearest_policy(struct cgroup *cgroup)
{
	for (; cgroup; cgroup = cgroup_parent(cgroup)) {
		struct policy *policy = find_policy(cgroup_id(cgroup));

		if (policy)
			return policy;
	}
	return NULL;
}

/* -- faulting cgroups -- */

static void account_free(struct account *account)
{
	if (!account)
		return;
	guard_free(&account->guard);
	free_percpu(account->counters);
	kfree(account);
}

static struct account *account_new(void)
{
	struct account *account = kzalloc(sizeof(*account), GFP_KERNEL);

	if (!account)
		return NULL;
	guard_init(&account->guard);
	account->counters = alloc_percpu(struct counters);
	if (account->counters)
		return account;
	kfree(account);
	return NULL;
}

static void faulter_free(struct work_struct *work)
{
	struct faulter *faulter = container_of(to_rcu_work(work), struct faulter, free_work);

	spin_lock(&registry_lock);
	add_counters(&removed, faulter);
	list_del(&faulter->dying);
	spin_unlock(&registry_lock);
	account_free(faulter->account);
	cgroup_put(faulter->cgroup);
	kfree(faulter);
}

void faulter_put(struct faulter *faulter)
{
	if (refcount_dec_and_test(&faulter->refs))
		queue_rcu_work(workqueue, &faulter->free_work);
}

/* Under registry_lock: no new fault finds it; it goes when the last one is done. */
static void faulter_retire(struct faulter *faulter)
{
	hlist_del_rcu(&faulter->node);
	list_add(&faulter->dying, &dying_faulters);
	faulter_put(faulter);
}

/* Under registry_lock. The policy first: who sees the generation sees it, too. */
static void faulter_resolve(struct faulter *faulter, struct policy *policy)
{
	WRITE_ONCE(faulter->policy, policy);
	smp_store_release(&faulter->generation, policy_generation);
}

/* Being removed or gone. */
static bool is_dead(const struct cgroup *cgroup)
{
	return !(READ_ONCE(cgroup->self.flags) & CSS_ONLINE);
}

static int resolve_known(u64 id)
{
	struct faulter *faulter;
	struct policy *policy;
	int err = 0;

	spin_lock(&registry_lock);
	faulter = find_faulter(id);
	policy = faulter ? nearest_policy(faulter->cgroup) : NULL;
	if (!faulter)
		err = -ENOENT;
	else if (policy && !faulter->account)
		err = -ENODATA;
	else
		faulter_resolve(faulter, policy);
	spin_unlock(&registry_lock);
	return err;
}

/*
 * A removed cgroup is marked dead before our tracepoint handler looks it up under
 * the lock, so one of the two sees the other.
 */
static int publish_faulter(struct faulter *faulter)
{
	int err = 0;

	spin_lock(&registry_lock);
	if (find_faulter(faulter->cgroup_id))
		err = -EEXIST;
	else if (is_dead(faulter->cgroup))
		err = -ENODEV;
	else
		hlist_add_head_rcu(&faulter->node, &faulters[faulter->cgroup_id % FAULTER_BUCKETS]);
	spin_unlock(&registry_lock);
	return err;
}

static int faulter_create(struct cgroup *cgroup)
{
	struct faulter *faulter = kzalloc(sizeof(*faulter), GFP_KERNEL);
	int err;

	if (!faulter)
		return -ENOMEM;
	faulter->cgroup_id = cgroup_id(cgroup);
	faulter->cgroup = cgroup;
	faulter->generation = U64_MAX; /* stale */
	refcount_set(&faulter->refs, 1);
	INIT_LIST_HEAD(&faulter->dying);
	INIT_RCU_WORK(&faulter->free_work, faulter_free);
	cgroup_get(cgroup);
	err = publish_faulter(faulter);
	if (err) {
		cgroup_put(cgroup);
		kfree(faulter);
	}
	return err == -EEXIST ? 0 : err;
}

static int faulter_equip(u64 id)
{
	struct account *account = account_new();
	struct faulter *faulter;

	if (!account)
		return -ENOMEM;
	spin_lock(&registry_lock);
	faulter = find_faulter(id);
	if (faulter && !faulter->account)
		swap(faulter->account, account);
	spin_unlock(&registry_lock);
	account_free(account); /* another task was faster */
	return 0;
}

static int resolve(struct cgroup *cgroup)
{
	u64 id = cgroup_id(cgroup);
	int err;

	for (;;) {
		err = resolve_known(id);
		if (err == -ENOENT)
			err = faulter_create(cgroup);
		else if (err == -ENODATA)
			err = faulter_equip(id);
		else
			return 0;
		if (err)
			return err;
	}
}

int faulter_resolve_current(void)
{
	struct cgroup *cgroup;
	int err;

	rcu_read_lock();
	cgroup = current_cgroup();
	if (!cgroup_tryget(cgroup))
		cgroup = NULL;
	rcu_read_unlock();
	if (!cgroup)
		return -ENODEV;
	err = resolve(cgroup);
	cgroup_put(cgroup);
	return err;
}

static struct cgroup *to_resolve; /* with a reference, until the work has run */

static void resolve_waiting(struct work_struct *work)
{
	struct cgroup *cgroup = READ_ONCE(to_resolve);

	resolve(cgroup);
	smp_store_release(&to_resolve, NULL);
	cgroup_put(cgroup);
}

static DECLARE_WORK(resolve_work, resolve_waiting);

void faulter_resolve_later(void)
{
	struct cgroup *cgroup;

	if (READ_ONCE(to_resolve))
		return;
	cgroup = current_cgroup();
	if (!cgroup_tryget(cgroup))
		return;
	if (cmpxchg(&to_resolve, NULL, cgroup))
		cgroup_put(cgroup);
	else
		queue_work(workqueue, &resolve_work);
}

/* -- attaching and detaching -- */

/*
 * The cgroup's id if a policy can be attached to it. A policy is found by walking
 * up from the cgroups of memory.*: one that is not among them would never be met.
 */
static int check_cgroup(u64 id)
{
	struct cgroup *cgroup = cgroup_get_from_id(id);
	int err = 0;

	if (IS_ERR(cgroup))
		return PTR_ERR(cgroup);
	if (is_dead(cgroup))
		err = -ENOENT;
	else if (cgroup->root != &cgrp_dfl_root ||
		 !rcu_access_pointer(cgroup->subsys[memory_cgrp_id]))
		err = -EOPNOTSUPP;
	cgroup_put(cgroup);
	return err;
}

static int publish(struct policy *policy)
{
	int err = 0;

	spin_lock(&registry_lock);
	if (find_policy(policy->cgroup_id)) {
		err = -EEXIST;
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
static int attach_locked(struct policy *policy)
{
	int err = publish(policy);

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

int policy_attach(struct swapra_ops *ops, struct bpf_link *link)
{
	struct policy *policy;
	int err = check_cgroup(ops_cgroup_id(ops));

	if (err)
		return err;
	policy = kzalloc(sizeof(*policy), GFP_KERNEL);
	if (!policy)
		return -ENOMEM;
	RCU_INIT_POINTER(policy->ops, ops);
	policy->cgroup_id = ops_cgroup_id(ops);
	policy->link = link;
	mutex_lock(&hook_mutex);
	err = attach_locked(policy);
	mutex_unlock(&hook_mutex);
	return err;
}

static struct policy *find_by_ops(struct swapra_ops *ops)
{
	struct policy *policy;

	spin_lock(&registry_lock);
	policy = find_policy(ops_cgroup_id(ops));
	spin_unlock(&registry_lock);
	return WARN_ON(!policy || rcu_access_pointer(policy->ops) != ops) ? NULL : policy;
}

void policy_detach(struct swapra_ops *ops)
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
int policy_replace(struct swapra_ops *new, struct swapra_ops *old)
{
	struct policy *policy;
	int err = -EINVAL;

	if (ops_cgroup_id(new) != ops_cgroup_id(old))
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

/* -- removed cgroups -- */

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
	struct faulter *faulter;
	struct policy *policy;

	spin_lock(&registry_lock);
	policy = find_policy(cgroup_id(cgroup));
	if (policy)
		policy->cgroup_gone = true;
	faulter = find_faulter(cgroup_id(cgroup));
	if (faulter)
		faulter_retire(faulter);
	spin_unlock(&registry_lock);
	if (policy)
		queue_work(workqueue, &orphan_work);
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
	workqueue = alloc_workqueue("swapra", WQ_UNBOUND, 0);
	if (!workqueue)
		return -ENOMEM;
	err = tracepoint_probe_register(cgroup_rmdir, cgroup_removed, NULL);
	if (err)
		destroy_workqueue(workqueue);
	return err;
}

static void drop_faulters(void)
{
	struct faulter *faulter;
	struct hlist_node *next;

	spin_lock(&registry_lock);
	for (int i = 0; i < FAULTER_BUCKETS; i++) {
		hlist_for_each_entry_safe(faulter, next, &faulters[i], node)
			faulter_retire(faulter);
	}
	spin_unlock(&registry_lock);
}

void policies_exit(void)
{
	tracepoint_probe_unregister(cgroup_rmdir, cgroup_removed, NULL);
	tracepoint_synchronize_unregister();
	flush_workqueue(workqueue); /* what was to be resolved is a faulter now */
	drop_faulters();
	rcu_barrier(); /* the works of faulters, and kfree_rcu() of policies */
	destroy_workqueue(workqueue);
}

/* -- status -- */

static void show_counters(struct seq_file *m, const struct counters *counters)
{
#define COUNTER(name) seq_printf(m, " " #name "=%llu", counters->name);
#include "counters.h"
#undef COUNTER
}

static void show_policy(struct seq_file *m, const struct policy *policy)
{
	const struct swapra_ops *ops = rcu_dereference_protected(policy->ops, true);

	seq_printf(m, "policy cgroup=%llu name=%s link=%u\n", policy->cgroup_id, ops_name(ops),
		   policy->link ? policy->link->id : 0);
}

static void show_faulter(struct seq_file *m, struct faulter *faulter, struct counters *total)
{
	const struct policy *policy = nearest_policy(faulter->cgroup);
	struct account *account = READ_ONCE(faulter->account);
	struct counters counters = {};

	/* Read once, so that the total is the sum of the rows. */
	add_counters(&counters, faulter);
#define COUNTER(name) total->name += counters.name;
#include "counters.h"
#undef COUNTER
	if (!policy && !counters.verdicts)
		return;
	seq_printf(m, "cgroup id=%llu policy=%llu", faulter->cgroup_id,
		   policy ? policy->cgroup_id : 0);
	show_counters(m, &counters);
	seq_printf(m, " unused=%u\n", account ? guard_unused(&account->guard) : 0);
}

/* hook_mutex keeps the links of the policies, RCU the rest. */
void policies_show(struct seq_file *m)
{
	struct counters total;
	struct faulter *faulter;
	struct policy *policy;

	mutex_lock(&hook_mutex);
	spin_lock(&registry_lock);
	total = removed;
	list_for_each_entry(faulter, &dying_faulters, dying)
		add_counters(&total, faulter);
	spin_unlock(&registry_lock);
	rcu_read_lock();
	for (int i = 0; i < POLICY_BUCKETS; i++)
		hlist_for_each_entry_rcu(policy, &policies[i], node)
			show_policy(m, policy);
	for (int i = 0; i < FAULTER_BUCKETS; i++)
		hlist_for_each_entry_rcu(faulter, &faulters[i], node)
			show_faulter(m, faulter, &total);
	rcu_read_unlock();
	mutex_unlock(&hook_mutex);
	seq_puts(m, "total");
	show_counters(m, &total);
	seq_putc(m, '\n');
}
