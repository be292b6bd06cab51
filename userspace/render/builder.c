// SPDX-License-Identifier: GPL-2.0-only
/* Members of a JSON object; see builder.h. */
#include "builder.h"

#include <errno.h>
#include <stdlib.h>

#include "../text.h"

bool builder__put(struct builder *builder, json_object *object, const char *key,
		  json_object *member)
{
	if (object && member && !json_object_object_add(object, key, member))
		return true;
	builder->out_of_memory = true;
	json_object_put(member);
	return false;
}

void builder__append(struct builder *builder, json_object *array, json_object *member)
{
	if (!array || !member || json_object_array_add(array, member)) {
		builder->out_of_memory = true;
		json_object_put(member);
	}
}

void builder__put_null(struct builder *builder, json_object *object, const char *key)
{
	if (!object || json_object_object_add(object, key, NULL))
		builder->out_of_memory = true;
}

void builder__put_number(struct builder *builder, json_object *object, const char *key,
			 uint64_t number)
{
	builder__put(builder, object, key, json_object_new_uint64(number));
}

void builder__put_text(struct builder *builder, json_object *object, const char *key,
		       const char *text)
{
	char *valid;

	if (!text) {
		builder__put_null(builder, object, key);
		return;
	}
	valid = text__escape(text, ESCAPE_INVALID);
	builder__put(builder, object, key, valid ? json_object_new_string(valid) : NULL);
	free(valid);
}

int builder__finish(FILE *out, const struct builder *builder, json_object *object)
{
	const char *line = NULL;

	if (!builder->out_of_memory)
		line = json_object_to_json_string_ext(object, JSON_C_TO_STRING_PLAIN |
						      JSON_C_TO_STRING_NOSLASHESCAPE);
	if (line)
		fprintf(out, "%s\n", line);
	json_object_put(object);
	return line ? 0 : -ENOMEM;
}
