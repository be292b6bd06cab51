// SPDX-License-Identifier: GPL-2.0-only
/* What the exporter's server answers: pages, methods, formats. No root, on 127.0.0.1. */
#include "cmocka_all.h"

#include <zlib.h>

#include "http_client.h"

#define PAGE_BYTES 100000
#define CLOSE "Connection: close\r\n\r\n"

static struct test_server server;
static char answer[1 << 20];

static const struct server_options options = {
	.telemetry_path = "/metrics", .max_connections = 16,
	.limits = { .request_ms = 5000, .idle_ms = 5000, .answer_ms = 5000, .grace_ms = 50,
		    .stall_ms = 1000, .turn_ms = 1000 },
};

static int start(void **state)
{
	(void)state;
	server_start(&server, PAGE_BYTES, &options);
	return 0;
}

static int stop(void **state)
{
	(void)state;
	server_stop(&server);
	return 0;
}

static unsigned status(const char *request)
{
	assert_true(ask(&server, request, answer, sizeof(answer)) >= 0);
	return status_of(answer);
}

static const char *body(void)
{
	return strstr(answer, "\r\n\r\n") + 4;
}

static void pages_are_there(void **state)
{
	(void)state;
	assert_int_equal(status("GET / HTTP/1.1\r\n" CLOSE), 200);
	assert_non_null(strstr(answer, "href=\"/metrics\""));
	assert_non_null(strstr(answer, "href=\"/-/healthy\""));
	assert_non_null(strstr(answer, "Content-Type: text/html; charset=utf-8\r\n"));
	assert_int_equal(status("GET /-/healthy HTTP/1.1\r\n" CLOSE), 200);
	assert_string_equal(body(), "healthy\n");
	assert_int_equal(status("GET /other HTTP/1.1\r\n" CLOSE), 404);
	assert_int_equal(status("GET /metrics/ HTTP/1.1\r\n" CLOSE), 404);
	assert_int_equal(status("GET /metrics?x=y HTTP/1.1\r\n" CLOSE), 200);
	assert_int_equal(status("GET http://h:1/metrics HTTP/1.1\r\n" CLOSE), 200);
}

static void formats_follow_accept(void **state)
{
	(void)state;
	assert_int_equal(status("GET /metrics HTTP/1.1\r\n" CLOSE), 200);
	assert_non_null(strstr(answer, "Content-Type: text/plain; version=0.0.4; charset=utf-8\r\n"));
	assert_non_null(strstr(answer, "Vary: Accept, Accept-Encoding\r\n"));
	assert_null(strstr(answer, "Content-Encoding"));
	assert_memory_equal(body(), "format 0\n", 9);
	assert_int_equal(status("GET /metrics HTTP/1.1\r\n"
				"Accept: application/openmetrics-text;version=1.0.0\r\n" CLOSE), 200);
	assert_non_null(strstr(answer, "Content-Type: application/openmetrics-text; "
				       "version=1.0.0; charset=utf-8\r\n"));
	assert_memory_equal(body(), "format 1\n", 9);
}

static void gzip_holds_the_same(void **state)
{
	static unsigned char plain[1 << 20];
	z_stream stream = {};
	ssize_t length;

	(void)state;
	length = ask(&server, "GET /metrics HTTP/1.1\r\nAccept-Encoding: gzip\r\n" CLOSE, answer,
		     sizeof(answer));
	assert_true(length > 0 && length < PAGE_BYTES / 10);
	assert_non_null(strstr(answer, "Content-Encoding: gzip\r\n"));
	stream.next_in = (unsigned char *)body();
	stream.avail_in = answer + length - body();
	stream.next_out = plain;
	stream.avail_out = sizeof(plain);
	assert_int_equal(inflateInit2(&stream, 15 + 16), Z_OK);
	assert_int_equal(inflate(&stream, Z_FINISH), Z_STREAM_END);
	assert_int_equal(stream.avail_in, 0);
	assert_true(stream.total_out >= PAGE_BYTES);
	assert_memory_equal(plain, "format 0\n", 9);
	inflateEnd(&stream);
}

static void head_has_no_body(void **state)
{
	int fd = client(&server);

	(void)state;
	say(fd, "HEAD /metrics HTTP/1.1\r\n\r\nGET /-/healthy HTTP/1.1\r\n" CLOSE);
	assert_true(hear(fd, answer, sizeof(answer)) > 0);
	close(fd);
	assert_int_equal(status_of(answer), 200);
	assert_non_null(strstr(answer, "text/plain; version=0.0.4"));
	assert_null(strstr(answer, "format"));
	/* The next answer begins right behind the head. */
	assert_memory_equal(body(), "HTTP/1.1 200", 12);
}

static void other_methods_are_refused(void **state)
{
	static const char *const methods[] = { "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE",
					       "FETCH" };
	char request[100];

	(void)state;
	for (size_t i = 0; i < sizeof(methods) / sizeof(methods[0]); i++) {
		snprintf(request, sizeof(request), "%s /metrics HTTP/1.1\r\nContent-Length: 0\r\n" CLOSE,
			 methods[i]);
		assert_int_equal(status(request), 405);
		assert_non_null(strstr(answer, "Allow: GET, HEAD\r\n"));
		assert_null(strstr(answer, "format"));
	}
}

static void nonsense_is_refused(void **state)
{
	(void)state;
	assert_int_equal(status("what is this\r\n\r\n"), 400);
	assert_int_equal(status("GET /metrics HTTP/2.0\r\n\r\n"), 400);
	assert_int_equal(status("GET /metrics HTTP/1.1\r\nno colon\r\n\r\n"), 400);
	assert_int_equal(status("POST /metrics HTTP/1.1\r\nContent-Length: 5\r\n\r\nhello"), 413);
}

static void connections_are_kept(void **state)
{
	int fd = client(&server);

	(void)state;
	for (int i = 0; i < 20; i++) {
		say(fd, "GET /metrics HTTP/1.1\r\n\r\n");
		assert_true(hear_one(fd, answer, sizeof(answer)) > PAGE_BYTES);
		assert_int_equal(status_of(answer), 200);
	}
	close(fd);
	fd = client(&server);
	say(fd, "GET /-/healthy HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
	hear_one(fd, answer, sizeof(answer));
	say(fd, "GET /-/healthy HTTP/1.0\r\n\r\n");
	assert_true(hear(fd, answer, sizeof(answer)) > 0);
	assert_int_equal(status_of(answer), 200);
	close(fd);
}

static void failed_scrape_is_500(void **state)
{
	struct test_server failing;
	ssize_t length;

	(void)state;
	server_start(&failing, 0, &options);
	length = ask(&failing, "GET /metrics HTTP/1.1\r\nAccept-Encoding: gzip\r\n" CLOSE, answer,
		     sizeof(answer));
	assert_true(length > 0);
	assert_int_equal(status_of(answer), 500);
	assert_int_equal(ask(&failing, "GET /-/healthy HTTP/1.0\r\n\r\n", answer, sizeof(answer)) > 0, 1);
	assert_int_equal(status_of(answer), 200);
	server_stop(&failing);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(pages_are_there),
		cmocka_unit_test(formats_follow_accept),
		cmocka_unit_test(gzip_holds_the_same),
		cmocka_unit_test(head_has_no_body),
		cmocka_unit_test(other_methods_are_refused),
		cmocka_unit_test(nonsense_is_refused),
		cmocka_unit_test(connections_are_kept),
		cmocka_unit_test(failed_scrape_is_500),
	};

	return cmocka_run_group_tests(tests, start, stop);
}
