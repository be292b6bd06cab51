/* SPDX-License-Identifier: GPL-2.0-only */
/* What the server answers to each path and method. */
#ifndef SWAPRA_EXPORTER_PAGES_H
#define SWAPRA_EXPORTER_PAGES_H

#include "server.h"

struct evhttp_request;

#define HEALTHY_PATH "/-/healthy"

/* Whether its answer is a page of metrics, if it has one. */
bool pages__is_scrape(struct evhttp_request *request, const char *telemetry_path);

/* Send the answer, whatever it is. */
void pages__answer(struct evhttp_request *request, const char *telemetry_path,
		   const struct server_handler *handler);

#endif
