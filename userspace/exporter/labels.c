// SPDX-License-Identifier: GPL-2.0-only
/* Escaping of label values; see labels.h. */
#include "labels.h"

#include <stdlib.h>
#include <string.h>

#include "../text.h"

#define ELLIPSIS "…"

/* The end of a text in UTF-8, from a character's first byte on. */
static const char *last_bytes(const char *text, size_t max)
{
	size_t length = strlen(text);

	if (length <= max)
		return text;
	text += length - max;
	while ((*text & 0xc0) == 0x80)
		text++;
	return text;
}

static char *put_escaped(char *out, const char *text)
{
	for (; *text; text++) {
		if (*text == '\\' || *text == '"' || *text == '\n')
			*out++ = '\\';
		*out++ = *text == '\n' ? 'n' : *text;
	}
	return out;
}

char *label__text(const char *name, const char *value)
{
	char *valid = text__escape(value, ESCAPE_INVALID), *text, *out;
	const char *end;

	if (!valid)
		return NULL;
	end = last_bytes(valid, LABEL_MAX);
	text = malloc(strlen(name) + 2 * strlen(end) + sizeof(ELLIPSIS "=\"\""));
	if (text) {
		out = stpcpy(stpcpy(text, name), "=\"");
		if (end != valid)
			out = stpcpy(out, ELLIPSIS);
		strcpy(put_escaped(out, end), "\"");
	}
	free(valid);
	return text;
}
