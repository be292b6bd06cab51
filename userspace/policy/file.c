// SPDX-License-Identifier: GPL-2.0-only
/* Reading a file whole; see policy/file.h. */
#include "policy/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

/* A policy has some tens of kilobytes. */
#define MAX_BYTES (64U << 20)

static int read_all(int fd, char *bytes, size_t size)
{
	while (size) {
		ssize_t n = read(fd, bytes, size);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return n ? -errno : -EIO; /* became shorter meanwhile */
		bytes += n;
		size -= n;
	}
	return 0;
}

static void *read_open(int fd, size_t *size)
{
	struct stat st;
	void *bytes;
	int err;

	if (fstat(fd, &st))
		return NULL;
	errno = S_ISDIR(st.st_mode) ? EISDIR : !S_ISREG(st.st_mode) ? EINVAL :
		st.st_size > MAX_BYTES ? EFBIG : 0;
	if (errno)
		return NULL;
	*size = st.st_size;
	bytes = malloc(*size + 1);
	if (!bytes)
		return NULL;
	err = read_all(fd, bytes, *size);
	if (!err)
		return bytes;
	free(bytes);
	errno = -err;
	return NULL;
}

void *policy_file__read(const char *path, size_t *size)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), err;
	void *bytes;

	if (fd < 0)
		return NULL;
	bytes = read_open(fd, size);
	err = errno;
	close(fd);
	errno = err;
	return bytes;
}
