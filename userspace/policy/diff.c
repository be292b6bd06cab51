// SPDX-License-Identifier: GPL-2.0-only
/* Plan against present state; see policy/diff.h. */
#include "policy/diff.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const struct policy_entry *find_entry(const struct policy_plan *plan, uint64_t cgroup)
{
	for (size_t i = 0; i < plan->nr; i++)
		if (plan->entries[i].id == cgroup)
			return &plan->entries[i];
	return NULL;
}

static const struct policy_present *find_present(const struct policy_present *present, size_t nr,
						 uint64_t cgroup)
{
	for (size_t i = 0; i < nr; i++)
		if (present[i].cgroup == cgroup)
			return &present[i];
	return NULL;
}

static enum policy_change_kind kind_of(const struct policy_entry *entry,
				       const struct policy_present *present)
{
	if (!present)
		return POLICY_ADD;
	if (entry->spec.shipped && !strcmp(entry->spec.name, present->name))
		return POLICY_UNCHANGED;
	return POLICY_REPLACE;
}

static void add_wanted(struct policy_diff *diff, const struct policy_entry *entry,
		       const struct policy_present *present)
{
	diff->changes[diff->nr++] = (struct policy_change){
		.kind = kind_of(entry, present),
		.cgroup = entry->id,
		.path = entry->path,
		.before = present ? present->name : NULL,
		.after = entry->spec.shipped ? entry->spec.name : entry->policy,
		.spec = &entry->spec,
	};
}

static void add_unwanted(struct policy_diff *diff, const struct policy_present *present)
{
	diff->changes[diff->nr++] = (struct policy_change){
		.kind = POLICY_CLEAR,
		.cgroup = present->cgroup,
		.path = present->path,
		.before = present->name,
	};
}

static int compare_paths(const void *a, const void *b)
{
	const struct policy_change *left = a, *right = b;

	return strcmp(left->path, right->path);
}

int policy_diff__build(struct policy_diff *diff, const struct policy_plan *plan,
		       const struct policy_present *present, size_t nr_present, bool keep)
{
	diff->nr = 0;
	diff->changes = calloc(plan->nr + nr_present + 1, sizeof(*diff->changes));
	if (!diff->changes)
		return -ENOMEM;
	for (size_t i = 0; i < plan->nr; i++)
		add_wanted(diff, &plan->entries[i],
			   find_present(present, nr_present, plan->entries[i].id));
	for (size_t i = 0; i < nr_present && !keep; i++)
		if (!find_entry(plan, present[i].cgroup))
			add_unwanted(diff, &present[i]);
	qsort(diff->changes, diff->nr, sizeof(*diff->changes), compare_paths);
	return 0;
}

void policy_diff__release(struct policy_diff *diff)
{
	free(diff->changes);
}

void policy_diff__print(FILE *out, const struct policy_diff *diff, bool done)
{
	static const char *const words[][2] = {
		[POLICY_ADD] = { "add", "added" },
		[POLICY_REPLACE] = { "replace", "replaced" },
		[POLICY_UNCHANGED] = { "unchanged", "unchanged" },
		[POLICY_CLEAR] = { "clear", "cleared" },
	};

	for (size_t i = 0; i < diff->nr; i++) {
		const struct policy_change *change = &diff->changes[i];
		bool both = change->kind == POLICY_REPLACE;

		fprintf(out, "%-9s  %s  %s%s%s\n", words[change->kind][done], change->path,
			change->before ?: change->after, both ? " -> " : "",
			both ? change->after : "");
	}
}
