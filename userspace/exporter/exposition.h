/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The two text formats that Prometheus reads, and the writing of them: families in one
 * go, into the buffers of the HTTP library itself.
 */
#ifndef SWAPRA_EXPORTER_EXPOSITION_H
#define SWAPRA_EXPORTER_EXPOSITION_H

#include <stdbool.h>
#include <stddef.h>

enum exposition_format {
	EXPOSITION_TEXT,        /* text/plain; version=0.0.4 */
	EXPOSITION_OPENMETRICS, /* application/openmetrics-text; version=1.0.0 */
};

struct evbuffer;
struct family;

struct exposition {
	enum exposition_format format;
	struct evbuffer *out;
	char *at, *end;   /* of the free part of what out gave to write into */
	size_t reserved;  /* bytes it gave */
	bool failed;      /* out of memory */
};

/* Who a family tells of: the numbers of its samples lie at their offsets from values. */
struct subject {
	const char *labels; /* NULL: none */
	size_t length;
	const void *values; /* NULL: nothing to tell */
};

/* Either all of them have labels or none has. */
struct subjects {
	const struct subject *rows;
	size_t nr;
	const void *sums; /* where the values of all lie, summed; NULL: nobody summed them */
};

void exposition__begin(struct exposition *exposition, enum exposition_format format,
		       struct evbuffer *out);

/* All samples of a family, of all its subjects; nothing when there are none. */
void exposition__family(struct exposition *exposition, const struct family *family,
			const struct subjects *subjects);

/* Returns 0 or -ENOMEM; out then holds only a part. */
int exposition__end(struct exposition *exposition);

#endif
