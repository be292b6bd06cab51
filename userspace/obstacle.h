/* SPDX-License-Identifier: GPL-2.0-only */
/* What stands in the way of tracing or of policies, in the words that fail() takes. */
#ifndef SWAPRA_OBSTACLE_H
#define SWAPRA_OBSTACLE_H

#include <stddef.h>

struct obstacle {
	int error;           /* 0: nothing does; ENOTSUP: the kernel lacks it; EPERM: this process may not */
	int cause;           /* the errno to print, a positive one */
	const char *subject; /* static storage, as are the next two */
	const char *name;
	const char *verb;
	char hint[320];      /* never empty when error is set */
};

/* Say what can be done about it: the hint. */
void obstacle__advise(struct obstacle *obstacle, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* The obstacle in one sentence: the message fail() prints, without "swapra: ". */
void obstacle__describe(const struct obstacle *obstacle, char *buf, size_t len);

/* Print the obstacle as error and hint. Returns -error. */
int obstacle__print(const struct obstacle *obstacle);

#endif
