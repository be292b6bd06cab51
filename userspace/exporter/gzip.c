// SPDX-License-Identifier: GPL-2.0-only
/* zlib between two buffers; see gzip.h. */
#include "gzip.h"

#include <errno.h>
#include <event2/buffer.h>
#include <zlib.h>

#define GZIP_WINDOW (15 + 16) /* the largest window, and gzip's header */
#define MEMORY_LEVEL 8
#define PIECE_BYTES 16384

/* Run zlib over the input it was given until it wants more. */
static int deflate_piece(z_stream *stream, int flush, struct evbuffer *packed)
{
	struct evbuffer_iovec room;

	do {
		if (evbuffer_reserve_space(packed, PIECE_BYTES, &room, 1) < 1)
			return -ENOMEM;
		stream->next_out = room.iov_base;
		stream->avail_out = room.iov_len;
		deflate(stream, flush);
		room.iov_len -= stream->avail_out;
		if (evbuffer_commit_space(packed, &room, 1))
			return -ENOMEM;
	} while (!stream->avail_out);
	return 0;
}

static int deflate_all(z_stream *stream, struct evbuffer *packed, struct evbuffer *plain)
{
	struct evbuffer_iovec piece;
	int err = 0;

	while (!err && evbuffer_peek(plain, 1, NULL, &piece, 1) > 0 && piece.iov_len) {
		stream->next_in = piece.iov_base;
		stream->avail_in = piece.iov_len;
		err = deflate_piece(stream, Z_NO_FLUSH, packed);
		evbuffer_drain(plain, piece.iov_len);
	}
	return err ? err : deflate_piece(stream, Z_FINISH, packed);
}

int gzip__move(struct evbuffer *packed, struct evbuffer *plain)
{
	z_stream stream = {};
	int err;

	/* The fastest level: of text that repeats itself so much it leaves a tenth. */
	if (deflateInit2(&stream, Z_BEST_SPEED, Z_DEFLATED, GZIP_WINDOW, MEMORY_LEVEL,
			 Z_DEFAULT_STRATEGY) != Z_OK)
		return -ENOMEM;
	err = deflate_all(&stream, packed, plain);
	deflateEnd(&stream);
	return err;
}
