/* SPDX-License-Identifier: GPL-2.0-only */
/* What json.c and the files of its larger objects have of each other. */
#ifndef SWAPRA_RENDER_JSON_PARTS_H
#define SWAPRA_RENDER_JSON_PARTS_H

#include "builder.h"
#include "render.h"

/* The buckets that are not empty. */
json_object *json__buckets(struct builder *builder, const struct histogram *histogram);

/* All columns that lines of that kind have, under their keys. */
void json__put_columns(struct builder *builder, json_object *object, const struct line *line,
		       enum line_kind kind);

/* iaa_json.c: member "iaa", null where nobody asked for it. */
void json__put_iaa(struct builder *builder, json_object *object, const struct report *report,
		   const struct render_options *options);

#endif
