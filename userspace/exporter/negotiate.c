// SPDX-License-Identifier: GPL-2.0-only
/* Lists with quality values, as RFC 9110, section 12, has them; see negotiate.h. */
#include "negotiate.h"

#include <ctype.h>
#include <stddef.h>
#include <string.h>
#include <strings.h>

#define FULL_QUALITY 1000

/* A part of the header's text, without the blanks around it. */
struct slice {
	const char *text;
	size_t length;
};

/* What a list says of one thing: the most specific range that names it decides. */
struct preference {
	int specificity;  /* 0: nothing names it */
	unsigned quality; /* thousandths */
};

enum { BY_ANY = 1, BY_TYPE, BY_NAME, BY_VERSION };

static struct slice trim(struct slice slice)
{
	while (slice.length && isspace((unsigned char)slice.text[0])) {
		slice.text++;
		slice.length--;
	}
	while (slice.length && isspace((unsigned char)slice.text[slice.length - 1]))
		slice.length--;
	return slice;
}

/* Cut what stands before the next separator off rest. False: nothing is left. */
static bool next_part(struct slice *rest, char separator, struct slice *part)
{
	const char *end;

	if (!rest->text)
		return false;
	end = memchr(rest->text, separator, rest->length);
	*part = (struct slice){ rest->text, end ? (size_t)(end - rest->text) : rest->length };
	rest->length -= part->length + !!end;
	rest->text = end ? end + 1 : NULL;
	*part = trim(*part);
	return true;
}

static bool equals(struct slice slice, const char *word)
{
	return slice.length == strlen(word) && !strncasecmp(slice.text, word, slice.length);
}

/* "NAME=VALUE", the value perhaps in quotes. */
static bool is_parameter(struct slice part, const char *name, struct slice *value)
{
	size_t length = strlen(name);

	if (part.length <= length || part.text[length] != '=' ||
	    strncasecmp(part.text, name, length))
		return false;
	*value = (struct slice){ part.text + length + 1, part.length - length - 1 };
	if (value->length >= 2 && value->text[0] == '"' && value->text[value->length - 1] == '"')
		*value = (struct slice){ value->text + 1, value->length - 2 };
	return true;
}

/* "0", "0.25", "1.000": at most three digits behind the point. What is none counts as 0. */
static unsigned parse_quality(struct slice value)
{
	unsigned quality, unit = FULL_QUALITY / 10;

	if (!value.length || (value.text[0] != '0' && value.text[0] != '1') ||
	    (value.length > 1 && value.text[1] != '.'))
		return 0;
	quality = value.text[0] == '1' ? FULL_QUALITY : 0;
	for (size_t i = 2; i < value.length; i++, unit /= 10) {
		if (!isdigit((unsigned char)value.text[i]))
			return 0;
		quality += (value.text[i] - '0') * unit;
	}
	return quality > FULL_QUALITY ? 0 : quality;
}

static void prefer(struct preference *preference, int specificity, unsigned quality)
{
	if (specificity < preference->specificity)
		return;
	if (specificity == preference->specificity && quality < preference->quality)
		return;
	*preference = (struct preference){ specificity, quality };
}

/* One of the two formats, as a client may name it. */
struct format_name {
	const char *name, *type, *version;
};

static const struct format_name names[] = {
	[EXPOSITION_TEXT] = { "text/plain", "text/*", "0.0.4" },
	[EXPOSITION_OPENMETRICS] = { "application/openmetrics-text", "application/*", "1.0.0" },
};

static int specificity_of(struct slice range, struct slice version, const struct format_name *name)
{
	if (equals(range, "*/*"))
		return BY_ANY;
	if (equals(range, name->type))
		return BY_TYPE;
	if (!equals(range, name->name))
		return 0;
	if (!version.text)
		return BY_NAME;
	return equals(version, name->version) ? BY_VERSION : 0;
}

static void take_range(struct slice element, struct preference *preferences)
{
	struct slice range, part, value, version = {};
	unsigned quality = FULL_QUALITY;

	next_part(&element, ';', &range);
	while (next_part(&element, ';', &part)) {
		if (is_parameter(part, "q", &value))
			quality = parse_quality(value);
		else if (is_parameter(part, "version", &value))
			version = value;
	}
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		int specificity = specificity_of(range, version, &names[i]);

		if (specificity)
			prefer(&preferences[i], specificity, quality);
	}
}

enum exposition_format negotiate__format(const char *accept)
{
	struct preference preferences[2] = {}, *text = &preferences[EXPOSITION_TEXT];
	struct preference *metrics = &preferences[EXPOSITION_OPENMETRICS];
	struct slice rest = { accept, accept ? strlen(accept) : 0 }, element;

	while (next_part(&rest, ',', &element))
		take_range(element, preferences);
	if (metrics->quality > text->quality)
		return EXPOSITION_OPENMETRICS;
	/* Liked alike: who names it knows it. */
	if (metrics->quality && metrics->quality == text->quality &&
	    metrics->specificity >= BY_NAME)
		return EXPOSITION_OPENMETRICS;
	return EXPOSITION_TEXT;
}

bool negotiate__gzip(const char *accept_encoding)
{
	struct preference gzip = {}, identity = { 0, FULL_QUALITY };
	struct slice rest = { accept_encoding, accept_encoding ? strlen(accept_encoding) : 0 };
	struct slice element, coding, part, value;

	while (next_part(&rest, ',', &element)) {
		unsigned quality = FULL_QUALITY;

		next_part(&element, ';', &coding);
		while (next_part(&element, ';', &part))
			if (is_parameter(part, "q", &value))
				quality = parse_quality(value);
		if (equals(coding, "gzip") || equals(coding, "x-gzip"))
			prefer(&gzip, BY_NAME, quality);
		else if (equals(coding, "identity"))
			prefer(&identity, BY_NAME, quality);
		else if (equals(coding, "*"))
			prefer(&gzip, BY_ANY, quality);
	}
	/* Not compressed is what remains unless it is asked for: no preference over gzip. */
	return gzip.quality && (!identity.specificity || gzip.quality >= identity.quality);
}

const char *exposition__content_type(enum exposition_format format)
{
	switch (format) {
	case EXPOSITION_OPENMETRICS:
		return "application/openmetrics-text; version=1.0.0; charset=utf-8";
	case EXPOSITION_TEXT:
		break;
	}
	return "text/plain; version=0.0.4; charset=utf-8";
}
