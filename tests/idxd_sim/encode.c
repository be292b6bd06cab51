// SPDX-License-Identifier: GPL-2.0-only
/*
 * DEFLATE by the tables that the driver hands over with each descriptor: the bits that
 * begin the stream, and for each symbol its Huffman code. So the driver's own tables are
 * put to use, and an error in them shows.
 */
#include <linux/bitops.h>
#include <linux/bitrev.h>
#include <linux/crc32.h>
#include <linux/minmax.h>
#include <linux/string.h>

#include "operation.h"

#define MATCH_MIN 3
#define MATCH_MAX 258
#define SYMBOL_END 256
#define SYMBOL_LENGTH 257
/* In a table's entry: the code's length above, the code below. */
#define CODE_BITS(entry) ((entry) >> 15)
#define CODE(entry) ((entry) & 0x7fff)

struct bits {
	u8 *out;
	u32 bytes, room;
	u64 held;
	unsigned int nr_held;
	bool overflow; /* the output is full */
	bool missing; /* the table has no code for a symbol */
};

static void put_bits(struct bits *bits, u32 value, unsigned int nr)
{
	bits->held |= (u64)value << bits->nr_held;
	bits->nr_held += nr;
	for (; bits->nr_held >= 8; bits->nr_held -= 8, bits->held >>= 8) {
		if (bits->bytes == bits->room)
			bits->overflow = true;
		else
			bits->out[bits->bytes++] = bits->held;
	}
}

/* Huffman codes go out from their highest bit on, everything else from its lowest. */
static void put_symbol(struct bits *bits, u32 entry)
{
	unsigned int nr = CODE_BITS(entry);

	if (!nr || nr > 15) {
		bits->missing = true;
		return;
	}
	put_bits(bits, bitrev16(CODE(entry)) >> (16 - nr), nr);
}

/* RFC 1951, 3.2.5: eight lengths of their own, then four symbols for each number of extra bits. */
static void put_length(struct bits *bits, const u32 *table, u32 length)
{
	u32 value = length - MATCH_MIN, extra;

	if (length == MATCH_MAX) {
		put_symbol(bits, table[SYMBOL_LENGTH + 28]);
		return;
	}
	if (value < 8) {
		put_symbol(bits, table[SYMBOL_LENGTH + value]);
		return;
	}
	extra = fls(value) - 3;
	put_symbol(bits, table[SYMBOL_LENGTH + 4 * extra + 4 + ((value >> extra) & 3)]);
	put_bits(bits, value & (BIT(extra) - 1), extra);
}

/* Likewise, with two symbols for each. */
static void put_distance(struct bits *bits, const u32 *table, u32 distance)
{
	u32 value = distance - 1, extra;

	if (value < 4) {
		put_symbol(bits, table[value]);
		return;
	}
	extra = fls(value) - 2;
	put_symbol(bits, table[2 * extra + 2 + ((value >> extra) & 1)]);
	put_bits(bits, value & (BIT(extra) - 1), extra);
}

static u32 *head_of(u32 *heads, const u8 *at)
{
	u32 three = at[0] << 16 | at[1] << 8 | at[2];

	return &heads[(three * 2654435761U) >> (32 - ilog2(WORKSPACE_HEADS))];
}

/* The last place with the same hash, if it is near and does match; `heads` count from 1. */
static u32 find_match(const struct sim_buffers *buffers, u32 *heads, u32 at, u32 *distance)
{
	u32 room = min_t(u32, buffers->in_bytes - at, MATCH_MAX), length = 0, *head;
	const u8 *here = buffers->in + at, *there;

	if (room < MATCH_MIN)
		return 0;
	head = head_of(heads, here);
	*distance = at + 1 - *head;
	there = here - *distance;
	if (*head && *distance <= READ_ONCE(sim_window))
		while (length < room && here[length] == there[length])
			length++;
	*head = at + 1;
	return length >= MATCH_MIN ? length : 0;
}

static void put_stream(struct bits *bits, const struct sim_buffers *buffers, u32 *heads,
		       const struct aecs_comp_table_record *aecs)
{
	u32 at = 0, length, distance;

	while (at < buffers->in_bytes && !bits->overflow && !bits->missing) {
		length = find_match(buffers, heads, at, &distance);
		if (length) {
			put_length(bits, aecs->ll_sym, length);
			put_distance(bits, aecs->d_sym, distance);
			at += length;
		} else {
			put_symbol(bits, aecs->ll_sym[buffers->in[at++]]);
		}
	}
}

static void put_begin(struct bits *bits, const struct aecs_comp_table_record *aecs)
{
	u32 left = min_t(u32, aecs->num_output_accum_bits, 8 * sizeof(aecs->output_accum)), i, nr;

	for (i = 0; left; i++, left -= nr) {
		nr = min(left, 8U);
		put_bits(bits, aecs->output_accum[i] & (BIT(nr) - 1), nr);
	}
}

void encode(const struct sim_buffers *buffers, const struct aecs_comp_table_record *aecs,
	    bool append_end, struct iax_completion_record *result)
{
	struct bits bits = { .out = buffers->out, .room = buffers->out_bytes };
	struct workspace *workspace = workspace_get();

	memset(workspace->heads, 0, WORKSPACE_HEADS * sizeof(u32));
	put_begin(&bits, aecs);
	put_stream(&bits, buffers, workspace->heads, aecs);
	workspace_put(workspace);
	if (append_end)
		put_symbol(&bits, aecs->ll_sym[SYMBOL_END]);
	result->output_bits = bits.nr_held;
	if (bits.nr_held)
		put_bits(&bits, 0, 8 - bits.nr_held);

	result->status = IAX_COMP_SUCCESS;
	if (bits.overflow || bits.missing) {
		result->status = STATUS_ANALYTICS_ERROR;
		result->error_code = bits.overflow ? ERROR_OUTPUT_OVERFLOW : ERROR_BAD_STREAM;
		return;
	}
	result->output_size = bits.bytes;
	result->crc = ~crc32_le(~0, buffers->in, buffers->in_bytes);
}
