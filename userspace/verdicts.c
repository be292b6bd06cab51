// SPDX-License-Identifier: GPL-2.0-only
/* Reading and arithmetic of what policies decided; see verdicts.h. */
#include "verdicts.h"

#include <errno.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "../kmod/swapra_fault.h"
#include "sysfile.h"

/* swapra_fault.h and bpf/swapra.h share words, so that no file can include both. */
_Static_assert(VERDICT_POLICY_LEN == SWAPRA_NAME_LEN, "as in the policy ABI");
_Static_assert(VERDICT_CLAMPED == (int)SWAPRA_VERDICT_CLAMPED &&
	       VERDICT_GUARDED == (int)SWAPRA_VERDICT_GUARDED &&
	       VERDICT_ERROR == (int)SWAPRA_VERDICT_ERROR &&
	       VERDICT_BACKGROUND == (int)SWAPRA_VERDICT_BACKGROUND &&
	       VERDICT_HINT == (int)SWAPRA_VERDICT_HINT, "as in the policy ABI");

const char *placement__name(unsigned placement)
{
	static const char *const names[] = {
		[SWAPRA_AROUND] = "around",
		[SWAPRA_AFTER] = "after",
		[SWAPRA_BEFORE] = "before",
	};

	return placement < sizeof(names) / sizeof(names[0]) ? names[placement] : NULL;
}

/* Counters without exception, as struct swapra_totals. */
#define NR_COUNTERS (sizeof(struct policy_counts) / sizeof(uint64_t))

void policy_counts__add(struct policy_counts *into, const struct policy_counts *from)
{
	const uint64_t *source = (const uint64_t *)from;
	uint64_t *counter = (uint64_t *)into;

	for (size_t i = 0; i < NR_COUNTERS; i++)
		counter[i] += source[i];
}

bool policy_counts__is_zero(const struct policy_counts *counts)
{
	const uint64_t *counter = (const uint64_t *)counts;

	for (size_t i = 0; i < NR_COUNTERS; i++)
		if (counter[i])
			return false;
	return true;
}

/*
 * Never below 0: the module reads its counters one after the other while faults go
 * on, so a sum over rows need not be of the same moment as the total.
 */
static void subtract(struct policy_counts *from, const struct policy_counts *what)
{
	const uint64_t *source = (const uint64_t *)what;
	uint64_t *counter = (uint64_t *)from;

	for (size_t i = 0; i < NR_COUNTERS; i++)
		counter[i] -= source[i] < counter[i] ? source[i] : counter[i];
}

/* An empty array is allocated too, so that NULL means one thing. */
static void *new_array(size_t nr, size_t size)
{
	return calloc(nr ? nr : 1, size);
}

static int allocate(struct verdicts *verdicts, size_t nr_policies, size_t nr_rows)
{
	verdicts->policies = new_array(nr_policies, sizeof(*verdicts->policies));
	verdicts->rows = new_array(nr_rows, sizeof(*verdicts->rows));
	if (!verdicts->policies || !verdicts->rows)
		return -ENOMEM;
	verdicts->nr_policies = nr_policies;
	verdicts->nr_rows = nr_rows;
	return 0;
}

int verdicts__take(struct verdicts *verdicts, const struct policy_status *status, uint64_t load)
{
	*verdicts = (struct verdicts){ .load = load };
	if (allocate(verdicts, status->nr_policies, status->nr_cgroups))
		return -ENOMEM;
	for (size_t i = 0; i < status->nr_policies; i++) {
		struct verdict_policy *policy = &verdicts->policies[i];

		policy->cgroup = status->policies[i].cgroup;
		snprintf(policy->name, sizeof(policy->name), "%s", status->policies[i].name);
	}
	for (size_t i = 0; i < status->nr_cgroups; i++)
		verdicts->rows[i] = (struct verdict_row){
			.cgroup = status->cgroups[i].id,
			.policy = status->cgroups[i].policy,
			.counts = status->cgroups[i].counts,
		};
	verdicts->total = status->total;
	verdicts->loaded = true;
	return 0;
}

/* The inode number of a kernfs directory is not given out twice. */
static uint64_t load_of_module(const char *root)
{
	char path[PATH_MAX];
	struct stat st;

	sysfile__path(path, root, "/sys/module/swapra");
	return stat(path, &st) ? 0 : st.st_ino;
}

int verdicts__read(struct verdicts *verdicts, const char *root)
{
	struct policy_status status;
	int err = policy_status__read(&status, root);

	*verdicts = (struct verdicts){};
	if (!err)
		err = verdicts__take(verdicts, &status, load_of_module(root));
	policy_status__release(&status);
	return err == -ENOENT ? 0 : err;
}

static bool is_continued(const struct verdicts *newer, const struct verdicts *older)
{
	return older->loaded && older->load == newer->load &&
	       older->total.verdicts <= newer->total.verdicts;
}

static void subtract_rows(struct verdicts *delta, const struct verdicts *older)
{
	for (size_t i = 0; i < delta->nr_rows; i++) {
		struct verdict_row *row = &delta->rows[i];
		const struct verdict_row *before = verdicts__row(older, row->cgroup);

		if (before)
			subtract(&row->counts, &before->counts);
	}
}

int verdicts__delta(struct verdicts *delta, const struct verdicts *newer,
		    const struct verdicts *older)
{
	*delta = (struct verdicts){ .load = newer->load };
	if (!newer->loaded)
		return 0;
	if (allocate(delta, newer->nr_policies, newer->nr_rows))
		return -ENOMEM;
	memcpy(delta->policies, newer->policies, newer->nr_policies * sizeof(*newer->policies));
	memcpy(delta->rows, newer->rows, newer->nr_rows * sizeof(*newer->rows));
	delta->total = newer->total;
	if (is_continued(newer, older)) {
		subtract_rows(delta, older);
		subtract(&delta->total, &older->total);
	}
	delta->removed = delta->total;
	for (size_t i = 0; i < delta->nr_rows; i++)
		subtract(&delta->removed, &delta->rows[i].counts);
	delta->loaded = true;
	return 0;
}

void verdicts__release(struct verdicts *verdicts)
{
	free(verdicts->policies);
	free(verdicts->rows);
	*verdicts = (struct verdicts){};
}

bool verdicts__any(const struct verdicts *verdicts)
{
	return verdicts->nr_policies || verdicts->total.verdicts;
}

/* Rows and policies both begin with the id they are sorted by. */
_Static_assert(!offsetof(struct verdict_row, cgroup), "compare_ids() reads it");
_Static_assert(!offsetof(struct verdict_policy, cgroup), "compare_ids() reads it");

static int compare_ids(const void *a, const void *b)
{
	const uint64_t *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

const struct verdict_row *verdicts__row(const struct verdicts *verdicts, uint64_t cgroup)
{
	return !verdicts->nr_rows ? NULL :
		bsearch(&cgroup, verdicts->rows, verdicts->nr_rows, sizeof(*verdicts->rows),
			compare_ids);
}

const struct verdict_policy *verdicts__policy(const struct verdicts *verdicts, uint64_t cgroup)
{
	return !verdicts->nr_policies ? NULL :
		bsearch(&cgroup, verdicts->policies, verdicts->nr_policies,
			sizeof(*verdicts->policies), compare_ids);
}
