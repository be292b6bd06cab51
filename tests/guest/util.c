// SPDX-License-Identifier: GPL-2.0-only
/* Small helpers of the agent: clock, sysfs files, directory walks, processes. */
#include <ctype.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "agent.h"

double now_s(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec + now.tv_nsec / 1e9;
}

/* The text of a small file without its last newline. */
int read_text(const char *path, char *text, size_t size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t got;

	if (fd < 0)
		return -errno;
	got = read(fd, text, size - 1);
	close(fd);
	if (got < 0)
		return -errno;
	while (got && text[got - 1] == '\n')
		got--;
	text[got] = '\0';
	return 0;
}

int write_text(const char *path, const char *text)
{
	int fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC), err = 0;

	if (fd < 0)
		return -errno;
	if (write(fd, text, strlen(text)) < 0)
		err = -errno;
	close(fd);
	return err;
}

/* Call visit for every entry; the list is read first, so visit may remove. */
void each_entry(const char *dir, void (*visit)(const char *path, void *arg), void *arg)
{
	struct dirent **entries;
	int nr = scandir(dir, &entries, NULL, alphasort);

	for (int i = 0; i < nr; i++) {
		char path[4096];

		snprintf(path, sizeof(path), "%s/%s", dir, entries[i]->d_name);
		if (strcmp(entries[i]->d_name, ".") && strcmp(entries[i]->d_name, ".."))
			visit(path, arg);
		free(entries[i]);
	}
	if (nr >= 0)
		free(entries);
}

static void remove_one(const char *path, void *arg)
{
	struct stat st;

	(void)arg;
	if (!lstat(path, &st) && S_ISDIR(st.st_mode)) {
		remove_tree(path);
		rmdir(path);
	} else {
		unlink(path);
	}
}

/* Everything below path, not path itself. */
void remove_tree(const char *path)
{
	each_entry(path, remove_one, NULL);
}

static void dump_process(const char *path, void *arg)
{
	char file[4200], stat[512], stack[4096];

	(void)arg;
	if (!isdigit((unsigned char)path[strlen("/proc/")]))
		return;
	snprintf(file, sizeof(file), "%s/stat", path);
	if (read_text(file, stat, sizeof(stat)))
		return;
	snprintf(file, sizeof(file), "%s/cmdline", path);
	if (read_text(file, stack, sizeof(stack)) || !stack[0])
		return; /* a kernel thread, or a zombie */
	out_printf("process %.100s\n", stat);
	snprintf(file, sizeof(file), "%s/stack", path);
	if (!read_text(file, stack, sizeof(stack)))
		out_printf("%.800s\n", stack);
}

/* What a case that ran out of time was doing. */
void dump_processes(void)
{
	out_printf("agent: processes when the time was up:\n");
	each_entry("/proc", dump_process, NULL);
}
