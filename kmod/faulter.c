// SPDX-License-Identifier: GPL-2.0-only
/*
 * The cgroups that faulted: what is known of each, and the policy that was found for it.
 * policy.h says what a faulter is, registry.h how it is locked.
 */
#include "swapra.h"

#include <linux/seq_file.h>
#include <linux/slab.h>

#include "registry.h"

struct hlist_head faulters[FAULTER_BUCKETS];

static struct counters removed;   /* of cgroups that are gone, under registry_lock */
static LIST_HEAD(dying_faulters); /* under registry_lock */

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

/* Under registry_lock. */
static struct faulter *find_faulter(u64 cgroup_id)
{
	struct faulter *faulter;

	hlist_for_each_entry(faulter, &faulters[cgroup_id % FAULTER_BUCKETS], node)
		if (faulter->cgroup_id == cgroup_id)
			return faulter;
	return NULL;
}

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
		queue_rcu_work(registry_workqueue, &faulter->free_work);
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

static int resolve_known(u64 id)
{
	struct faulter *faulter;
	struct policy *policy;
	int err = 0;

	spin_lock(&registry_lock);
	faulter = find_faulter(id);
	policy = faulter ? policy_nearest(faulter->cgroup) : NULL;
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
		queue_work(registry_workqueue, &resolve_work);
}

void faulter_forget(u64 cgroup_id)
{
	struct faulter *faulter = find_faulter(cgroup_id);

	if (faulter)
		faulter_retire(faulter);
}

void faulters_drop(void)
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

static u64 nr_verdicts(const struct counters *counters)
{
	return counters->kernel + counters->single + counters->sized;
}

static void show_counters(struct seq_file *m, const struct counters *counters)
{
	seq_printf(m, " verdicts=%llu", nr_verdicts(counters));
#define COUNTER(name) seq_printf(m, " " #name "=%llu", counters->name);
#include "counters.h"
#undef COUNTER
}

static void show_faulter(struct seq_file *m, struct faulter *faulter, struct counters *total)
{
	const struct policy *policy = policy_nearest(faulter->cgroup);
	struct account *account = READ_ONCE(faulter->account);
	struct counters counters = {};

	/* Read once, so that the total is the sum of the rows. */
	add_counters(&counters, faulter);
#define COUNTER(name) total->name += counters.name;
#include "counters.h"
#undef COUNTER
	if (!policy && !nr_verdicts(&counters))
		return;
	seq_printf(m, "cgroup id=%llu policy=%llu", faulter->cgroup_id,
		   policy ? policy->cgroup_id : 0);
	show_counters(m, &counters);
	seq_printf(m, " unused=%u\n", account ? guard_unused(&account->guard) : 0);
}

void faulters_show(struct seq_file *m)
{
	struct counters total = removed;
	struct faulter *faulter;

	list_for_each_entry(faulter, &dying_faulters, dying)
		add_counters(&total, faulter);
	for (int i = 0; i < FAULTER_BUCKETS; i++)
		hlist_for_each_entry(faulter, &faulters[i], node)
			show_faulter(m, faulter, &total);
	seq_puts(m, "total");
	show_counters(m, &total);
	seq_putc(m, '\n');
}
