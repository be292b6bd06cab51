// SPDX-License-Identifier: GPL-2.0-only
/* Parsing and printing of durations; see duration.h. */
#include "duration.h"

#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

static int add_digit(uint64_t *number, char digit)
{
	if (__builtin_mul_overflow(*number, 10, number) ||
	    __builtin_add_overflow(*number, (uint64_t)(digit - '0'), number))
		return -ERANGE;
	return 0;
}

/*
 * By hand, because strtod() accepts nan, inf, hexadecimal and the locale's
 * decimal comma, and rounds.
 */
int duration__parse(const char *text, uint64_t *ns)
{
	uint64_t value = 0, unit = NSEC_PER_SEC;
	const char *p = text;
	int err = 0;

	for (; isdigit((unsigned char)*p) && !err; p++)
		err = add_digit(&value, *p);
	if (!err && __builtin_mul_overflow(value, NSEC_PER_SEC, &value))
		err = -ERANGE;
	if (err)
		return err;
	if (*p == '.') {
		if (!isdigit((unsigned char)p[1]))
			return -EINVAL;
		for (p++; isdigit((unsigned char)*p); p++) {
			unit /= 10;
			if (__builtin_add_overflow(value, unit * (*p - '0'), &value))
				return -ERANGE;
		}
	}
	if (p == text || *p)
		return -EINVAL;
	*ns = value;
	return 0;
}

void duration__format(char text[DURATION_TEXT], uint64_t ns)
{
	static const char *const units[] = { "ns", "us", "ms", "s" };
	double value = ns;
	unsigned unit = 0;

	/* 999.5 would be printed with four digits. */
	while (unit < 3 && value >= 999.5) {
		value /= 1000;
		unit++;
	}
	if (!unit || value >= 99.95)
		snprintf(text, DURATION_TEXT, "%.0f%s", value, units[unit]);
	else
		snprintf(text, DURATION_TEXT, "%.*f%s", value >= 9.995 ? 1 : 2, value, units[unit]);
}

void time__format_utc(char text[TIME_TEXT], const struct timespec *time)
{
	struct tm tm;

	gmtime_r(&time->tv_sec, &tm);
	strftime(text, TIME_TEXT, "%Y-%m-%dT%H:%M:%S", &tm);
	snprintf(text + strlen(text), TIME_TEXT - strlen(text), ".%06ldZ", time->tv_nsec / 1000);
}

void time__format_clock(char text[TIME_TEXT], const struct timespec *time, int digits)
{
	struct tm tm;

	localtime_r(&time->tv_sec, &tm);
	strftime(text, TIME_TEXT, "%H:%M:%S", &tm);
	if (digits)
		snprintf(text + strlen(text), TIME_TEXT - strlen(text), ".%06ld",
			 time->tv_nsec / 1000);
}
