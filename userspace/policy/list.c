// SPDX-License-Identifier: GPL-2.0-only
/* From the module's state to rows; see policy/list.h. */
#include "policy/list.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "cgroups.h"

struct builder {
	struct policy_list *list;
	const struct policy_names *names;
	const uint64_t *selected;
	size_t nr_selected;
};

static const char *path_of(const struct builder *builder, uint64_t id)
{
	return builder->names->path(builder->names->context, id);
}

static bool is_selected(const struct builder *builder, uint64_t id)
{
	const char *path = path_of(builder, id);

	for (size_t i = 0; i < builder->nr_selected; i++) {
		const char *above = path_of(builder, builder->selected[i]);

		if (id == builder->selected[i] ||
		    (path && above && cgroup_path__is_below(path, above)))
			return true;
	}
	return !builder->nr_selected;
}

/* The nearest policy at or above a path. */
static const struct policy_attached *nearest(const struct builder *builder, const char *path)
{
	const struct policy_status *status = builder->list->status;
	const struct policy_attached *best = NULL;
	size_t length, longest = 0;

	for (size_t i = 0; i < status->nr_policies; i++) {
		const char *above = path_of(builder, status->policies[i].cgroup);

		if (!above || !cgroup_path__is_below(path, above))
			continue;
		length = strlen(above);
		if (!best || length > longest) {
			best = &status->policies[i];
			longest = length;
		}
	}
	return best;
}

/* What applies now; the module's row says what applied at the last fault. */
static const struct policy_attached *effective(const struct builder *builder, uint64_t id)
{
	const struct policy_status *status = builder->list->status;
	const struct policy_attached *own = policy_status__policy(status, id);
	const struct policy_cgroup *row = policy_status__cgroup(status, id);
	const char *path = path_of(builder, id);

	if (own)
		return own;
	if (path)
		return nearest(builder, path);
	return row ? policy_status__policy(status, row->policy) : NULL;
}

static void add_row(struct builder *builder, uint64_t id)
{
	struct policy_list *list = builder->list;
	const struct policy_names *names = builder->names;
	const struct policy_attached *policy = effective(builder, id);
	const struct policy_cgroup *cgroup = policy_status__cgroup(list->status, id);
	struct policy_row *row;

	for (size_t i = 0; i < list->nr; i++)
		if (list->rows[i].id == id)
			return;
	row = &list->rows[list->nr++];
	*row = (struct policy_row){ .id = id, .name = names->name(names->context, id) };
	if (policy) {
		row->policy = policy->name;
		row->link = policy->link;
		row->from = policy->cgroup;
		row->from_name = names->name(names->context, policy->cgroup);
	}
	if (cgroup) {
		row->counts = cgroup->counts;
		row->unused = cgroup->unused;
	}
}

static void add_all(struct builder *builder)
{
	const struct policy_status *status = builder->list->status;

	for (size_t i = 0; i < builder->nr_selected; i++)
		add_row(builder, builder->selected[i]);
	for (size_t i = 0; i < status->nr_policies; i++)
		if (is_selected(builder, status->policies[i].cgroup))
			add_row(builder, status->policies[i].cgroup);
	for (size_t i = 0; i < status->nr_cgroups; i++)
		if (is_selected(builder, status->cgroups[i].id))
			add_row(builder, status->cgroups[i].id);
}

static int compare_names(const void *a, const void *b)
{
	const struct policy_row *left = a, *right = b;

	return strcmp(left->name, right->name);
}

int policy_list__build(struct policy_list *list, const struct policy_status *status,
		       const struct policy_names *names, const uint64_t *selected,
		       size_t nr_selected)
{
	struct builder builder = { list, names, selected, nr_selected };

	*list = (struct policy_list){ .status = status };
	list->rows = calloc(nr_selected + status->nr_policies + status->nr_cgroups + 1,
			    sizeof(*list->rows));
	if (!list->rows)
		return -ENOMEM;
	add_all(&builder);
	qsort(list->rows, list->nr, sizeof(*list->rows), compare_names);
	return 0;
}

void policy_list__release(struct policy_list *list)
{
	free(list->rows);
}

bool policy_row__is_own(const struct policy_row *row)
{
	return row->policy && row->from == row->id;
}
