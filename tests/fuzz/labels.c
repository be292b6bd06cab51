// SPDX-License-Identifier: GPL-2.0-only
/*
 * libFuzzer's entry: any bytes as paths of cgroups, a NUL between two, through label and
 * exposition. What comes out is parsed here, by what the formats' descriptions say, and
 * each value must be what docs/metrics.md promises for its path. Nothing of how it was
 * written is used to read it.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <event2/buffer.h>

#include "userspace/exporter/exposition.h"
#include "userspace/exporter/families.h"
#include "userspace/exporter/labels.h"

#define MAX_PATHS 8
#define NR_ONES 1024 /* numbers: more than any family looks at */
#define PROMISED_BYTES 1024 /* of a value, behind an ellipsis when there were more */

_Static_assert(sizeof(struct cgroup_counts) <= NR_ONES * sizeof(uint64_t) &&
	       sizeof(struct cgroup_histograms) <= NR_ONES * sizeof(uint64_t), "room");

struct value {
	char *label;    /* as the exporter has it */
	char *promised; /* as a reader must have it */
};

/* A part of the answer that was not looked at yet. */
struct text {
	const char *at, *end;
};

static void fail(const char *what, const struct text *text)
{
	fprintf(stderr, "%s, at: %.*s\n", what, (int)(text->end - text->at > 80 ? 80 : text->end - text->at),
		text->at);
	abort();
}

/* The well-formed sequences of the Unicode standard, its table 3-7. */
static const struct sequence {
	uint8_t first, last;   /* first byte */
	uint8_t second_first, second_last;
	uint8_t length;
} sequences[] = {
	{ 0x00, 0x7f, 0x00, 0x00, 1 }, { 0xc2, 0xdf, 0x80, 0xbf, 2 }, { 0xe0, 0xe0, 0xa0, 0xbf, 3 },
	{ 0xe1, 0xec, 0x80, 0xbf, 3 }, { 0xed, 0xed, 0x80, 0x9f, 3 }, { 0xee, 0xef, 0x80, 0xbf, 3 },
	{ 0xf0, 0xf0, 0x90, 0xbf, 4 }, { 0xf1, 0xf3, 0x80, 0xbf, 4 }, { 0xf4, 0xf4, 0x80, 0x8f, 4 },
};

static size_t character(const uint8_t *bytes, size_t nr)
{
	const struct sequence *sequence = sequences;
	const struct sequence *end = sequences + sizeof(sequences) / sizeof(*sequences);

	while (sequence < end && !(bytes[0] >= sequence->first && bytes[0] <= sequence->last))
		sequence++;
	if (sequence == end || nr < sequence->length)
		return 0;
	for (size_t i = 1; i < sequence->length; i++) {
		uint8_t first = i == 1 ? sequence->second_first : 0x80;
		uint8_t last = i == 1 ? sequence->second_last : 0xbf;

		if (bytes[i] < first || bytes[i] > last)
			return 0;
	}
	return sequence->length;
}

static void check_utf8(const uint8_t *bytes, size_t nr)
{
	for (size_t length; nr; bytes += length, nr -= length) {
		length = character(bytes, nr);
		if (!length)
			fail("no UTF-8", &(struct text){ (const char *)bytes, (const char *)bytes + nr });
	}
}

/* The end of a text, from where a character begins. */
static const char *end_of(const char *text, size_t max)
{
	size_t nr = strlen(text);

	while (nr > max) {
		size_t length = character((const uint8_t *)text, nr);

		text += length;
		nr -= length;
	}
	return text;
}

static char *promise(const char *path)
{
	size_t nr = strlen(path), length;
	char *whole = malloc(4 * nr + 1), *out = whole, *promised;
	const char *end;

	for (; nr; path += length, nr -= length) {
		length = character((const uint8_t *)path, nr);
		if (length)
			out = mempcpy(out, path, length);
		else
			out += sprintf(out, "\\x%02x", (uint8_t)path[length++]);
	}
	*out = '\0';
	end = end_of(whole, PROMISED_BYTES);
	if (asprintf(&promised, "%s%s", end == whole ? "" : "…", end) < 0)
		abort();
	free(whole);
	return promised;
}

static void take(struct text *text, const char *wanted)
{
	size_t length = strlen(wanted);

	if ((size_t)(text->end - text->at) < length || memcmp(text->at, wanted, length))
		fail(wanted, text);
	text->at += length;
}

static void take_while(struct text *text, const char *what, const char *allowed)
{
	const char *begin = text->at;

	while (text->at < text->end && *text->at && strchr(allowed, *text->at))
		text->at++;
	if (text->at == begin)
		fail(what, text);
}

/* Between its quotes; the caller frees it. */
static char *take_value(struct text *text)
{
	char *value = malloc(text->end - text->at + 1), *out = value;

	while (text->at < text->end && *text->at != '"' && *text->at != '\n') {
		char c = *text->at++;

		if (c == '\\') {
			c = text->at < text->end ? *text->at++ : '\0';
			if (c != '\\' && c != '"' && c != 'n')
				fail("an escape that is none", text);
			c = c == 'n' ? '\n' : c;
		}
		*out++ = c;
	}
	*out = '\0';
	return value;
}

#define LETTERS "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ_"
#define DIGITS "0123456789"

/* name{cgroup="…",kind="anon"} 1 */
static void check_sample(struct text *text, const char *promised)
{
	bool is_first = true;
	char *value;

	take_while(text, "no name", LETTERS);
	take(text, "{");
	do {
		if (!is_first)
			take(text, ",");
		if (is_first)
			take(text, "cgroup");
		else
			take_while(text, "no label", LETTERS);
		take(text, "=\"");
		value = take_value(text);
		take(text, "\"");
		if (is_first && strcmp(value, promised))
			fail("not what was promised, before", text);
		free(value);
		is_first = false;
	} while (text->at < text->end && *text->at == ',');
	take(text, "} ");
	take_while(text, "no number", DIGITS ".");
	take(text, "\n");
}

static size_t lines_of(const struct family *family)
{
	return family->buckets ? family->buckets->nr + 2 : 1;
}

/* A sample of all paths, then the next. */
static void check_family(struct text *text, const struct family *family, const struct value *values,
			 size_t nr)
{
	while (text->at < text->end && *text->at == '#') {
		const char *end = memchr(text->at, '\n', text->end - text->at);

		if (!end)
			fail("a comment that does not end", text);
		text->at = end + 1;
	}
	for (size_t sample = 0; sample < family->nr_samples; sample++)
		for (size_t i = 0; i < nr; i++)
			for (size_t line = 0; line < lines_of(family); line++)
				check_sample(text, values[i].promised);
}

static void expose(struct evbuffer *out, enum exposition_format format, const struct family *family,
		   const struct value *values, size_t nr)
{
	static const uint64_t ones[NR_ONES] = { [0 ... NR_ONES - 1] = 1 };
	struct subject subjects[MAX_PATHS];
	struct exposition exposition;

	for (size_t i = 0; i < nr; i++)
		subjects[i] = (struct subject){ values[i].label, strlen(values[i].label), ones };
	exposition__begin(&exposition, format, out);
	exposition__family(&exposition, family, &(struct subjects){ subjects, nr, NULL });
	if (exposition__end(&exposition))
		abort();
}

static void check(enum exposition_format format, const struct family *family,
		  const struct value *values, size_t nr)
{
	struct evbuffer *out = evbuffer_new();
	size_t length;
	struct text text;

	expose(out, format, family, values, nr);
	length = evbuffer_get_length(out);
	text.at = (const char *)evbuffer_pullup(out, -1);
	text.end = text.at + length;
	check_utf8((const uint8_t *)text.at, length);
	check_family(&text, family, values, nr);
	if (format == EXPOSITION_OPENMETRICS)
		take(&text, "# EOF\n");
	if (text.at != text.end)
		fail("more than there should be", &text);
	evbuffer_free(out);
}

/* One of counters, one of histograms. */
static const struct family *family_of(enum family_scope scope)
{
	for (size_t i = 0; i < nr_families; i++)
		if (families[i].scope == scope && !families[i].has_guard)
			return &families[i];
	abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t nr_bytes);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t nr_bytes)
{
	char *paths = calloc(1, nr_bytes + 1);
	const char *path = paths;
	struct value values[MAX_PATHS];
	size_t nr = 0;

	memcpy(paths, bytes, nr_bytes);
	for (; nr < MAX_PATHS && path <= paths + nr_bytes; path += strlen(path) + 1) {
		values[nr].label = label__text("cgroup", path);
		values[nr++].promised = promise(path);
	}
	for (enum exposition_format format = EXPOSITION_TEXT; format <= EXPOSITION_OPENMETRICS; format++) {
		check(format, family_of(SCOPE_CGROUP), values, nr);
		check(format, family_of(SCOPE_HISTOGRAM), values, nr);
	}
	while (nr) {
		free(values[--nr].label);
		free(values[nr].promised);
	}
	free(paths);
	return 0;
}
