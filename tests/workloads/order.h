/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * In which order the pages of a region are touched. An order is a function of
 * the step number: the same options touch the same pages on every run.
 */
#ifndef TESTS_ORDER_H
#define TESTS_ORDER_H

#include <errno.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "page.h"

enum order_kind { ORDER_SEQ, ORDER_REVERSE, ORDER_STRIDE, ORDER_RANDOM, ORDER_BURST, ORDER_NONE };

/* A burst is a random page and those after it: hits that keep the kernel's window large. */
#define ORDER_BURST_PAGES 8

struct order {
	enum order_kind kind;
	uint64_t value; /* stride in pages, or seed */
};

static inline int order_parse_value(const char *text, const char *name, uint64_t *value)
{
	size_t length = strlen(name);
	char *end;

	if (strncmp(text, name, length) || text[length] != '=')
		return -EINVAL;
	errno = 0;
	*value = strtoull(text + length + 1, &end, 0);
	return errno || end == text + length + 1 || *end ? -EINVAL : 0;
}

/* seq | reverse | stride=PAGES | random=SEED | burst=SEED | none */
static inline int order_parse(const char *text, struct order *order)
{
	static const char *const names[] = { "seq", "reverse", "stride", "random",
					     "burst", "none" };
	unsigned int kind;

	for (kind = ORDER_SEQ; kind <= ORDER_NONE; kind++) {
		int takes_value = kind >= ORDER_STRIDE && kind <= ORDER_BURST;

		order->kind = kind;
		order->value = 0;
		if (takes_value && !order_parse_value(text, names[kind], &order->value))
			return kind == ORDER_STRIDE && !order->value ? -EINVAL : 0;
		if (!takes_value && !strcmp(text, names[kind]))
			return 0;
	}
	return -EINVAL;
}

static inline uint64_t order_random(const struct order *order, uint64_t step, unsigned int thread)
{
	uint64_t state = order->value + thread * 0x100000001b3ULL + (step << 16);

	return mix64(&state);
}

/* The page touched at a step; `thread` of `threads` begins its round that far into the region. */
static inline uint64_t order_page(const struct order *order, uint64_t step, uint64_t pages,
				  unsigned int thread, unsigned int threads)
{
	uint64_t start = pages * thread / threads, round;

	switch (order->kind) {
	case ORDER_REVERSE:
		return pages - 1 - (step + start) % pages;
	case ORDER_STRIDE:
		/* After each round one page on: `pages` steps touch every page when the stride divides. */
		round = (pages + order->value - 1) / order->value;
		return (step % round * order->value + step / round + start) % pages;
	case ORDER_RANDOM:
		return order_random(order, step, thread) % pages;
	case ORDER_BURST:
		round = step / ORDER_BURST_PAGES;
		return (order_random(order, round, thread) + step % ORDER_BURST_PAGES) % pages;
	default:
		return (step + start) % pages;
	}
}

#endif /* TESTS_ORDER_H */
