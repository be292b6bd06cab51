// SPDX-License-Identifier: GPL-2.0-only
/* The agent's three ports to the host; see agent.h for what goes over them. */
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "agent.h"

static int ctl_fd = -1, out_fd = -1, data_fd = -1;
static uint64_t out_sent, data_sent;
static double last_record;
static unsigned tick_s = 5;

static int open_port(const char *name)
{
	static const char class[] = "/sys/class/virtio-ports";
	char path[512], text[64];
	struct dirent *entry;
	int fd = -ENODEV;
	DIR *dir = opendir(class);

	if (!dir)
		return -errno;
	while ((entry = readdir(dir))) {
		snprintf(path, sizeof(path), "%s/%s/name", class, entry->d_name);
		if (read_text(path, text, sizeof(text)) || strcmp(text, name))
			continue;
		snprintf(path, sizeof(path), "/dev/%s", entry->d_name);
		fd = open(path, O_WRONLY | O_CLOEXEC);
		if (fd < 0)
			fd = -errno;
		break;
	}
	closedir(dir);
	return fd;
}

int channel_open(void)
{
	ctl_fd = open_port("swapra.ctl");
	out_fd = open_port("swapra.out");
	data_fd = open_port("swapra.data");
	if (ctl_fd < 0)
		return ctl_fd;
	return out_fd < 0 ? out_fd : data_fd < 0 ? data_fd : 0;
}

static int write_all(int fd, const char *data, size_t size)
{
	while (size) {
		ssize_t done = write(fd, data, size);

		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return -errno;
		data += done;
		size -= done;
	}
	return 0;
}

void ctl(const char *format, ...)
{
	char line[1024];
	va_list args;
	int size;

	va_start(args, format);
	size = vsnprintf(line, sizeof(line) - 1, format, args);
	va_end(args);
	if (size > (int)sizeof(line) - 2)
		size = sizeof(line) - 2;
	for (char *newline = line; (newline = strchr(newline, '\n'));)
		*newline = ' ';
	line[size++] = '\n';
	if (write_all(ctl_fd, line, size))
		fprintf(stderr, "agent: record lost: %.*s", size, line);
	last_record = now_s();
}

void ctl_set_tick(unsigned seconds)
{
	tick_s = seconds;
}

void ctl_tick(void)
{
	if (tick_s && now_s() - last_record >= tick_s)
		ctl("tick");
}

void out_write(const void *data, size_t size)
{
	if (!write_all(out_fd, data, size))
		out_sent += size;
}

void out_printf(const char *format, ...)
{
	char text[1024];
	va_list args;
	int size;

	va_start(args, format);
	size = vsnprintf(text, sizeof(text), format, args);
	va_end(args);
	out_write(text, size < (int)sizeof(text) ? size : (int)sizeof(text) - 1);
}

uint64_t out_offset(void)
{
	return out_sent;
}

/* Send one file; its record goes out only after its bytes. */
int data_send(const char *case_name, const char *path, const char *file)
{
	uint64_t start = data_sent;
	static char buffer[65536];
	ssize_t got;
	int fd = open(path, O_RDONLY | O_CLOEXEC), err = 0;

	if (fd < 0)
		return -errno;
	while ((got = read(fd, buffer, sizeof(buffer))) > 0) {
		err = write_all(data_fd, buffer, got);
		if (err)
			break;
		data_sent += got;
		ctl_tick();
	}
	if (got < 0)
		err = -errno;
	close(fd);
	if (!err)
		ctl("file %s %s %llu %llu", case_name, file, (unsigned long long)start,
		    (unsigned long long)(data_sent - start));
	return err;
}
