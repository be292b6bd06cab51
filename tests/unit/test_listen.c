// SPDX-License-Identifier: GPL-2.0-only
/* Addresses, sockets, socket files, and what systemd hands over. No root. */
#include "cmocka_all.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "userspace/exporter/listen.h"

static struct listen_address address;

static const struct sockaddr_in *ipv4(void)
{
	return (const struct sockaddr_in *)&address.storage;
}

static const struct sockaddr_in6 *ipv6(void)
{
	return (const struct sockaddr_in6 *)&address.storage;
}

static void addresses_are_understood(void **state)
{
	(void)state;
	assert_null(listen_address__parse(&address, "127.0.0.1:9719"));
	assert_int_equal(address.any.sa_family, AF_INET);
	assert_int_equal(ntohl(ipv4()->sin_addr.s_addr), INADDR_LOOPBACK);
	assert_int_equal(ntohs(ipv4()->sin_port), 9719);
	assert_null(listen_address__parse(&address, "localhost:1"));
	assert_int_equal(ntohl(ipv4()->sin_addr.s_addr), INADDR_LOOPBACK);
	assert_null(listen_address__parse(&address, "[::1]:65535"));
	assert_int_equal(address.any.sa_family, AF_INET6);
	assert_int_equal(ntohs(ipv6()->sin6_port), 65535);
	assert_true(IN6_IS_ADDR_LOOPBACK(&ipv6()->sin6_addr));
	assert_false(address.both_families);
	assert_null(listen_address__parse(&address, "[fe80::1%lo]:9719"));
	assert_true(ipv6()->sin6_scope_id > 0);
	assert_null(listen_address__parse(&address, ":9719"));
	assert_int_equal(address.any.sa_family, AF_INET6);
	assert_true(address.both_families);
	assert_null(listen_address__parse(&address, "unix:/run/swapra.sock"));
	assert_int_equal(address.any.sa_family, AF_UNIX);
	assert_string_equal(address.local.sun_path, "/run/swapra.sock");
}

static void nonsense_is_refused(void **state)
{
	static const char *const wrong[] = {
		"", "9719", "127.0.0.1", "127.0.0.1:", "127.0.0.1:0", "127.0.0.1:65536", "127.0.0.1:-1",
		"127.0.0.1:+1", "127.0.0.1:1x", "127.0.0.1: 1", "127.0.0.1:99999999999999999999",
		"127.1:1", "256.0.0.1:1", "host.example:1", "::1:9719", "[::1]", "[::1]9719", "[::1:9719",
		"[]:1", "[127.0.0.1]:1", "[::1%nosuchif]:1", "[:1", "]:1", "unix:", "unix:relative",
		" 127.0.0.1:1",
	};
	char path[200] = "unix:/";

	(void)state;
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		if (!listen_address__parse(&address, wrong[i]))
			fail_msg("'%s' was taken", wrong[i]);
	memset(path + strlen(path), 'x', 150);
	assert_non_null(listen_address__parse(&address, path));
	memset(path, 'x', 150);
	strcpy(path + 150, ":1");
	assert_non_null(listen_address__parse(&address, path));
}

static char directory[] = "/tmp/swapra-listen-XXXXXX";
static char text[sizeof(directory) + 32], path[sizeof(directory) + 32];

static int make_directory(void **state)
{
	(void)state;
	if (!mkdtemp(directory))
		return -1;
	snprintf(path, sizeof(path), "%s/socket", directory);
	snprintf(text, sizeof(text), "unix:%s", path);
	return 0;
}

static int remove_directory(void **state)
{
	(void)state;
	unlink(path);
	return rmdir(directory);
}

static void socket_file_is_ours(void **state)
{
	struct listeners listeners = {}, second = {};
	struct stat st;

	(void)state;
	assert_int_equal(listeners__open(&listeners, text), 0);
	assert_int_equal(stat(path, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0660);
	assert_int_equal(listeners__open(&second, text), -EADDRINUSE);
	listeners__release(&second);
	assert_int_equal(stat(path, &st), 0); /* of the first, still */
	listeners__release(&listeners);
	assert_int_equal(stat(path, &st), -1);
}

static void stale_socket_file_is_replaced(void **state)
{
	struct listeners killed = {}, listeners = {};
	struct stat st;

	(void)state;
	assert_int_equal(listeners__open(&killed, text), 0);
	close(killed.rows[0].fd); /* as when it is killed: the file stays */
	killed.rows[0].fd = -1;
	assert_int_equal(listeners__open(&listeners, text), 0);
	/* The old one ends late: what lies there is not its own any more. */
	listeners__release(&killed);
	assert_int_equal(stat(path, &st), 0);
	listeners__release(&listeners);
	assert_int_equal(stat(path, &st), -1);
}

static void other_files_are_left_alone(void **state)
{
	struct listeners listeners = {};
	int fd = open(path, O_CREAT | O_WRONLY, 0600);
	struct stat st;

	(void)state;
	close(fd);
	assert_int_equal(listeners__open(&listeners, text), -EEXIST);
	listeners__release(&listeners);
	assert_int_equal(stat(path, &st), 0);
	unlink(path);
}

/* A port that nobody has, as text: of a socket that is closed again. */
static void free_port(char *out, size_t size, const char *host)
{
	struct sockaddr_in any = { .sin_family = AF_INET };
	socklen_t length = sizeof(any);
	int fd = socket(AF_INET, SOCK_STREAM, 0);

	assert_int_equal(bind(fd, (struct sockaddr *)&any, sizeof(any)), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&any, &length), 0);
	close(fd);
	snprintf(out, size, "%s:%d", host, ntohs(any.sin_port));
}

static void port_in_use(void **state)
{
	struct listeners first = {}, second = {};
	char where[64], other[64];

	(void)state;
	free_port(where, sizeof(where), "127.0.0.1");
	assert_int_equal(listeners__open(&first, where), 0);
	assert_int_equal(listeners__open(&second, where), -EADDRINUSE);
	/* All addresses of both families include that one. */
	snprintf(other, sizeof(other), "%s", strrchr(where, ':'));
	assert_int_equal(listeners__open(&second, other), -EADDRINUSE);
	listeners__release(&second);
	listeners__release(&first);
	assert_int_equal(listeners__open(&second, "192.0.2.1:9"), -EADDRNOTAVAIL);
	listeners__release(&second);
}

static void ipv6_alone_leaves_ipv4(void **state)
{
	struct listeners listeners = {};
	char where[64], other[64];

	(void)state;
	free_port(where, sizeof(where), "0.0.0.0");
	snprintf(other, sizeof(other), "[::]%s", strrchr(where, ':'));
	assert_int_equal(listeners__open(&listeners, where), 0);
	assert_int_equal(listeners__open(&listeners, other), 0);
	listeners__release(&listeners);
}

static void systemd_hands_over(void **state)
{
	struct listeners listeners = {}, own = {};
	char where[64], pid[16];
	int saved = dup(3);

	(void)state;
	free_port(where, sizeof(where), "127.0.0.1");
	assert_int_equal(listeners__open(&own, where), 0);
	if (own.rows[0].fd != 3)
		dup2(own.rows[0].fd, 3);
	snprintf(pid, sizeof(pid), "%d", getpid());
	setenv("LISTEN_FDS", "1", 1);
	setenv("LISTEN_PID", "1", 1);
	assert_int_equal(listeners__inherit(&listeners), 0); /* meant for another */
	assert_int_equal(listeners.nr, 0);
	setenv("LISTEN_PID", pid, 1);
	assert_int_equal(listeners__inherit(&listeners), 0);
	assert_int_equal(listeners.nr, 1);
	assert_int_equal(listeners.rows[0].fd, 3);
	assert_true(fcntl(3, F_GETFD) & FD_CLOEXEC);
	assert_null(getenv("LISTEN_FDS"));
	setenv("LISTEN_PID", pid, 1);
	setenv("LISTEN_FDS", "many", 1);
	assert_int_equal(listeners__inherit(&listeners), -EINVAL);
	if (own.rows[0].fd == 3)
		own.rows[0].fd = -1;
	listeners__release(&listeners);
	listeners__release(&own);
	if (saved >= 0)
		dup2(saved, 3);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(addresses_are_understood),
		cmocka_unit_test(nonsense_is_refused),
		cmocka_unit_test(socket_file_is_ours),
		cmocka_unit_test(stale_socket_file_is_replaced),
		cmocka_unit_test(other_files_are_left_alone),
		cmocka_unit_test(port_in_use),
		cmocka_unit_test(ipv6_alone_leaves_ipv4),
		cmocka_unit_test(systemd_hands_over),
	};

	return cmocka_run_group_tests(tests, make_directory, remove_directory);
}
