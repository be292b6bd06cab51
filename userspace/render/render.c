// SPDX-License-Identifier: GPL-2.0-only
/* The list of printers; see render.h. */
#include "render.h"

#include <string.h>

const struct renderer *renderer__find(const char *name)
{
	static const struct renderer *const renderers[] = {
		&render_table, &render_json, &render_csv,
	};

	for (size_t i = 0; i < sizeof(renderers) / sizeof(renderers[0]); i++)
		if (!strcmp(renderers[i]->name, name))
			return renderers[i];
	return NULL;
}
