// SPDX-License-Identifier: GPL-2.0-only
/*
 * abuse: clients of an HTTP server on 127.0.0.1 that behave as badly as they can.
 *
 *   abuse hold PORT KIND COUNT [once]  keep so many connections of one kind open, in place of
 *                                      each that the server closes another: until SIGTERM, or
 *                                      with `once` until the server has closed all
 *   abuse flood PORT KIND              send without end; the server must put an end to it
 *   abuse pipeline PORT COUNT          ask all at once, hear so many answers
 *   abuse stop PORT PID                SIGTERM to the server while it answers: all must come
 *
 * Exit status: 0 done, 1 the server did it wrong, 2 wrong usage.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MAX_SLOTS 1000
#define TICK_MS 50
#define LIFE_MS 3000
#define TIMEOUT_S 20
#define FLOOD_BYTES (64L << 20)
#define SCRAPE "GET /metrics HTTP/1.1\r\nConnection: close\r\n\r\n"

struct hold_kind {
	const char *name, *greeting;
	const char *more; /* every tick */
	bool reads_nothing, ends_first;
};

static const struct hold_kind hold_kinds[] = {
	{ .name = "idle", .greeting = "", .more = "" },
	{ .name = "slow-writer", .greeting = "GET /metrics HTTP/1.1\r\nX: ", .more = "x" },
	{ .name = "slow-reader", .greeting = SCRAPE, .more = "", .reads_nothing = true },
	{ .name = "half-closed", .greeting = "GET /metrics HTTP", .more = "", .ends_first = true },
};

struct flood_kind {
	const char *name, *begin, *piece;
};

static const struct flood_kind flood_kinds[] = {
	{ "noise", "", "\1\2\3\4\5\6\7" },
	{ "lines", "", "\r\n" },
	{ "url", "GET /", "xxxxxxxxxxxxxxxx" },
	{ "header", "GET / HTTP/1.1\r\nX: ", "xxxxxxxxxxxxxxxx" },
	{ "headers", "GET / HTTP/1.1\r\n", "X: y\r\n" },
	{ "continuation", "GET / HTTP/1.1\r\nX:\r\n", " y\r\n" },
	{ "body", "POST /metrics HTTP/1.1\r\nContent-Length: 4000000000\r\n\r\n", "xxxxxxxxxxxxxxxx" },
	{ "chunks", "POST /metrics HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\nx\r\n" },
};

#define FIND(kinds, wanted) find(kinds, sizeof(kinds[0]), sizeof(kinds) / sizeof(kinds[0]), wanted)

/* The name is the first member of each. */
static const void *find(const void *kinds, size_t size, size_t nr, const char *name)
{
	for (const char *kind = kinds; nr; nr--, kind += size)
		if (!strcmp(*(const char *const *)kind, name))
			return kind;
	fprintf(stderr, "abuse: kind '%s' is unknown\n", name);
	exit(2);
}

static void give_up(const char *what)
{
	fprintf(stderr, "abuse: cannot %s: %s\n", what, strerror(errno));
	exit(1);
}

static void wrong(const char *what)
{
	fprintf(stderr, "abuse: %s\n", what);
	exit(1);
}

static double seconds(void)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return now.tv_sec + now.tv_nsec / 1e9;
}

static struct sockaddr_in address = { .sin_family = AF_INET };

static int open_socket(int flags)
{
	int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | flags, 0);

	if (fd < 0)
		give_up("open a socket");
	return fd;
}

static int open_client(void)
{
	struct timeval limit = { .tv_sec = TIMEOUT_S };
	int fd = open_socket(0);

	setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &limit, sizeof(limit));
	setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &limit, sizeof(limit));
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)))
		give_up("connect");
	return fd;
}

/* One place for a connection; poll() wants them side by side. */
static struct pollfd polls[MAX_SLOTS];
static struct slot {
	double opened;
	bool has_greeted;
} slots[MAX_SLOTS];

static unsigned long nr_opened, nr_closed; /* the latter by the server */
static volatile sig_atomic_t is_over;

static void end(int number)
{
	(void)number;
	is_over = 1;
}

static void slot_open(size_t i, const struct hold_kind *kind)
{
	int fd = open_socket(SOCK_NONBLOCK), small = 1;

	/* What the kernels' buffers can take is no burden to the server. */
	if (kind->reads_nothing)
		setsockopt(fd, SOL_SOCKET, SO_RCVBUF, &small, sizeof(small));
	if (connect(fd, (struct sockaddr *)&address, sizeof(address)) && errno != EINPROGRESS)
		give_up("connect");
	polls[i] = (struct pollfd){ .fd = fd, .events = POLLOUT | POLLRDHUP };
	slots[i] = (struct slot){ .opened = seconds() };
	nr_opened++;
}

static void slot_close(size_t i)
{
	close(polls[i].fd);
	polls[i].fd = -1;
}

static void slot_greet(size_t i, const struct hold_kind *kind)
{
	send(polls[i].fd, kind->greeting, strlen(kind->greeting), MSG_NOSIGNAL);
	if (kind->ends_first)
		shutdown(polls[i].fd, SHUT_WR);
	polls[i].events = POLLRDHUP; /* no longer POLLOUT, which would always be there */
	slots[i].has_greeted = true;
}

/* The end of a connection stands behind what is never read: the reader has to leave itself. */
static bool slot_is_old(size_t i, const struct hold_kind *kind)
{
	return kind->reads_nothing && seconds() - slots[i].opened > LIFE_MS / 1e3;
}

static void slot_step(size_t i, const struct hold_kind *kind)
{
	if (polls[i].revents & (POLLHUP | POLLERR | POLLRDHUP)) {
		nr_closed++;
		slot_close(i);
	} else if (slot_is_old(i, kind)) {
		slot_close(i);
	} else if (polls[i].revents & POLLOUT) {
		slot_greet(i, kind);
	} else if (slots[i].has_greeted && *kind->more) {
		send(polls[i].fd, kind->more, strlen(kind->more), MSG_NOSIGNAL);
	}
}

/* Once a tick, so that coming back is no flood. Returns how many are open. */
static size_t step_all(const struct hold_kind *kind, size_t count)
{
	struct timespec tick = { .tv_nsec = TICK_MS * 1000000L };
	size_t nr = 0;

	nanosleep(&tick, NULL);
	if (poll(polls, count, 0) < 0 && errno != EINTR)
		give_up("poll");
	for (size_t i = 0; i < count; i++) {
		if (polls[i].fd >= 0)
			slot_step(i, kind);
		nr += polls[i].fd >= 0;
	}
	return nr;
}

static void open_all(const struct hold_kind *kind, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (polls[i].fd < 0)
			slot_open(i, kind);
}

static int hold(const struct hold_kind *kind, size_t count, bool once)
{
	struct sigaction action = { .sa_handler = end };

	if (!count || count > MAX_SLOTS)
		return 2;
	sigaction(SIGTERM, &action, NULL);
	for (size_t i = 0; i < count; i++)
		polls[i].fd = -1;
	open_all(kind, count);
	puts("ready");
	fflush(stdout);
	while (!is_over && (step_all(kind, count) || !once))
		if (!once)
			open_all(kind, count);
	printf("opened %lu closed %lu\n", nr_opened, nr_closed);
	return 0;
}

/* Ends when the server has closed: what it answered is thrown away by then, or not. */
static int flood(const struct flood_kind *kind)
{
	size_t length = strlen(kind->piece), nr = 0;
	double limit = seconds() + TIMEOUT_S;
	char block[65536];
	int fd = open_client();

	while (nr + length <= sizeof(block)) {
		memcpy(block + nr, kind->piece, length);
		nr += length;
	}
	send(fd, kind->begin, strlen(kind->begin), MSG_NOSIGNAL);
	for (long sent = 0; send(fd, block, nr, MSG_NOSIGNAL) > 0; sent += nr)
		if (sent > FLOOD_BYTES || seconds() > limit)
			wrong("the server takes everything");
	if (errno == EAGAIN)
		wrong("the server neither reads nor closes");
	close(fd);
	return 0;
}

static void say(int fd, const char *text)
{
	if (send(fd, text, strlen(text), MSG_NOSIGNAL) != (ssize_t)strlen(text))
		give_up("send");
}

/* All until the server closes; terminated. */
static size_t hear(int fd, char *text, size_t size)
{
	size_t length = strlen(text);
	ssize_t n;

	while (length < size - 1 && (n = recv(fd, text + length, size - 1 - length, 0)) > 0)
		text[length += n] = '\0';
	if (length < size - 1 && n < 0)
		give_up("receive");
	return length;
}

static char answer[16 << 20];

/* The last one asks for the end, so that hear() has one. */
static int pipeline(unsigned count)
{
	unsigned nr = 0;
	int fd = open_client();

	for (unsigned i = 1; i < count; i++)
		say(fd, "GET /-/healthy HTTP/1.1\r\n\r\n");
	say(fd, "GET /-/healthy HTTP/1.1\r\nConnection: close\r\n\r\n");
	hear(fd, answer, sizeof(answer));
	for (const char *at = answer; (at = strstr(at, "HTTP/1.1 200 ")); at++)
		nr++;
	if (nr == count)
		return 0;
	fprintf(stderr, "abuse: %u answers to %u requests\n", nr, count);
	return 1;
}

static int stop(pid_t server)
{
	const char *body, *length;
	int fd = open_client();
	ssize_t n;

	say(fd, SCRAPE);
	n = recv(fd, answer, 1000, MSG_WAITALL);
	if (n < 1000)
		give_up("hear the begin of the answer");
	if (kill(server, SIGTERM))
		give_up("stop the server");
	hear(fd, answer, sizeof(answer));
	body = strstr(answer, "\r\n\r\n");
	length = strcasestr(answer, "\r\nContent-Length: ");
	if (strncmp(answer, "HTTP/1.1 200 ", 13) || !body || !length)
		wrong("no answer to a scrape");
	if (strlen(body + 4) != strtoul(length + 18, NULL, 10))
		wrong("only a part of the answer came");
	return 0;
}

int main(int argc, char **argv)
{
	const char *what = argc > 3 ? argv[1] : "";

	if (argc > 3) {
		address.sin_port = htons(atoi(argv[2]));
		address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	}
	if (!strcmp(what, "hold") && argc > 4)
		return hold(FIND(hold_kinds, argv[3]), strtoul(argv[4], NULL, 10), argc > 5);
	if (!strcmp(what, "flood"))
		return flood(FIND(flood_kinds, argv[3]));
	if (!strcmp(what, "pipeline"))
		return pipeline(atoi(argv[3]));
	if (!strcmp(what, "stop"))
		return stop(atoi(argv[3]));
	fputs("usage: abuse hold|flood|pipeline|stop PORT …\n", stderr);
	return 2;
}
