// SPDX-License-Identifier: GPL-2.0-only
/*
 * DEFLATE back, by the kernel's zlib: another hand than the encoder's, so that an error
 * in one of them cannot hide in the other.
 */
#include <linux/crc32.h>
#include <linux/minmax.h>
#include <linux/zlib.h>

#include "operation.h"

/* Output goes where it belongs, or page by page into the scratch when only its CRC is wanted. */
static void aim(z_stream *stream, const struct sim_buffers *buffers, u8 *scratch)
{
	u32 left = buffers->out_bytes - stream->total_out;

	if (buffers->out) {
		stream->next_out = buffers->out + stream->total_out;
		stream->avail_out = left;
	} else {
		stream->next_out = scratch;
		stream->avail_out = min_t(u32, left, PAGE_SIZE);
	}
}

static int inflate_all(z_stream *stream, const struct sim_buffers *buffers, u8 *scratch, u32 *crc)
{
	int err;

	do {
		u8 *begin;

		aim(stream, buffers, scratch);
		begin = stream->next_out;
		err = zlib_inflate(stream, Z_SYNC_FLUSH);
		*crc = crc32_le(*crc, begin, stream->next_out - begin);
	} while (err == Z_OK && !stream->avail_out && stream->total_out < buffers->out_bytes);
	return err;
}

/* A stream that did not end either lacks room or lacks its end. */
static void tell(int err, const z_stream *stream, u32 crc, struct iax_completion_record *result)
{
	if (err == Z_STREAM_END) {
		result->status = IAX_COMP_SUCCESS;
		result->output_size = stream->total_out;
		result->crc = ~crc;
	} else if ((err == Z_OK || err == Z_BUF_ERROR) && !stream->avail_out) {
		result->status = STATUS_OUTPUT_OVERFLOW;
	} else {
		result->status = STATUS_ANALYTICS_ERROR;
		result->error_code = ERROR_BAD_STREAM;
	}
}

void decode(const struct sim_buffers *buffers, struct iax_completion_record *result)
{
	struct workspace *workspace = workspace_get();
	z_stream stream = {
		.workspace = workspace->inflate,
		.next_in = buffers->in,
		.avail_in = buffers->in_bytes,
	};
	int err = zlib_inflateInit2(&stream, -MAX_WBITS); /* no zlib header */
	u32 crc = ~0;

	if (err == Z_OK)
		err = inflate_all(&stream, buffers, workspace->scratch, &crc);
	tell(err, &stream, crc, result);
	workspace_put(workspace);
}
