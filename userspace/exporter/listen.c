// SPDX-License-Identifier: GPL-2.0-only
/* Opening sockets; see listen.h. */
#include "listen.h"

#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "../error.h"

#define SUBJECT "listen address"

/* Connections that wait to be accepted; the kernel may allow fewer. */
#define BACKLOG 128

/* A socket file is for its user and group: mode 0660. */
#define SOCKET_UMASK 0117

static struct listener *add_row(struct listeners *listeners, const char *text)
{
	struct listener *rows = reallocarray(listeners->rows, listeners->nr + 1, sizeof(*rows));

	if (!rows)
		return NULL;
	listeners->rows = rows;
	rows += listeners->nr++;
	*rows = (struct listener){ .text = text, .fd = -1 };
	return rows;
}

/* bind() makes the file, and the umask its mode, so that it is never open to more. */
static int bind_local(int fd, const struct listen_address *address)
{
	mode_t mask = umask(SOCKET_UMASK);
	int err = bind(fd, &address->any, address->length) ? -errno : 0;

	umask(mask);
	return err;
}

/* Somebody listens there, or something else than a socket is in the way: 0 only if neither. */
static int remove_stale(const struct listen_address *address)
{
	const char *path = address->local.sun_path;
	struct stat st;
	int fd, err;

	if (lstat(path, &st))
		return -errno;
	if (!S_ISSOCK(st.st_mode))
		return -EEXIST;
	fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
	if (fd < 0)
		return -errno;
	err = connect(fd, &address->any, address->length) ? -errno : 0;
	close(fd);
	if (err != -ECONNREFUSED)
		return -EADDRINUSE;
	return unlink(path) ? -errno : 0;
}

/* With the time of its making: the number of a removed file is soon another's. */
static int remember_file(struct listener *listener)
{
	struct stat st;

	if (lstat(listener->path, &st))
		return -errno;
	listener->device = st.st_dev;
	listener->inode = st.st_ino;
	listener->changed = st.st_ctim;
	return 0;
}

static bool is_ours(const struct listener *listener)
{
	struct stat st;

	return !lstat(listener->path, &st) && st.st_dev == listener->device &&
	       st.st_ino == listener->inode && st.st_ctim.tv_sec == listener->changed.tv_sec &&
	       st.st_ctim.tv_nsec == listener->changed.tv_nsec;
}

static int listen_local(struct listener *listener, const struct listen_address *address)
{
	int err = bind_local(listener->fd, address);

	if (err == -EADDRINUSE) {
		err = remove_stale(address);
		err = err ? err : bind_local(listener->fd, address);
	}
	if (err)
		return err;
	strcpy(listener->path, address->local.sun_path);
	return remember_file(listener);
}

static int set_flag(int fd, int level, int name, int value)
{
	return setsockopt(fd, level, name, &value, sizeof(value)) ? -errno : 0;
}

static int listen_network(struct listener *listener, const struct listen_address *address)
{
	/* A server that is started anew need not wait for the last connections of the old one. */
	int err = set_flag(listener->fd, SOL_SOCKET, SO_REUSEADDR, 1);

	if (!err && address->any.sa_family == AF_INET6)
		err = set_flag(listener->fd, IPPROTO_IPV6, IPV6_V6ONLY, !address->both_families);
	if (!err && bind(listener->fd, &address->any, address->length))
		err = -errno;
	return err;
}

/* Of a kernel without IPv6, all addresses are those of IPv4. */
static void leave_ipv6(struct listen_address *address)
{
	in_port_t port = ((struct sockaddr_in6 *)&address->storage)->sin6_port;

	memset(&address->storage, 0, sizeof(address->storage));
	*(struct sockaddr_in *)&address->storage = (struct sockaddr_in){
		.sin_family = AF_INET, .sin_port = port,
	};
	address->length = sizeof(struct sockaddr_in);
}

static int open_socket(struct listener *listener, struct listen_address *address)
{
	int flags = SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, err;

	listener->fd = socket(address->any.sa_family, flags, 0);
	if (listener->fd < 0 && errno == EAFNOSUPPORT && address->both_families) {
		leave_ipv6(address);
		listener->fd = socket(AF_INET, flags, 0);
	}
	if (listener->fd < 0)
		return -errno;
	err = address->any.sa_family == AF_UNIX ? listen_local(listener, address) :
						  listen_network(listener, address);
	if (!err && listen(listener->fd, BACKLOG))
		err = -errno;
	return err;
}

static void advise(int err, bool is_local)
{
	if (err == -EADDRINUSE)
		hint("another program listens there (`ss -ltnxp` names it); "
		     "end that, or choose with --web.listen-address");
	else if (err == -EEXIST)
		hint("a file that is no socket is in the way; remove it, or choose another path");
	else if (err == -EADDRNOTAVAIL)
		hint("no interface of this machine has this address; `ip address` lists them");
	else if (err == -EACCES && is_local)
		hint("the directory must be writable to the user that swapra runs as");
	else if (err == -EACCES)
		hint("ports below 1024 need CAP_NET_BIND_SERVICE, or a socket unit of systemd");
	else if (err == -ENOENT)
		hint("make the directory first");
}

int listeners__open(struct listeners *listeners, const char *text)
{
	struct listener *listener = add_row(listeners, text);
	struct listen_address address;
	const char *wrong = listen_address__parse(&address, text);
	int err;

	if (wrong) {
		complain(SUBJECT " '%s': %s", text, wrong);
		return -EINVAL;
	}
	err = listener ? open_socket(listener, &address) : -ENOMEM;
	if (!err)
		return 0;
	fail(-err, SUBJECT, text, "listen on");
	advise(err, address.any.sa_family == AF_UNIX);
	return err;
}

static int give_file(struct listener *listener, uid_t user, gid_t group)
{
	if (lchown(listener->path, user, group))
		return -errno;
	return remember_file(listener);
}

int listeners__give(struct listeners *listeners, uid_t user, gid_t group)
{
	int err = 0;

	for (size_t i = 0; i < listeners->nr && !err; i++) {
		struct listener *listener = &listeners->rows[i];

		if (listener->path[0])
			err = give_file(listener, user, group);
		if (err)
			fail(-err, "socket", listener->path, "give to the user");
	}
	return err;
}

/* Somebody else may have put another in its place. */
static void remove_file(const struct listener *listener)
{
	if (listener->path[0] && is_ours(listener) && unlink(listener->path))
		fail(errno, "socket", listener->path, "remove");
}

void listeners__release(struct listeners *listeners)
{
	for (size_t i = 0; i < listeners->nr; i++) {
		remove_file(&listeners->rows[i]);
		if (listeners->rows[i].fd >= 0)
			close(listeners->rows[i].fd);
	}
	free(listeners->rows);
	*listeners = (struct listeners){};
}
