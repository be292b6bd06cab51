// SPDX-License-Identifier: GPL-2.0-only
/* The grammar of error messages; see error.h. */
#include "error.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

int fail(int err, const char *subject, const char *name, const char *verb)
{
	const char *symbol = strerrorname_np(err);

	fprintf(stderr, "swapra: %s%s%s%s: cannot %s: %s (%s)\n", subject,
		name ? " '" : "", name ? name : "", name ? "'" : "", verb,
		symbol ? symbol : "unknown error", strerror(err));
	return -err;
}

static void print_line(const char *prefix, const char *format, va_list args)
{
	fputs(prefix, stderr);
	vfprintf(stderr, format, args);
	fputc('\n', stderr);
}

void complain(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	print_line("swapra: ", format, args);
	va_end(args);
}

void hint(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	print_line("hint: ", format, args);
	va_end(args);
}
