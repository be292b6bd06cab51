/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * A server in a process of its own, on 127.0.0.1, and clients that misbehave: blocking
 * sockets with raw bytes. For one file of tests only.
 */
#ifndef SWAPRA_TEST_HTTP_CLIENT_H
#define SWAPRA_TEST_HTTP_CLIENT_H

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/event.h>

#include "userspace/exporter/server.h"

#define CLIENT_TIMEOUT_S 20

/* Not every file of tests needs all of it. */
#define UNUSED __attribute__((unused))


struct test_server {
	pid_t pid;
	in_port_t port;
	size_t page_bytes;
};

static int serve_page(void *context, enum exposition_format format, struct evbuffer *out)
{
	const struct test_server *server = context;
	char line[64];

	if (!server->page_bytes)
		return -EIO;
	snprintf(line, sizeof(line), "format %d\n", format);
	evbuffer_add(out, line, strlen(line));
	memset(line, 'x', sizeof(line));
	while (evbuffer_get_length(out) < server->page_bytes)
		evbuffer_add(out, line, sizeof(line));
	return 0;
}

static struct event_base *child_base;

static void end_child(void *context)
{
	event_base_loopbreak(context);
}

static void on_child_signal(evutil_socket_t number, short what, void *context)
{
	(void)number;
	(void)what;
	server__finish(context, end_child, child_base);
}

static void run_child(struct test_server *test, const struct server_options *options, int fd)
{
	struct server_handler handler = { .scrape = serve_page, .context = test };
	struct server *server;
	struct event *signal_event;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	signal(SIGSEGV, SIG_DFL); /* else a crash here would be taken for one of the test */
	signal(SIGPIPE, SIG_IGN);
	child_base = event_base_new();
	server = server__open(child_base, options, &handler);
	if (!server || server__listen(server, fd))
		_exit(1);
	signal_event = evsignal_new(child_base, SIGTERM, on_child_signal, server);
	event_add(signal_event, NULL);
	event_base_dispatch(child_base);
	event_free(signal_event);
	server__close(server);
	event_base_free(child_base);
	_exit(0);
}

static int listening_socket(in_port_t *port)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t length = sizeof(address);
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_int_equal(bind(fd, (struct sockaddr *)&address, length), 0);
	assert_int_equal(listen(fd, 1024), 0);
	assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &length), 0);
	*port = address.sin_port;
	return fd;
}

static void server_start(struct test_server *test, size_t page_bytes,
			 const struct server_options *options)
{
	int fd = listening_socket(&test->port);

	test->page_bytes = page_bytes;
	test->pid = fork();
	assert_true(test->pid >= 0);
	if (!test->pid)
		run_child(test, options, fd);
	close(fd);
}

/* In good order: it exits with 0, within the time that stopping may take. */
static void server_stop(struct test_server *test)
{
	int status;

	kill(test->pid, SIGTERM);
	assert_int_equal(waitpid(test->pid, &status, 0), test->pid);
	assert_true(WIFEXITED(status));
	assert_int_equal(WEXITSTATUS(status), 0);
}

static int client(const struct test_server *test)
{
	struct sockaddr_in address = { .sin_family = AF_INET, .sin_port = test->port };
	struct timeval limit = { .tv_sec = CLIENT_TIMEOUT_S };
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	assert_true(fd >= 0);
	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
	assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof(address)), 0);
	return fd;
}

/* What the server did not take because it had closed is no failure of the test. */
UNUSED static void say(int fd, const char *text)
{
	size_t length = strlen(text);
	ssize_t n;

	while (length && (n = send(fd, text, length, MSG_NOSIGNAL)) > 0) {
		text += n;
		length -= n;
	}
}

/* Everything until the server closes; -1 if it does not. Terminated. */
UNUSED static ssize_t hear(int fd, char *text, size_t size)
{
	size_t length = 0;
	ssize_t n = 0;

	while (length < size - 1 && (n = recv(fd, text + length, size - 1 - length, 0)) > 0)
		length += n;
	text[length] = '\0';
	return n < 0 && errno != ECONNRESET ? -1 : (ssize_t)length;
}

/* One answer of a connection that stays: head and body, by its length. */
UNUSED static size_t hear_one(int fd, char *text, size_t size)
{
	size_t length = 0, body;
	char *end, *field;

	text[0] = '\0';
	while (!(end = strstr(text, "\r\n\r\n"))) {
		assert_true(length < size - 1);
		assert_int_equal(recv(fd, text + length, 1, 0), 1);
		text[++length] = '\0';
	}
	field = strcasestr(text, "\r\nContent-Length: ");
	if (!field)
		return length;
	body = strtoul(field + strlen("\r\nContent-Length: "), NULL, 10);
	assert_true(length + body < size);
	assert_int_equal(recv(fd, text + length, body, MSG_WAITALL), body);
	text[length + body] = '\0';
	return length + body;
}

/* Ask and hear all, on a connection of its own. */
UNUSED static ssize_t ask(const struct test_server *test, const char *request, char *text, size_t size)
{
	int fd = client(test);
	ssize_t length;

	say(fd, request);
	length = hear(fd, text, size);
	close(fd);
	return length;
}

UNUSED static unsigned status_of(const char *answer)
{
	unsigned minor, status = 0;

	return sscanf(answer, "HTTP/1.%u %u ", &minor, &status) == 2 ? status : 0;
}

/* Resident memory, in bytes. */
UNUSED static size_t resident(const struct test_server *test)
{
	unsigned long pages = 0;
	char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/statm", test->pid);
	file = fopen(path, "re");
	assert_non_null(file);
	assert_int_equal(fscanf(file, "%*u %lu", &pages), 1);
	fclose(file);
	return pages * sysconf(_SC_PAGESIZE);
}

UNUSED static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec + now.tv_nsec / 1e9;
}

#endif
