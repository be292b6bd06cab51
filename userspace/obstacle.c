// SPDX-License-Identifier: GPL-2.0-only
/* Putting an obstacle into words; see obstacle.h. */
#include "obstacle.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "error.h"

void obstacle__advise(struct obstacle *obstacle, const char *format, ...)
{
	va_list args;

	va_start(args, format);
	vsnprintf(obstacle->hint, sizeof(obstacle->hint), format, args);
	va_end(args);
}

void obstacle__describe(const struct obstacle *obstacle, char *buf, size_t len)
{
	const char *name = obstacle->name;

	snprintf(buf, len, "%s%s%s%s: cannot %s: %s (%s)", obstacle->subject,
		 name ? " '" : "", name ?: "", name ? "'" : "", obstacle->verb,
		 strerrorname_np(obstacle->cause) ?: "unknown error",
		 strerror(obstacle->cause));
}

int obstacle__print(const struct obstacle *obstacle)
{
	fail(obstacle->cause, obstacle->subject, obstacle->name, obstacle->verb);
	hint("%s", obstacle->hint);
	return -obstacle->error;
}
