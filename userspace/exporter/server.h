/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The HTTP side of the exporter: listens, answers, and stays within its limits
 * whatever comes in. What is served is the handler's.
 */
#ifndef SWAPRA_EXPORTER_SERVER_H
#define SWAPRA_EXPORTER_SERVER_H

#include "exposition.h"

struct evbuffer;
struct event_base;
struct server;

struct server_handler {
	/* Append an exposition to out; 0, or -errno: then the answer is 500. */
	int (*scrape)(void *context, enum exposition_format format, struct evbuffer *out);
	void *context;
};

#endif
