// SPDX-License-Identifier: GPL-2.0-only
/* Return probes by tracefs; see return_probe.h. */
#include "return_probe.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <bpf/libbpf.h>
#include <linux/perf_event.h>

#include "error.h"

#define TRACEFS "/sys/kernel/tracing"
#define GROUP "swapra"

/* Calls in progress at once; the most that the kernel accepts. */
#define MAX_ACTIVE 4096

/*
 * One write is one definition. Returns 0 or -errno. The file stays open: who may define
 * may also remove, even if the process has given up its privileges in between.
 */
static int define(const char *definition)
{
	static int fd = -1;

	if (fd < 0)
		fd = open(TRACEFS "/kprobe_events", O_WRONLY | O_APPEND | O_CLOEXEC);
	if (fd < 0)
		return -errno;
	return write(fd, definition, strlen(definition)) < 0 ? -errno : 0;
}

static int event_id(const char *event, long *id)
{
	char path[160];
	FILE *file;
	int err = 0;

	snprintf(path, sizeof(path), TRACEFS "/events/" GROUP "/%s/id", event);
	file = fopen(path, "re");
	if (!file)
		return -errno;
	if (fscanf(file, "%ld", id) != 1)
		err = -EIO;
	fclose(file);
	return err;
}

static int open_event(const char *event)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_TRACEPOINT,
		.size = sizeof(attr),
		.sample_period = 1,
		.wakeup_events = 1,
	};
	long id;
	int err, fd;

	err = event_id(event, &id);
	if (err)
		return err;
	attr.config = id;
	fd = syscall(SYS_perf_event_open, &attr, -1, 0, -1, PERF_FLAG_FD_CLOEXEC);
	return fd < 0 ? -errno : fd;
}

static int remove_event(const char *event)
{
	char definition[96];

	snprintf(definition, sizeof(definition), "-:" GROUP "/%s\n", event);
	return define(definition);
}

static struct bpf_link *attach_event(struct return_probe *probe,
				     const struct bpf_program *program)
{
	struct bpf_link *link;
	int fd = open_event(probe->event);

	if (fd < 0) {
		errno = -fd;
		return NULL;
	}
	link = bpf_program__attach_perf_event(program, fd);
	if (!link)
		close(fd);
	return link;
}

struct bpf_link *return_probe__attach(struct return_probe *probe,
				      const struct bpf_program *program, const char *function)
{
	char definition[192];
	struct bpf_link *link = NULL;

	snprintf(probe->event, sizeof(probe->event), "%s_%d", function, getpid());
	snprintf(definition, sizeof(definition), "r%d:" GROUP "/%s %s\n", MAX_ACTIVE,
		 probe->event, function);
	if (!define(definition))
		link = attach_event(probe, program);
	else
		probe->event[0] = '\0';
	if (link)
		return link;
	return_probe__remove(probe);
	return bpf_program__attach_kprobe(program, true, function);
}

void return_probe__remove(struct return_probe *probe)
{
	int err;

	if (!probe->event[0])
		return;
	err = remove_event(probe->event);
	if (err)
		fail(-err, "return probe", probe->event, "remove");
	probe->event[0] = '\0';
}

/* "r4096:swapra/<function>_<pid> <function>": the event, if its process is gone. */
static const char *stale_event(char *line)
{
	char *event = strstr(line, ":" GROUP "/"), *pid;

	if (!event)
		return NULL;
	event += strlen(":" GROUP "/");
	event[strcspn(event, " \n")] = '\0';
	pid = strrchr(event, '_');
	if (!pid || atoi(pid + 1) <= 0)
		return NULL;
	return kill(atoi(pid + 1), 0) && errno == ESRCH ? event : NULL;
}

void return_probe__remove_stale(void)
{
	FILE *file = fopen(TRACEFS "/kprobe_events", "re");
	const char *event;
	char line[256];

	if (!file)
		return;
	while (fgets(line, sizeof(line), file)) {
		event = stale_event(line);
		/* In use after all, in another PID namespace: then it stays. */
		if (event)
			remove_event(event);
	}
	fclose(file);
}
