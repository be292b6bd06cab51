// SPDX-License-Identifier: GPL-2.0-only
/* Cells as text; see value.h. */
#include "value.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "duration.h"

static unsigned nr_digits(uint64_t number)
{
	unsigned digits = 1;

	while (number /= 10)
		digits++;
	return digits;
}

/* At most five characters, three of them digits. */
static void shorten(char out[VALUE_TEXT_SIZE], uint64_t number)
{
	double value = number / 1000.0;
	const char *unit = "kMGTPE";

	while (value >= 999.5 && unit[1]) {
		value /= 1000;
		unit++;
	}
	snprintf(out, VALUE_TEXT_SIZE, "%.*f%c", value >= 99.95 ? 0 : value >= 9.995 ? 1 : 2,
		 value, *unit);
}

static void format_duration(char out[VALUE_TEXT_SIZE], const struct value *value)
{
	char text[DURATION_TEXT];

	duration__format(text, value->integer);
	snprintf(out, VALUE_TEXT_SIZE, "%s%s", value->open ? ">" : "", text);
}

static void format_count(char out[VALUE_TEXT_SIZE], const struct value *value, unsigned digits)
{
	if (digits && nr_digits(value->integer) > digits)
		shorten(out, value->integer);
	else
		snprintf(out, VALUE_TEXT_SIZE, "%" PRIu64 "%s", value->integer,
			 value->open ? "+" : "");
}

/* Not 100 % as long as one is missing, nor 0 % as long as there is one. */
static const char *format_ratio(char out[VALUE_TEXT_SIZE], double ratio)
{
	double percent = ratio > 0.99 && ratio < 1 ? 99 : ratio * 100;

	if (percent > 0 && percent < 1)
		return "<1%";
	snprintf(out, VALUE_TEXT_SIZE, "%.0f%%", percent);
	return out;
}

const char *value__format(char out[VALUE_TEXT_SIZE], const struct value *value, unsigned digits)
{
	switch (value->type) {
	case VALUE_NONE:
		return "-";
	case VALUE_COUNT:
		format_count(out, value, digits);
		return out;
	case VALUE_DURATION:
		format_duration(out, value);
		return out;
	case VALUE_BOOL:
		return value->integer ? "yes" : "-";
	case VALUE_REAL:
		snprintf(out, VALUE_TEXT_SIZE, "%.1f", value->real);
		return out;
	case VALUE_RATIO:
		return format_ratio(out, value->real);
	case VALUE_WINDOW:
		if (!value->integer)
			return "-";
		break;
	case VALUE_ADDRESS:
		snprintf(out, VALUE_TEXT_SIZE, "%" PRIx64, value->integer);
		return out;
	default:
		break;
	}
	return value__plain(out, value);
}

const char *value__plain(char out[VALUE_TEXT_SIZE], const struct value *value)
{
	switch (value->type) {
	case VALUE_NONE:
		return "";
	case VALUE_REAL:
		snprintf(out, VALUE_TEXT_SIZE, "%.2f", value->real);
		return out;
	case VALUE_RATIO:
		snprintf(out, VALUE_TEXT_SIZE, "%.4f", value->real);
		return out;
	case VALUE_BOOL:
		return value->integer ? "true" : "false";
	case VALUE_TEXT:
		return value->text;
	default:
		snprintf(out, VALUE_TEXT_SIZE, "%" PRIu64, value->integer);
		return out;
	}
}

int value__compare(const struct value *a, const struct value *b)
{
	if (a->type == VALUE_NONE || b->type == VALUE_NONE)
		return (a->type != VALUE_NONE) - (b->type != VALUE_NONE);
	if (a->type == VALUE_TEXT)
		return strcmp(a->text, b->text);
	if (a->type == VALUE_REAL || a->type == VALUE_RATIO)
		return (a->real > b->real) - (a->real < b->real);
	return (a->integer > b->integer) - (a->integer < b->integer);
}
