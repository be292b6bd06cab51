// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reads the kernel's log and tells complaints ("splats") from ordinary lines.
 * Only lines of the kernel itself count, not what user space writes to the log.
 */
#include <ctype.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "agent.h"

/* An OOM kill is not among them: a case may expect one. */
static const char *const splats[] = {
	"BUG:", "WARNING:", "Oops", "Kernel panic", "general protection",
	"Unable to handle", "unable to handle", "kernel BUG at", "Bad page",
	"INFO: task ", "blocked for more than", "soft lockup", "hard LOCKUP", "detected stall",
	"self-detected stall", "possible recursive locking", "INFO: possible",
	"possible circular locking", "suspicious RCU usage", "bad unlock balance",
	"refcount_t:", "KASAN", "UBSAN", "KFENCE", "list_add corruption",
	"list_del corruption", "scheduling while atomic", "sleeping function called",
	"Call Trace:",
};

/* Why a process of the case died: not a complaint, but told where it happened. */
static const char *const deaths[] = { "Killed process", "oom-kill:", "segfault at", "traps: " };

#define MAX_ALLOWED 32
#define MAX_SHOWN 200 /* lines copied to the case's output after a splat */

static char *allowed[MAX_ALLOWED];
static unsigned nr_allowed;
static int kmsg_fd = -1;

int klog_open(void)
{
	if (kmsg_fd >= 0)
		return kmsg_fd;
	kmsg_fd = open("/dev/kmsg", O_RDONLY | O_NONBLOCK | O_CLOEXEC);
	return kmsg_fd < 0 ? -errno : kmsg_fd;
}

/* `TEXT | reason | until when`, comments with #. All three are demanded, so that
 * no line stays longer than its reason. */
static int add_allowed(char *line)
{
	char *reason = strstr(line, " | ");
	char *until = reason ? strstr(reason + 3, " | ") : NULL;

	if (!until || reason == line || reason + 3 == until || !until[3])
		return -EINVAL;
	if (nr_allowed == MAX_ALLOWED)
		return -E2BIG;
	*reason = '\0';
	allowed[nr_allowed] = strdup(line);
	return allowed[nr_allowed++] ? 0 : -ENOMEM;
}

int klog_load_allowed(const char *path)
{
	char line[512];
	int err = 0;
	FILE *file = fopen(path, "re");

	if (!file)
		return -errno;
	while (!err && fgets(line, sizeof(line), file)) {
		line[strcspn(line, "\n")] = '\0';
		if (line[0] && line[0] != '#')
			err = add_allowed(line);
	}
	fclose(file);
	return err;
}

static bool is_allowed(const char *text)
{
	for (unsigned i = 0; i < nr_allowed; i++)
		if (strstr(text, allowed[i]))
			return true;
	return false;
}

/* "DEBUG:" is no "BUG:": a splat starts where a word starts. */
static bool contains_word(const char *text, const char *word)
{
	for (const char *at = text; (at = strstr(at, word)); at++)
		if (at == text || !isalpha((unsigned char)at[-1]))
			return true;
	return false;
}

static bool is_splat(struct klog_window *window, const char *text)
{
	if (strstr(text, "invoked oom-killer"))
		window->in_oom_report = true;
	if (window->in_oom_report && !strncmp(text, "Call Trace:", 11)) {
		window->in_oom_report = false;
		return false;
	}
	for (size_t i = 0; i < sizeof(splats) / sizeof(splats[0]); i++)
		if (contains_word(text, splats[i]))
			return !is_allowed(text);
	return false;
}

static bool is_death(const char *text)
{
	for (size_t i = 0; i < sizeof(deaths) / sizeof(deaths[0]); i++)
		if (strstr(text, deaths[i]))
			return true;
	return false;
}

void klog_line(struct klog_window *window, const char *text)
{
	if (is_splat(window, text) && !window->nr_splat++)
		snprintf(window->first, sizeof(window->first), "%s", text);
	if (window->nr_splat ? window->nr_shown++ < MAX_SHOWN : is_death(text))
		out_printf("kernel: %s\n", text);
}

/* One record: `priority,sequence,time,flags;text`, then lines that start with a blank. */
static void parse_record(struct klog_window *window, char *record)
{
	char *text = strchr(record, ';');
	bool from_kernel = !(strtoul(record, NULL, 10) >> 3);

	if (!text || !from_kernel)
		return;
	text[1 + strcspn(text + 1, "\n")] = '\0';
	klog_line(window, text + 1);
}

void klog_read(struct klog_window *window)
{
	char record[8192];

	for (;;) {
		ssize_t size = read(kmsg_fd, record, sizeof(record) - 1);

		if (size < 0 && errno == EPIPE) { /* overtaken: lines are lost */
			klog_line(window, "BUG: swapra agent: kernel log overran, lines were lost");
			continue;
		}
		if (size <= 0)
			return;
		record[size] = '\0';
		parse_record(window, record);
	}
}

void klog_begin(struct klog_window *window)
{
	memset(window, 0, sizeof(*window));
}
