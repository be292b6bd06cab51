// SPDX-License-Identifier: GPL-2.0-only
/* Writing the text formats; see exposition.h. */
#include "exposition.h"

#include <errno.h>
#include <stdint.h>
#include <string.h>

#include <event2/buffer.h>

#include "families.h"

#define CHUNK_BYTES 65536
#define NUMBER_BYTES 32 /* a number, its blank and line end */
#define NSEC_PER_SEC 1000000000ULL

/* Texts that come again and again are copied in pieces of that size, the last one, too. */
#define PIECE_BYTES 32
#define TEXT_BYTES (8 * PIECE_BYTES) /* more than the longest name, labels and le have */

struct text {
	char bytes[TEXT_BYTES];
	size_t length;
};

/* What is around the subject's labels in all samples of a kind: `name{` and `,own} `. */
struct frame {
	struct text before, after;
};

void exposition__begin(struct exposition *exposition, enum exposition_format format,
		       struct evbuffer *out)
{
	*exposition = (struct exposition){ .format = format, .out = out };
}

static void commit(struct exposition *exposition)
{
	struct evbuffer_iovec vector;

	if (!exposition->end)
		return;
	vector.iov_len = exposition->reserved - (exposition->end - exposition->at);
	vector.iov_base = exposition->at - vector.iov_len;
	if (evbuffer_commit_space(exposition->out, &vector, 1))
		exposition->failed = true;
	exposition->at = exposition->end = NULL;
}

static __attribute__((noinline)) char *reserve_more(struct exposition *exposition, size_t bytes)
{
	struct evbuffer_iovec vector;

	commit(exposition);
	if (exposition->failed ||
	    evbuffer_reserve_space(exposition->out, bytes > CHUNK_BYTES ? bytes : CHUNK_BYTES,
				   &vector, 1) != 1) {
		exposition->failed = true;
		return NULL;
	}
	exposition->at = vector.iov_base;
	exposition->reserved = vector.iov_len;
	exposition->end = exposition->at + vector.iov_len;
	return exposition->at;
}

/* Room for that many bytes; NULL when memory ran out, now or before. */
static inline char *reserve(struct exposition *exposition, size_t bytes)
{
	if (bytes <= (size_t)(exposition->end - exposition->at))
		return exposition->at;
	return reserve_more(exposition, bytes);
}

static void put_text(struct exposition *exposition, const char *text)
{
	char *out = reserve(exposition, strlen(text));

	if (out)
		exposition->at = mempcpy(out, text, strlen(text));
}

#define DIGITS_MAX 20

static inline char *put_integer(char *out, uint64_t number)
{
	char digits[2 * DIGITS_MAX];
	size_t i = DIGITS_MAX;

	do {
		digits[--i] = '0' + number % 10;
		number /= 10;
	} while (number);
	memcpy(out, digits + i, DIGITS_MAX);
	return out + DIGITS_MAX - i;
}

/* Exactly, which a double does not hold: 0.000001024. */
static char *put_seconds(char *out, uint64_t ns)
{
	uint64_t rest = ns % NSEC_PER_SEC;

	out = put_integer(out, ns / NSEC_PER_SEC);
	if (!rest)
		return out;
	*out++ = '.';
	for (uint64_t unit = NSEC_PER_SEC / 10; rest; unit /= 10) {
		*out++ = '0' + rest / unit;
		rest %= unit;
	}
	return out;
}

static inline char *put_number(char *out, uint64_t number, bool is_ns)
{
	if (number < 10 && (!is_ns || !number)) {
		*out = '0' + number;
		return out + 1;
	}
	return is_ns ? put_seconds(out, number) : put_integer(out, number);
}

/* There is room for whole pieces. */
static inline char *put_pieces(char *restrict out, const struct text *restrict text)
{
	const size_t length = text->length;

	memcpy(out, text->bytes, PIECE_BYTES);
	for (size_t at = PIECE_BYTES; at < length; at += PIECE_BYTES)
		memcpy(out + at, text->bytes + at, PIECE_BYTES);
	return out + length;
}

/* Nothing behind the labels may be read: the last piece of them overlaps the one before. */
static inline char *put_labels(char *restrict out, const char *restrict labels, size_t length)
{
	enum { PIECE = 16 };

	if (length < PIECE)
		return mempcpy(out, labels, length);
	memcpy(out, labels, PIECE);
	for (size_t at = PIECE; at < length - PIECE; at += PIECE)
		memcpy(out + at, labels + at, PIECE);
	memcpy(out + length - PIECE, labels + length - PIECE, PIECE);
	return out + length;
}

/* Room that a sample of a subject takes at most. */
static inline size_t sample_bytes(const struct subject *subject)
{
	return 2 * TEXT_BYTES + subject->length + NUMBER_BYTES;
}

/* name{labels,own} number. Ten thousand cgroups have 200,000 of them, so it is inlined. */
static inline __attribute__((always_inline)) char *
put_sample(char *out, const struct frame *frame, const struct subject *subject, uint64_t number,
	   bool is_ns)
{
	const size_t length = subject->length;

	out = put_pieces(out, &frame->before);
	if (length)
		out = put_labels(out, subject->labels, length);
	out = put_pieces(out, &frame->after);
	out = put_number(out, number, is_ns);
	*out = '\n';
	return out + 1;
}

static uint64_t number_at(const struct subject *subject, size_t offset)
{
	return *(const uint64_t *)((const char *)subject->values + offset);
}

static bool is_told(const struct family *family, const struct subject *subject)
{
	return subject->values && (!family->has_guard || number_at(subject, family->guard));
}

/* A histogram is not empty when its sum is not. */
static bool any_counted(const struct family *family, const struct family_sample *sample,
			const struct subjects *subjects)
{
	const struct subject all = { .values = subjects->sums };
	size_t offset = sample->offset;

	if (family->buckets)
		offset += family->buckets->nr * sizeof(uint64_t);
	if (all.values)
		return number_at(&all, offset);
	for (size_t i = 0; i < subjects->nr; i++)
		if (is_told(family, &subjects->rows[i]) &&
		    number_at(&subjects->rows[i], offset))
			return true;
	return false;
}

static void append(struct text *text, const char *more)
{
	size_t length = strnlen(more, sizeof(text->bytes) - text->length);

	memcpy(text->bytes + text->length, more, length);
	text->length += length;
}

/* le: NULL for what is no bucket. Either all subjects have labels or none has. */
static void set_frame(struct frame *frame, const struct family *family, const char *suffix,
		      const char *labels, const char *le, bool has_subject)
{
	bool has_labels = has_subject || labels || le;

	frame->before.length = frame->after.length = 0;
	append(&frame->before, family->name);
	append(&frame->before, suffix);
	append(&frame->before, has_labels ? "{" : "");
	if (labels) {
		append(&frame->after, has_subject ? "," : "");
		append(&frame->after, labels);
	}
	if (le) {
		append(&frame->after, has_subject || labels ? ",le=\"" : "le=\"");
		append(&frame->after, le);
		append(&frame->after, "\"");
	}
	append(&frame->after, has_labels ? "} " : " ");
}

struct histogram_frames {
	struct frame buckets[BUCKETS_MAX];
	struct frame sum;
	struct frame count;
};

static void put_histogram(struct exposition *exposition, const struct buckets *buckets,
			  const struct histogram_frames *frames,
			  const struct subject *subject, const uint64_t *counts)
{
	char *out = reserve(exposition, (buckets->nr + 2) * sample_bytes(subject));
	uint64_t count = 0;

	if (!out)
		return;
	for (size_t i = 0; i < buckets->nr; i++) {
		count += counts[i];
		out = put_sample(out, &frames->buckets[i], subject, count, false);
	}
	out = put_sample(out, &frames->sum, subject, counts[buckets->nr], buckets->is_ns);
	exposition->at = put_sample(out, &frames->count, subject, count, false);
}

static void put_histograms(struct exposition *exposition, const struct family *family,
			   const struct family_sample *sample, const struct subjects *subjects)
{
	const struct buckets *buckets = family->buckets;
	const char *labels = sample->labels;
	struct histogram_frames frames;
	bool has_subject = subjects->rows[0].length;
	char le[BUCKET_LE_BYTES];

	for (size_t i = 0; i < buckets->nr; i++) {
		strcpy(le, buckets->le[i]);
		if (!buckets->is_ns && i < buckets->nr - 1 &&
		    exposition->format == EXPOSITION_OPENMETRICS)
			strcat(le, ".0");
		set_frame(&frames.buckets[i], family, "_bucket", labels, le, has_subject);
	}
	set_frame(&frames.sum, family, "_sum", labels, NULL, has_subject);
	set_frame(&frames.count, family, "_count", labels, NULL, has_subject);
	for (size_t i = 0; i < subjects->nr; i++) {
		const struct subject *subject = &subjects->rows[i];

		if (is_told(family, subject))
			put_histogram(exposition, buckets, &frames, subject,
				      (const uint64_t *)((const char *)subject->values +
							 sample->offset));
	}
}

static const char *suffix_of(const struct family *family)
{
	if (family->type == FAMILY_COUNTER)
		return "_total";
	return family->type == FAMILY_INFO ? "_info" : "";
}

static void put_numbers(struct exposition *exposition, const struct family *family,
			const struct family_sample *sample, const struct subjects *subjects)
{
	const bool is_ns = family->is_ns, is_signed = family->is_signed;
	const bool has_guard = family->has_guard;
	const size_t offset = sample->offset;
	char *out = exposition->at, *end = exposition->end;
	struct frame frame;

	set_frame(&frame, family, suffix_of(family), sample->labels, NULL,
		  subjects->rows[0].length);
	for (size_t i = 0; i < subjects->nr; i++) {
		const struct subject *subject = &subjects->rows[i];
		uint64_t number;

		if (!subject->values || (has_guard && !is_told(family, subject)))
			continue;
		number = number_at(subject, offset);
		if (is_signed && (int64_t)number < 0)
			number = 0;
		if ((size_t)(end - out) < sample_bytes(subject)) {
			exposition->at = out;
			out = reserve_more(exposition, sample_bytes(subject));
			end = exposition->end;
		}
		if (!out)
			return;
		out = put_sample(out, &frame, subject, number, is_ns);
	}
	exposition->at = out;
}

static void put_comment(struct exposition *exposition, const char *what, const char *name,
			const char *suffix, const char *text)
{
	put_text(exposition, "# ");
	put_text(exposition, what);
	put_text(exposition, " ");
	put_text(exposition, name);
	put_text(exposition, suffix);
	put_text(exposition, " ");
	put_text(exposition, text);
	put_text(exposition, "\n");
}

/* OpenMetrics names the family, the older format its samples. */
static void put_head(struct exposition *exposition, const struct family *family)
{
	bool is_open = exposition->format == EXPOSITION_OPENMETRICS;
	const char *suffix = is_open ? "" : suffix_of(family);
	const char *type = family_type__name(family->type);

	if (!is_open && family->type == FAMILY_INFO)
		type = "gauge";
	put_comment(exposition, "HELP", family->name, suffix, family->help);
	put_comment(exposition, "TYPE", family->name, suffix, type);
	if (is_open && family->unit)
		put_comment(exposition, "UNIT", family->name, suffix, family->unit);
}

static bool anything_told(const struct family *family, const struct subjects *subjects)
{
	for (size_t i = 0; i < subjects->nr; i++)
		if (is_told(family, &subjects->rows[i]))
			return true;
	return false;
}

void exposition__family(struct exposition *exposition, const struct family *family,
			const struct subjects *subjects)
{
	bool has_head = false;

	if (!anything_told(family, subjects))
		return;
	for (size_t i = 0; i < family->nr_samples; i++) {
		const struct family_sample *sample = &family->samples[i];

		if (sample->is_rare && !any_counted(family, sample, subjects))
			continue;
		if (!has_head)
			put_head(exposition, family);
		has_head = true;
		if (family->buckets)
			put_histograms(exposition, family, sample, subjects);
		else
			put_numbers(exposition, family, sample, subjects);
	}
}

int exposition__end(struct exposition *exposition)
{
	if (exposition->format == EXPOSITION_OPENMETRICS)
		put_text(exposition, "# EOF\n");
	commit(exposition);
	return exposition->failed ? -ENOMEM : 0;
}
