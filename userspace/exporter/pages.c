// SPDX-License-Identifier: GPL-2.0-only
/* The pages: metrics, health, and a start page with links to both. See pages.h. */
#include "pages.h"

#include <string.h>

#include <event2/buffer.h>
#include <event2/http.h>
#include <event2/keyvalq_struct.h>

#include "gzip.h"
#include "negotiate.h"

#define METHOD_NOT_ALLOWED 405
#define PLAIN "text/plain; charset=utf-8"

struct page {
	struct evhttp_request *request;
	const char *telemetry_path;
	const struct server_handler *handler;
	struct evbuffer *body;
};

static void add_header(const struct page *page, const char *name, const char *value)
{
	evhttp_add_header(evhttp_request_get_output_headers(page->request), name, value);
}

static const char *header(const struct page *page, const char *name)
{
	return evhttp_find_header(evhttp_request_get_input_headers(page->request), name);
}

static bool is_head(const struct page *page)
{
	return evhttp_request_get_command(page->request) == EVHTTP_REQ_HEAD;
}

static void send_page(const struct page *page, int status, const char *reason, const char *type)
{
	add_header(page, "Content-Type", type);
	add_header(page, "X-Content-Type-Options", "nosniff");
	evhttp_send_reply(page->request, status, reason, page->body);
}

/* An error in a line; the status line says the same. */
static void refuse(const struct page *page, int status, const char *reason)
{
	evbuffer_add_printf(page->body, "%d %s\n", status, reason);
	send_page(page, status, reason, PLAIN);
}

static int compress(struct page *page)
{
	struct evbuffer *packed = evbuffer_new();
	int err = packed ? gzip__move(packed, page->body) : -1;

	if (err) {
		if (packed)
			evbuffer_free(packed);
		return err;
	}
	evbuffer_free(page->body);
	page->body = packed;
	add_header(page, "Content-Encoding", "gzip");
	return 0;
}

/* HEAD counts nothing: it would cost as much as the page, which nobody reads. */
static void send_metrics(struct page *page)
{
	enum exposition_format format = negotiate__format(header(page, "Accept"));
	bool gzip = negotiate__gzip(header(page, "Accept-Encoding"));
	int err = 0;

	add_header(page, "Vary", "Accept, Accept-Encoding");
	if (!is_head(page))
		err = page->handler->scrape(page->handler->context, format, page->body);
	if (!err && gzip && !is_head(page))
		err = compress(page);
	if (err) {
		evbuffer_drain(page->body, evbuffer_get_length(page->body));
		refuse(page, HTTP_INTERNAL, "Internal Server Error");
		return;
	}
	send_page(page, HTTP_OK, "OK", exposition__content_type(format));
}

static void send_health(struct page *page)
{
	evbuffer_add_printf(page->body, "healthy\n");
	send_page(page, HTTP_OK, "OK", PLAIN);
}

static void send_start(struct page *page)
{
	evbuffer_add_printf(page->body,
			    "<!DOCTYPE html>\n<html lang=\"en\">\n<head><title>swapra exporter</title></head>\n"
			    "<body>\n<h1>swapra exporter</h1>\n"
			    "<p>What swap-in readahead does on this machine, cgroup by cgroup. "
			    "Version " SWAPRA_VERSION ".</p>\n<ul>\n"
			    "<li><a href=\"%s\">metrics</a></li>\n"
			    "<li><a href=\"" HEALTHY_PATH "\">health</a></li>\n"
			    "</ul>\n</body>\n</html>\n", page->telemetry_path);
	send_page(page, HTTP_OK, "OK", "text/html; charset=utf-8");
}

typedef void (*send_fn)(struct page *page);

static send_fn find_page(const struct page *page, const char *path)
{
	if (!strcmp(path, page->telemetry_path))
		return send_metrics;
	if (!strcmp(path, HEALTHY_PATH))
		return send_health;
	return strcmp(path, "/") ? NULL : send_start;
}

/* NULL when there is none. */
static const char *path_of(const struct evhttp_request *request)
{
	const struct evhttp_uri *uri = evhttp_request_get_evhttp_uri(request);
	const char *path = uri ? evhttp_uri_get_path(uri) : NULL;

	return path && !*path ? "/" : path;
}

static void answer(struct page *page)
{
	const char *path = path_of(page->request);
	send_fn send = path ? find_page(page, path) : NULL;
	int method = evhttp_request_get_command(page->request);

	if (!send) {
		refuse(page, HTTP_NOTFOUND, "Not Found");
	} else if (method != EVHTTP_REQ_GET && method != EVHTTP_REQ_HEAD) {
		add_header(page, "Allow", "GET, HEAD");
		refuse(page, METHOD_NOT_ALLOWED, "Method Not Allowed");
	} else {
		send(page);
	}
}

bool pages__is_scrape(struct evhttp_request *request, const char *telemetry_path)
{
	const char *path = path_of(request);

	return path && !strcmp(path, telemetry_path);
}

void pages__answer(struct evhttp_request *request, const char *telemetry_path,
		   const struct server_handler *handler)
{
	struct page page = {
		.request = request,
		.telemetry_path = telemetry_path,
		.handler = handler,
		.body = evbuffer_new(),
	};

	if (!page.body) {
		evhttp_send_error(request, HTTP_SERVUNAVAIL, NULL);
		return;
	}
	answer(&page);
	evbuffer_free(page.body);
}
