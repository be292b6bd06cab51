// SPDX-License-Identifier: GPL-2.0-only
/* The end of libbpf's log; see libbpf_log.h. */
#include "libbpf_log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <bpf/libbpf.h>

#include "error.h"

/*
 * libbpf explains a failed load in warnings as long as the verifier's log. The
 * end of them holds the reason; it is kept, and shown only when loading failed.
 * One session at a time, one thread.
 */
static char libbpf_log[4096];

static void keep_end(const char *text, size_t len)
{
	size_t used = strlen(libbpf_log), room = sizeof(libbpf_log) - 1, drop;

	if (len > room) {
		text += len - room;
		len = room;
	}
	drop = used + len > room ? used + len - room : 0;
	memmove(libbpf_log, libbpf_log + drop, used - drop);
	memcpy(libbpf_log + used - drop, text, len);
	libbpf_log[used - drop + len] = '\0';
}

static int keep_libbpf_log(enum libbpf_print_level level, const char *format, va_list args)
{
	char *text;
	int len;

	if (level != LIBBPF_WARN)
		return 0;
	len = vasprintf(&text, format, args);
	if (len < 0)
		return len;
	keep_end(text, len);
	free(text);
	return len;
}

void libbpf_log__keep(void)
{
	libbpf_set_print(keep_libbpf_log);
}

int libbpf_log__fail(int err, const char *verb)
{
	if (libbpf_log[0])
		fputs(libbpf_log, stderr);
	return fail(-err, "tracer", NULL, verb);
}
