/* SPDX-License-Identifier: GPL-2.0-only */
/* An array that grows: what a snapshot's items are collected in. */
#ifndef SWAPRA_RECORD_VECTOR_H
#define SWAPRA_RECORD_VECTOR_H

#include <errno.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

struct vector {
	void *data;
	size_t nr, room;
};

/* Room for one more of that size, not yet counted; NULL when memory runs out. */
static inline void *vector__next(struct vector *vector, size_t bytes)
{
	if (vector->nr == vector->room) {
		size_t room = vector->room ? vector->room * 2 : 16;
		void *more = reallocarray(vector->data, room, bytes);

		if (!more)
			return NULL;
		vector->data = more;
		vector->room = room;
	}
	return (char *)vector->data + vector->nr * bytes;
}

static inline void vector__release(struct vector *vector)
{
	free(vector->data);
	*vector = (struct vector){};
}

#endif
