// SPDX-License-Identifier: GPL-2.0-only
/* Escaping, measuring and cutting of names; see text.h. */
#include "text.h"

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct range {
	uint32_t first, last;
};

static bool in_ranges(uint32_t c, const struct range *ranges, size_t nr)
{
	for (size_t i = 0; i < nr; i++)
		if (c >= ranges[i].first && c <= ranges[i].last)
			return true;
	return false;
}

#define IN_RANGES(c, ranges) in_ranges(c, ranges, sizeof(ranges) / sizeof((ranges)[0]))

/* C0, DEL and C1; line separators and bidirectional overrides. */
static bool is_control(uint32_t c)
{
	static const struct range control[] = {
		{ 0x00, 0x1f }, { 0x7f, 0x9f }, { 0x200b, 0x200f }, { 0x2028, 0x202e },
		{ 0x2066, 0x2069 }, { 0xfeff, 0xfeff },
	};

	return IN_RANGES(c, control);
}

/* Own ranges: wcwidth() knows only ASCII in the C locale of a static binary. */
static bool is_wide(uint32_t c)
{
	static const struct range wide[] = {
		{ 0x1100, 0x115f }, { 0x2e80, 0xa4cf }, { 0xac00, 0xd7a3 },
		{ 0xf900, 0xfaff }, { 0xfe30, 0xfe6f }, { 0xff00, 0xff60 },
		{ 0xffe0, 0xffe6 }, { 0x1f300, 0x1faff }, { 0x20000, 0x3fffd },
	};

	return IN_RANGES(c, wide);
}

/* Length in bytes of the UTF-8 character at text, its code point in *c; 0 if it is none. */
static size_t decode(const char *text, uint32_t *c)
{
	static const uint32_t smallest[] = { 0, 0, 0x80, 0x800, 0x10000 };
	const unsigned char *byte = (const unsigned char *)text;
	size_t length = *byte < 0x80 ? 1 : *byte >= 0xf0 ? 4 : *byte >= 0xe0 ? 3 : 2;

	*c = length == 1 ? *byte : *byte & (0x7f >> length);
	if ((*byte >= 0x80 && *byte < 0xc0) || *byte >= 0xf8)
		return 0;
	for (size_t i = 1; i < length; i++) {
		if ((byte[i] & 0xc0) != 0x80)
			return 0;
		*c = *c << 6 | (byte[i] & 0x3f);
	}
	if (*c < smallest[length] || *c > 0x10ffff || (*c >= 0xd800 && *c <= 0xdfff))
		return 0;
	return length;
}

char *text__escape(const char *name, enum text_escape what)
{
	char *escaped = malloc(4 * strlen(name) + 1), *out = escaped;
	size_t length;
	uint32_t c;

	if (!escaped)
		return NULL;
	for (; *name; name += length) {
		length = decode(name, &c);
		if (length && !(what == ESCAPE_CONTROL && is_control(c))) {
			out = mempcpy(out, name, length);
			continue;
		}
		if (!length)
			length = 1;
		for (size_t i = 0; i < length; i++)
			out += sprintf(out, "\\x%02x", (unsigned char)name[i]);
	}
	*out = '\0';
	return escaped;
}

/* Step over one character; its columns in *width. */
static const char *next(const char *text, size_t *width)
{
	uint32_t c;
	size_t length = decode(text, &c);

	*width = length && is_wide(c) ? 2 : 1;
	return text + (length ? length : 1);
}

size_t text__width(const char *text)
{
	size_t width = 0, step;

	while (*text) {
		text = next(text, &step);
		width += step;
	}
	return width;
}

void text__fit(char *out, size_t size, const char *text, size_t width)
{
	size_t have = text__width(text), step;
	const char *ellipsis = "";

	if (have > width) {
		ellipsis = "…";
		while (*text && have > width - 1) {
			text = next(text, &step);
			have -= step;
		}
	}
	snprintf(out, size, "%s%s", ellipsis, text);
}
