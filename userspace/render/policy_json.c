// SPDX-License-Identifier: GPL-2.0-only
/* `swapra policy list --json`: one object on one line. */
#include <errno.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "builder.h"
#include "policy.h"

/* For ids: 0 is null. */
static void put_id(struct builder *builder, json_object *object, const char *key, uint64_t id)
{
	if (id)
		builder__put_number(builder, object, key, id);
	else
		builder__put_null(builder, object, key);
}

static void put_counts(struct builder *builder, json_object *object,
		       const struct policy_counts *counts)
{
	for (size_t i = 0; i < nr_policy_counters; i++)
		builder__put_number(builder, object, policy_counters[i].key,
			   policy_counter__get(&policy_counters[i], counts));
}

static json_object *row_object(struct builder *builder, const struct policy_row *row)
{
	json_object *object = json_object_new_object();

	builder__put_text(builder, object, "cgroup", row->name);
	builder__put_number(builder, object, "id", row->id);
	builder__put_text(builder, object, "policy", row->policy);
	builder__put(builder, object, "own", json_object_new_boolean(policy_row__is_own(row)));
	builder__put_text(builder, object, "from", row->policy ? row->from_name : NULL);
	put_id(builder, object, "from_id", row->from);
	put_id(builder, object, "link", row->link);
	put_counts(builder, object, &row->counts);
	builder__put_number(builder, object, "unused", row->unused);
	return object;
}

static json_object *hook_object(struct builder *builder, const struct policy_hook *hook)
{
	json_object *object = json_object_new_object();

	builder__put_text(builder, object, "function", hook->function);
	builder__put_text(builder, object, "mode", hook->mode);
	builder__put_text(builder, object, "error",
		 hook->error ? strerrorname_np(hook->error) ?: "unknown error" : NULL);
	return object;
}

static json_object *module_object(struct builder *builder, const struct policy_status *status)
{
	json_object *object = json_object_new_object();

	builder__put_text(builder, object, "version", status->version);
	builder__put_number(builder, object, "abi", status->abi);
	builder__put(builder, object, "zswap_readable", json_object_new_boolean(status->zswap_readable));
	return object;
}

static json_object *list_object(struct builder *builder, const struct policy_list *list)
{
	json_object *object = json_object_new_object(), *hooks = json_object_new_array();
	json_object *rows = json_object_new_array(), *total = json_object_new_object();

	for (size_t i = 0; i < list->status->nr_hooks; i++)
		builder__append(builder, hooks, hook_object(builder, &list->status->hooks[i]));
	for (size_t i = 0; i < list->nr; i++)
		builder__append(builder, rows, row_object(builder, &list->rows[i]));
	put_counts(builder, total, &list->status->total);
	builder__put_text(builder, object, "type", "policies");
	builder__put(builder, object, "module", module_object(builder, list->status));
	builder__put(builder, object, "hooks", hooks);
	builder__put(builder, object, "cgroups", rows);
	builder__put(builder, object, "total", total);
	return object;
}

int policy_json__print(FILE *out, const struct policy_list *list)
{
	struct builder builder = { false };

	return builder__finish(out, &builder, list_object(&builder, list));
}
