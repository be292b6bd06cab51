// SPDX-License-Identifier: GPL-2.0-only
/* `swapra policy list --json`: one object on one line. */
#include <errno.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "../text.h"
#include "policy.h"

/* As in json.c: a member that could not be made must not pass for null. */
struct builder {
	bool out_of_memory;
};

static void put(struct builder *builder, json_object *object, const char *key,
		json_object *member)
{
	if (object && member && !json_object_object_add(object, key, member))
		return;
	builder->out_of_memory = true;
	json_object_put(member);
}

static void append(struct builder *builder, json_object *array, json_object *member)
{
	if (array && member && !json_object_array_add(array, member))
		return;
	builder->out_of_memory = true;
	json_object_put(member);
}

static void put_null(struct builder *builder, json_object *object, const char *key)
{
	if (!object || json_object_object_add(object, key, NULL))
		builder->out_of_memory = true;
}

/* Names are any bytes; JSON is UTF-8. NULL is null. */
static void put_text(struct builder *builder, json_object *object, const char *key,
		     const char *text)
{
	char *valid = text ? text__escape(text, ESCAPE_INVALID) : NULL;

	if (text)
		put(builder, object, key, valid ? json_object_new_string(valid) : NULL);
	else
		put_null(builder, object, key);
	free(valid);
}

static void put_number(struct builder *builder, json_object *object, const char *key,
		       uint64_t number)
{
	put(builder, object, key, json_object_new_uint64(number));
}

/* For ids: 0 is null. */
static void put_id(struct builder *builder, json_object *object, const char *key, uint64_t id)
{
	if (id)
		put_number(builder, object, key, id);
	else
		put_null(builder, object, key);
}

static void put_counts(struct builder *builder, json_object *object,
		       const struct policy_counts *counts)
{
	for (size_t i = 0; i < nr_policy_counters; i++)
		put_number(builder, object, policy_counters[i].key,
			   policy_counter__get(&policy_counters[i], counts));
}

static json_object *row_object(struct builder *builder, const struct policy_row *row)
{
	json_object *object = json_object_new_object();

	put_text(builder, object, "cgroup", row->name);
	put_number(builder, object, "id", row->id);
	put_text(builder, object, "policy", row->policy);
	put(builder, object, "own", json_object_new_boolean(policy_row__is_own(row)));
	put_text(builder, object, "from", row->policy ? row->from_name : NULL);
	put_id(builder, object, "from_id", row->from);
	put_id(builder, object, "link", row->link);
	put_counts(builder, object, &row->counts);
	put_number(builder, object, "unused", row->unused);
	return object;
}

static json_object *hook_object(struct builder *builder, const struct policy_hook *hook)
{
	json_object *object = json_object_new_object();

	put_text(builder, object, "function", hook->function);
	put_text(builder, object, "mode", hook->mode);
	put_text(builder, object, "error",
		 hook->error ? strerrorname_np(hook->error) ?: "unknown error" : NULL);
	return object;
}

static json_object *module_object(struct builder *builder, const struct policy_status *status)
{
	json_object *object = json_object_new_object();

	put_text(builder, object, "version", status->version);
	put_number(builder, object, "abi", status->abi);
	put(builder, object, "zswap_readable", json_object_new_boolean(status->zswap_readable));
	return object;
}

static json_object *list_object(struct builder *builder, const struct policy_list *list)
{
	json_object *object = json_object_new_object(), *hooks = json_object_new_array();
	json_object *rows = json_object_new_array(), *total = json_object_new_object();

	for (size_t i = 0; i < list->status->nr_hooks; i++)
		append(builder, hooks, hook_object(builder, &list->status->hooks[i]));
	for (size_t i = 0; i < list->nr; i++)
		append(builder, rows, row_object(builder, &list->rows[i]));
	put_counts(builder, total, &list->status->total);
	put_text(builder, object, "type", "policies");
	put(builder, object, "module", module_object(builder, list->status));
	put(builder, object, "hooks", hooks);
	put(builder, object, "cgroups", rows);
	put(builder, object, "total", total);
	return object;
}

int policy_json__print(FILE *out, const struct policy_list *list)
{
	struct builder builder = { false };
	json_object *object = list_object(&builder, list);
	const char *line = NULL;

	if (!builder.out_of_memory)
		line = json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN |
						      JSON_C_TO_STRING_NOSLASHESCAPE);
	if (line)
		fprintf(out, "%s\n", line);
	json_object_put(object);
	return line ? 0 : -ENOMEM;
}
