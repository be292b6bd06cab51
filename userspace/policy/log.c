// SPDX-License-Identifier: GPL-2.0-only
/* Finding the reason in libbpf's messages; see policy/log.h. */
#include "policy/log.h"

#include <string.h>

#include "error.h"
#include "libbpf_log.h"

#define LOG_BEGIN "-- BEGIN PROG LOAD LOG --\n"
#define LOG_END "-- END PROG LOAD LOG --"

static bool is_verbose;

void policy_log__start(bool verbose)
{
	is_verbose = verbose;
	libbpf_log__keep(LIBBPF_INFO, verbose);
}

static bool starts_with(const char *text, const char *start)
{
	return !strncmp(text, start, strlen(start));
}

/* What is said in any case. */
static bool is_idle(const char *line, size_t length)
{
	static const char *const idle[] = {
		"processed ", "verification time ", "stack depth ", "mark_precise:",
		"failed to load object", "failed to load BPF skeleton", "Error loading ",
	};

	for (size_t i = 0; i < sizeof(idle) / sizeof(idle[0]); i++)
		if (starts_with(line, idle[i]))
			return true;
	return !length;
}

/* Each line pushes out the first one of those that are too many. */
static void add_line(struct log_lines *reason, const char *line, size_t length)
{
	if (reason->nr == LOG_LINES_MAX) {
		memmove(&reason->lines[0], &reason->lines[1],
			sizeof(reason->lines[0]) * (LOG_LINES_MAX - 1));
		reason->nr--;
	}
	reason->lines[reason->nr].text = line;
	reason->lines[reason->nr++].length = length;
}

static void add_lines(struct log_lines *reason, const char *text, const char *end)
{
	static const char prefix[] = "libbpf: ";

	while (text < end) {
		const char *line = text, *stop = memchr(text, '\n', end - text);

		if (!stop)
			stop = end;
		text = stop + 1;
		if (starts_with(line, prefix))
			line += strlen(prefix);
		if (!is_idle(line, stop - line))
			add_line(reason, line, stop - line);
	}
}

void policy_log__reason(struct log_lines *reason, const char *log)
{
	const char *begin = strstr(log, LOG_BEGIN), *end = strstr(log, LOG_END);

	reason->nr = 0;
	reason->source = end ? "verifier" : "libbpf";
	/* Of a long log the beginning was not kept. */
	if (end && begin && begin < end)
		log = begin + strlen(LOG_BEGIN);
	add_lines(reason, log, end ?: log + strlen(log));
}

bool policy_log__print(void)
{
	struct log_lines reason;

	if (is_verbose)
		return false;
	policy_log__reason(&reason, libbpf_log__text());
	for (size_t i = 0; i < reason.nr; i++)
		complain("%s: %.*s", reason.source, (int)reason.lines[i].length,
			 reason.lines[i].text);
	return *libbpf_log__text();
}
