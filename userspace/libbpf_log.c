// SPDX-License-Identifier: GPL-2.0-only
/* The end of libbpf's log; see libbpf_log.h. */
#include "libbpf_log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"

/* What is printed of a log as it is: a page of a terminal or two. */
#define PRINTED_MAX 4095

static char kept[16384];
static enum libbpf_print_level most_level;
static bool is_echoed;

static void keep_end(const char *text, size_t length)
{
	size_t used = strlen(kept), room = sizeof(kept) - 1, drop;

	if (length > room) {
		text += length - room;
		length = room;
	}
	drop = used + length > room ? used + length - room : 0;
	memmove(kept, kept + drop, used - drop);
	memcpy(kept + used - drop, text, length);
	kept[used - drop + length] = '\0';
}

static int take_message(enum libbpf_print_level level, const char *format, va_list args)
{
	char *text;
	int length;

	if (level > most_level)
		return 0;
	length = vasprintf(&text, format, args);
	if (length < 0)
		return length;
	if (is_echoed)
		fputs(text, stderr);
	keep_end(text, length);
	free(text);
	return length;
}

void libbpf_log__keep(enum libbpf_print_level most, bool echo)
{
	most_level = most;
	is_echoed = echo;
	libbpf_set_print(take_message);
}

void libbpf_log__clear(void)
{
	kept[0] = '\0';
}

const char *libbpf_log__text(void)
{
	return kept;
}

int libbpf_log__fail(int err, const char *verb)
{
	size_t length = strlen(kept);

	fputs(kept + (length > PRINTED_MAX ? length - PRINTED_MAX : 0), stderr);
	return fail(-err, "tracer", NULL, verb);
}
