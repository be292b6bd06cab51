// SPDX-License-Identifier: GPL-2.0-only
/*
 * libFuzzer's entry: any bytes to the exporter's server, through a socket in this very
 * process. After each input the server must have closed the connection and forgotten it.
 */
#include <errno.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <event2/buffer.h>
#include <event2/event.h>

#include "userspace/exporter/server.h"

#define NAME "swapra-fuzz-%d"
#define MAX_TURNS 100000

static struct event_base *base;
static struct server *server;
static struct sockaddr_un address = { .sun_family = AF_UNIX };
static socklen_t length;

static const struct server_options options = {
	.telemetry_path = "/metrics", .max_connections = 4,
	.limits = { .request_ms = 5, .idle_ms = 5, .answer_ms = 5, .grace_ms = 0,
		    .stall_ms = 5, .turn_ms = 5 },
};

static int scrape(void *context, enum exposition_format format, struct evbuffer *out)
{
	(void)context;
	evbuffer_add_printf(out, "format %d\n", format);
	return 0;
}

static const struct server_handler handler = { .scrape = scrape };

static void die(const char *what)
{
	perror(what);
	abort();
}

static void start(void)
{
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);

	signal(SIGPIPE, SIG_IGN);
	length = offsetof(struct sockaddr_un, sun_path) + 1 +
		 snprintf(address.sun_path + 1, sizeof(address.sun_path) - 1, NAME, getpid());
	if (fd < 0 || bind(fd, (struct sockaddr *)&address, length) || listen(fd, 8))
		die("listen");
	base = event_base_new();
	server = base ? server__open(base, &options, &handler) : NULL;
	if (!server || server__listen(server, fd))
		die("server");
}

/* Says everything, hears everything; false when the server has closed. */
static int exchange(int fd, const uint8_t **bytes, size_t *nr_bytes)
{
	char answer[4096];
	ssize_t n;

	if (*nr_bytes) {
		n = send(fd, *bytes, *nr_bytes, MSG_DONTWAIT | MSG_NOSIGNAL);
		if (n > 0) {
			*bytes += n;
			*nr_bytes -= n;
		} else if (n < 0 && errno != EAGAIN) {
			*nr_bytes = 0;
		}
		if (!*nr_bytes)
			shutdown(fd, SHUT_WR);
	}
	while ((n = recv(fd, answer, sizeof(answer), MSG_DONTWAIT)) > 0)
		continue;
	return n < 0 && errno == EAGAIN;
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t nr_bytes);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t nr_bytes)
{
	int fd, turns = 0;

	if (!server)
		start();
	fd = socket(AF_UNIX, SOCK_STREAM, 0);
	if (fd < 0 || connect(fd, (struct sockaddr *)&address, length))
		die("connect");
	if (!nr_bytes)
		shutdown(fd, SHUT_WR);
	while (exchange(fd, &bytes, &nr_bytes) && ++turns < MAX_TURNS)
		event_base_loop(base, EVLOOP_NONBLOCK);
	close(fd);
	while (server__nr_connections(server) && ++turns < MAX_TURNS)
		event_base_loop(base, EVLOOP_ONCE);
	if (turns >= MAX_TURNS)
		die("a connection is not let go");
	return 0;
}
