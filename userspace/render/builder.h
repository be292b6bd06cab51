/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Building a JSON object member by member. json-c takes NULL for null, so a failed
 * allocation would pass for one: every member goes through here, and one that could
 * not be made is remembered until the end.
 */
#ifndef SWAPRA_RENDER_BUILDER_H
#define SWAPRA_RENDER_BUILDER_H

#include <json-c/json.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

/* Zeroed before the first member. */
struct builder {
	bool out_of_memory;
};

/* These take over the member. Returns whether it was added. */
bool builder__put(struct builder *builder, json_object *object, const char *key,
		  json_object *member);
void builder__append(struct builder *builder, json_object *array, json_object *member);

void builder__put_null(struct builder *builder, json_object *object, const char *key);
void builder__put_number(struct builder *builder, json_object *object, const char *key,
			 uint64_t number);

/* Names are any bytes; JSON is UTF-8. NULL is null. */
void builder__put_text(struct builder *builder, json_object *object, const char *key,
		       const char *text);

/* Print the object as one line and drop it. Returns 0 or -ENOMEM. */
int builder__finish(FILE *out, const struct builder *builder, json_object *object);

#endif
