// SPDX-License-Identifier: GPL-2.0-only
/*
 * Clients that idle, trickle, flood and never read: the server stays within its memory
 * and descriptors, and answers those who behave. No root, on 127.0.0.1.
 */
#include "cmocka_all.h"

#include <dirent.h>
#include <sys/resource.h>

#include "http_client.h"

#define MAX_CONNECTIONS 16
#define NR_IDLE 500
#define MB ((size_t)1 << 20)
#define PAGE_BYTES (8 * MB)
#define SLOW_ANSWERS 5 /* four that wait, and the one in the making */

static const struct server_options options = {
	.telemetry_path = "/metrics", .max_connections = MAX_CONNECTIONS,
	.limits = { .request_ms = 400, .idle_ms = 800, .answer_ms = 1500, .grace_ms = 50,
		    .stall_ms = 100, .turn_ms = 1000 },
};

static struct test_server server;
static size_t base_bytes;
static unsigned base_files;
static char answer[PAGE_BYTES + MB];

#define SCRAPE "GET /metrics HTTP/1.1\r\nConnection: close\r\n\r\n"

static unsigned nr_files(void)
{
	unsigned nr = 0;
	char path[64];
	DIR *directory;

	snprintf(path, sizeof(path), "/proc/%d/fd", server.pid);
	directory = opendir(path);
	assert_non_null(directory);
	while (readdir(directory))
		nr++;
	closedir(directory);
	return nr;
}

/* Processor time used, in seconds. */
static double busy_seconds(void)
{
	unsigned long user, system;
	char path[64];
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/stat", server.pid);
	file = fopen(path, "re");
	assert_non_null(file);
	assert_int_equal(fscanf(file, "%*d %*s %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu",
				&user, &system), 2);
	fclose(file);
	return (double)(user + system) / sysconf(_SC_CLK_TCK);
}

static void expect_scrape(void)
{
	assert_true(ask(&server, SCRAPE, answer, sizeof(answer)) >= (ssize_t)PAGE_BYTES);
	assert_int_equal(status_of(answer), 200);
}

static void expect_within(size_t bytes)
{
	size_t now = resident(&server);

	if (now > base_bytes + bytes)
		fail_msg("resident: %zu, %zu before, %zu more are allowed", now, base_bytes, bytes);
}

/* What was opened is closed again, if not at once. */
static void expect_no_files_left(void)
{
	double end = seconds() + 5;

	while (nr_files() > base_files && seconds() < end)
		usleep(20000);
	assert_int_equal(nr_files(), base_files);
}

static void close_all(int *fds, size_t nr)
{
	while (nr)
		close(fds[--nr]);
}

/* A scrape first, so that the start is not the state of a process that never worked. */
static int start(void **state)
{
	(void)state;
	server_start(&server, PAGE_BYTES, &options);
	expect_scrape();
	usleep(200000);
	base_files = nr_files();
	return 0;
}

/* The allocator keeps what was freed: each test allows for what it adds. */
static int measure(void **state)
{
	(void)state;
	base_bytes = resident(&server);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	server_stop(&server);
	return 0;
}

static void idle_connections(void **state)
{
	static int fds[NR_IDLE];

	(void)state;
	for (size_t i = 0; i < NR_IDLE; i++) {
		fds[i] = client(&server);
		if (i % 100 == 50)
			expect_scrape();
	}
	assert_true(nr_files() <= base_files + MAX_CONNECTIONS);
	expect_scrape();
	expect_within(PAGE_BYTES + 4 * MB);
	expect_no_files_left();
	close_all(fds, NR_IDLE);
}

static void idle_connections_that_come_back(void **state)
{
	int fds[64];
	double end = seconds() + 1;
	unsigned nr_scrapes = 0;

	(void)state;
	for (size_t i = 0; i < 64; i++)
		fds[i] = client(&server);
	while (seconds() < end || nr_scrapes < 3) {
		for (size_t i = 0; i < 64; i++) {
			close(fds[i]);
			fds[i] = client(&server);
		}
		expect_scrape();
		nr_scrapes++;
	}
	close_all(fds, 64);
	expect_no_files_left();
}

static void slow_readers(void **state)
{
	int fds[40];

	(void)state;
	for (size_t i = 0; i < 40; i++) {
		fds[i] = client(&server);
		say(fds[i], SCRAPE);
		usleep(5000);
		expect_within(SLOW_ANSWERS * PAGE_BYTES + 4 * MB);
	}
	expect_scrape();
	expect_within(SLOW_ANSWERS * PAGE_BYTES + 4 * MB);
	expect_no_files_left(); /* although they are still open here */
	close_all(fds, 40);
}

/* All of them in one turn of the event loop. */
static void slow_readers_at_once(void **state)
{
	int fds[MAX_CONNECTIONS];

	(void)state;
	for (size_t i = 0; i < MAX_CONNECTIONS; i++)
		fds[i] = client(&server);
	kill(server.pid, SIGSTOP);
	for (size_t i = 0; i < MAX_CONNECTIONS; i++)
		say(fds[i], SCRAPE);
	kill(server.pid, SIGCONT);
	usleep(200000);
	expect_within(SLOW_ANSWERS * PAGE_BYTES + 4 * MB);
	expect_scrape();
	close_all(fds, MAX_CONNECTIONS);
}

/* A byte now and then, until the server has closed: how long that took. */
static double trickle(int fd, const char *byte)
{
	double begin = seconds();

	while (send(fd, byte, 1, MSG_NOSIGNAL) == 1 && seconds() < begin + 5)
		usleep(20000);
	return seconds() - begin;
}

/* A client that had one answer, and whose connection stays. */
static int answered_client(void)
{
	int fd = client(&server);

	say(fd, "GET /-/healthy HTTP/1.1\r\n\r\n");
	hear_one(fd, answer, sizeof(answer));
	return fd;
}

/* One that takes its answer, bit by bit, is not the slowest because others came later. */
static void reader_among_slow_ones(void **state)
{
	int fds[MAX_CONNECTIONS];
	size_t length = 0;
	ssize_t n = 0;

	(void)state;
	kill(server.pid, SIGSTOP);
	for (size_t i = 0; i < MAX_CONNECTIONS; i++) {
		fds[i] = client(&server);
		say(fds[i], SCRAPE);
	}
	kill(server.pid, SIGCONT);
	while (length < sizeof(answer) - 1 && (n = recv(fds[0], answer + length, MB, 0)) > 0) {
		length += n;
		usleep(5000);
	}
	assert_int_equal(n, 0);
	assert_true(length >= PAGE_BYTES);
	expect_within(SLOW_ANSWERS * PAGE_BYTES + 4 * MB);
	close_all(fds, MAX_CONNECTIONS);
	expect_scrape();
}

/* Nor is health asked in vain while others hold all turns. */
static void health_among_slow_readers(void **state)
{
	int fds[MAX_CONNECTIONS / 2];
	double begin;

	(void)state;
	for (size_t i = 0; i < MAX_CONNECTIONS / 2; i++) {
		fds[i] = client(&server);
		say(fds[i], SCRAPE);
	}
	begin = seconds();
	assert_true(ask(&server, "GET /-/healthy HTTP/1.1\r\nConnection: close\r\n\r\n", answer,
			sizeof(answer)) > 0);
	assert_int_equal(status_of(answer), 200);
	assert_true(seconds() - begin < 0.5);
	close_all(fds, MAX_CONNECTIONS / 2);
}

/* A byte now and then does not keep a connection: the whole request has a deadline. */
static void slow_writer(void **state)
{
	int fd = client(&server);
	double took;

	(void)state;
	say(fd, "GET /metrics HTTP/1.1\r\nX: ");
	took = trickle(fd, "x");
	assert_true(took > 0.3);
	assert_true(took < 3);
	close(fd);
}

static void slow_second_request(void **state)
{
	int fd = answered_client();

	(void)state;
	assert_true(trickle(fd, "G") < 3);
	close(fd);
}

static void idle_after_answer(void **state)
{
	int fd = answered_client();
	double begin = seconds();

	(void)state;
	assert_int_equal(recv(fd, answer, 1, 0), 0);
	assert_true(seconds() - begin > 0.6);
	assert_true(seconds() - begin < 3);
	close(fd);
}

static void flood(const char *begin, const char *piece)
{
	int fd = client(&server);
	double end = seconds() + 5;

	say(fd, begin);
	for (size_t sent = 0; sent < 64 * MB && seconds() < end; sent += strlen(piece))
		if (send(fd, piece, strlen(piece), MSG_NOSIGNAL) < 0)
			break;
	assert_true(seconds() < end);
	expect_within(4 * MB);
	close(fd);
}

static void floods(void **state)
{
	char piece[4096];

	(void)state;
	memset(piece, 'x', sizeof(piece));
	piece[sizeof(piece) - 1] = '\0';
	flood("", piece);
	flood("GET /", piece);
	flood("GET / HTTP/1.1\r\nX: ", piece);
	flood("POST /metrics HTTP/1.1\r\nContent-Length: 4000000000\r\n\r\n", piece);
	flood("POST /metrics HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n", piece);
	strcpy(piece, "X: y\r\n");
	flood("GET / HTTP/1.1\r\n", piece);
	strcpy(piece, " y\r\n");
	flood("GET / HTTP/1.1\r\nX:\r\n", piece);
	strcpy(piece, "\r\n");
	flood("", piece);
	expect_scrape();
}

static void huge_url(void **state)
{
	static char request[MB];
	int fd = client(&server);

	(void)state;
	memset(request, 'x', sizeof(request));
	memcpy(request, "GET /", 5);
	request[sizeof(request) - 1] = '\0';
	say(fd, request);
	say(fd, " HTTP/1.1\r\n\r\n");
	/* An error or just the end, as what was not read may take the answer along. */
	assert_true(hear(fd, answer, sizeof(answer)) >= 0);
	assert_int_not_equal(status_of(answer), 200);
	close(fd);
}

/* Sent ahead, read late: answered in order, and held by nobody meanwhile. */
static void pipelining(void **state)
{
	int fd = client(&server);

	(void)state;
	for (int i = 0; i < 200; i++)
		say(fd, "GET /-/healthy HTTP/1.1\r\n\r\n");
	for (int i = 0; i < 200; i++) {
		hear_one(fd, answer, sizeof(answer));
		assert_int_equal(status_of(answer), 200);
	}
	close(fd);
}

static void pipelining_without_reading(void **state)
{
	int fd = client(&server);
	double end = seconds() + 5;

	(void)state;
	fcntl(fd, F_SETFL, O_NONBLOCK);
	/* Until it is closed for not taking its answers. */
	while (seconds() < end)
		if (send(fd, "GET /metrics HTTP/1.1\r\n\r\n", 25, MSG_NOSIGNAL) < 0 && errno != EAGAIN)
			break;
	assert_true(seconds() < end);
	expect_within(2 * PAGE_BYTES + 4 * MB);
	close(fd);
}

static void half_closed(void **state)
{
	int fd = client(&server);

	(void)state;
	say(fd, SCRAPE);
	shutdown(fd, SHUT_WR);
	usleep(200000); /* the end is there before the answer is taken */
	assert_true(hear(fd, answer, sizeof(answer)) >= (ssize_t)PAGE_BYTES);
	assert_int_equal(status_of(answer), 200);
	close(fd);
	fd = client(&server);
	shutdown(fd, SHUT_WR);
	assert_int_equal(hear(fd, answer, sizeof(answer)), 0);
	close(fd);
}

static void out_of_descriptors(void **state)
{
	struct rlimit limit, low = { base_files + 2, base_files + 2 };
	int fds[MAX_CONNECTIONS];
	double busy;

	(void)state;
	expect_no_files_left();
	assert_int_equal(prlimit(server.pid, RLIMIT_NOFILE, NULL, &limit), 0);
	low.rlim_max = limit.rlim_max;
	assert_int_equal(prlimit(server.pid, RLIMIT_NOFILE, &low, NULL), 0);
	for (size_t i = 0; i < MAX_CONNECTIONS; i++)
		fds[i] = client(&server);
	busy = busy_seconds();
	usleep(1000000);
	assert_true(busy_seconds() - busy < 0.2);
	expect_scrape();
	assert_int_equal(prlimit(server.pid, RLIMIT_NOFILE, &limit, NULL), 0);
	expect_scrape();
	close_all(fds, MAX_CONNECTIONS);
}

static unsigned long nr_wake_ups(void)
{
	unsigned long nr = 0;
	char path[64], line[128];
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/status", server.pid);
	file = fopen(path, "re");
	assert_non_null(file);
	while (fgets(line, sizeof(line), file))
		if (sscanf(line, "voluntary_ctxt_switches: %lu", &nr) == 1)
			break;
	fclose(file);
	assert_true(nr > 0);
	return nr;
}

/* Nothing is done between scrapes, whoever is connected. */
static void quiet_between(void **state)
{
	int fd = answered_client();
	unsigned long before;

	(void)state;
	usleep(200000);
	before = nr_wake_ups();
	usleep(400000);
	assert_int_equal(nr_wake_ups(), before);
	close(fd);
}

static void stop_during_answer(void **state)
{
	size_t length = 0;
	ssize_t n;
	int fd;

	(void)state;
	fd = client(&server);
	say(fd, SCRAPE);
	assert_int_equal(recv(fd, answer, 1000, MSG_WAITALL), 1000);
	kill(server.pid, SIGTERM);
	usleep(100000);
	for (length = 1000; (n = recv(fd, answer + length, sizeof(answer) - length, 0)) > 0;)
		length += n;
	assert_true(length >= PAGE_BYTES);
	close(fd);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup(idle_connections, measure),
		cmocka_unit_test_setup(idle_connections_that_come_back, measure),
		cmocka_unit_test_setup(slow_readers, measure),
		cmocka_unit_test_setup(slow_readers_at_once, measure),
		cmocka_unit_test_setup(reader_among_slow_ones, measure),
		cmocka_unit_test_setup(health_among_slow_readers, measure),
		cmocka_unit_test_setup(slow_writer, measure),
		cmocka_unit_test_setup(slow_second_request, measure),
		cmocka_unit_test_setup(idle_after_answer, measure),
		cmocka_unit_test_setup(floods, measure),
		cmocka_unit_test_setup(huge_url, measure),
		cmocka_unit_test_setup(pipelining, measure),
		cmocka_unit_test_setup(pipelining_without_reading, measure),
		cmocka_unit_test_setup(half_closed, measure),
		cmocka_unit_test_setup(out_of_descriptors, measure),
		cmocka_unit_test_setup(quiet_between, measure),
		cmocka_unit_test_setup(stop_during_answer, measure), /* last */
	};

	return cmocka_run_group_tests(tests, start, stop);
}
