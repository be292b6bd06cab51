// SPDX-License-Identifier: GPL-2.0-only
/* See output.h. */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../error.h"

/* The process's own are for its owner: they tell programs' names and addresses. */
#define MODE 0600

static int refuse(const char *name, const char *what)
{
	complain("record '%s': cannot write: it is %s", name, what);
	hint("name a file, a pipe, or - for standard output");
	return -EINVAL;
}

static int open_pipe(struct record_output *output)
{
	struct stat st;

	output->fd = open(output->name, O_WRONLY | O_NOFOLLOW | O_CLOEXEC);
	if (output->fd < 0)
		return fail(errno, "record", output->name, "open");
	if (!fstat(output->fd, &st) && S_ISFIFO(st.st_mode))
		return 0;
	close(output->fd);
	output->fd = -1;
	return refuse(output->name, "not the pipe any more that it was");
}

/* A new file, never one that somebody else has open, linked or put there for us to write to. */
static int create(struct record_output *output)
{
	output->fd = open(output->name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, MODE);
	if (output->fd < 0)
		return -errno;
	output->is_file = true;
	return 0;
}

static int replace(struct record_output *output)
{
	struct stat st;
	int err;

	if (lstat(output->name, &st))
		return fail(errno, "record", output->name, "create");
	if (S_ISFIFO(st.st_mode))
		return open_pipe(output);
	if (!S_ISREG(st.st_mode))
		return refuse(output->name, S_ISLNK(st.st_mode) ? "a symbolic link" :
			      S_ISDIR(st.st_mode) ? "a directory" : "neither a file nor a pipe");
	if (unlink(output->name))
		return fail(errno, "record", output->name, "replace");
	err = create(output);
	return err ? fail(-err, "record", output->name, "create") : 0;
}

int record_output__open(struct record_output *output, const char *name)
{
	int err;

	*output = (struct record_output){ .fd = -1, .name = name };
	if (!strcmp(name, "-")) {
		output->fd = STDOUT_FILENO;
		output->is_stdout = true;
		return isatty(STDOUT_FILENO) ? refuse(name, "a terminal") : 0;
	}
	err = create(output);
	if (err == -EEXIST)
		return replace(output);
	return err ? fail(-err, "record", name, "create") : 0;
}

static int write_all(int fd, const uint8_t *data, size_t nr_bytes)
{
	while (nr_bytes) {
		ssize_t done = write(fd, data, nr_bytes);

		if (done < 0 && errno == EINTR)
			continue;
		if (done < 0)
			return -errno;
		data += done;
		nr_bytes -= done;
	}
	return 0;
}

int record_output__write(struct record_output *output, const void *data, size_t nr_bytes)
{
	int err = write_all(output->fd, data, nr_bytes);

	if (!err) {
		output->written += nr_bytes;
		return 0;
	}
	if (output->is_file && ftruncate(output->fd, output->written)) {
		/* A reader sees that the last block is not whole, and says where it ends. */
	}
	if (err == -EPIPE && output->is_stdout)
		return err;
	fail(-err, "record", output->name, "write");
	return err == -EPIPE ? -EIO : err; /* only stdout's end is one to be silent about */
}

int record_output__close(struct record_output *output)
{
	int fd = output->fd;

	output->fd = -1;
	if (fd < 0 || output->is_stdout || !close(fd))
		return 0;
	return fail(errno, "record", output->name, "write");
}
