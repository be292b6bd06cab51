// SPDX-License-Identifier: GPL-2.0-only
/* Encoding and decoding by tables of fields; see layout.h. */
#include "layout.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

/* More than any struct will have; the file may claim what it likes. */
#define NUMBERS_MAX 16384U

/* A field of a layout: name, zero byte, then these numbers. */
#define FIELD_BYTES 6 /* width, flags, outer (2), inner (2) */

static size_t nr_numbers(const struct record_field *field)
{
	return (size_t)field->outer * field->inner;
}

static uint64_t load(const uint8_t *from, unsigned width)
{
	uint64_t number = 0;

	switch (width) {
	case 1:
		return *from;
	case 2:
		return *(const uint16_t *)(const void *)from;
	case 4:
		return *(const uint32_t *)(const void *)from;
	}
	memcpy(&number, from, sizeof(number));
	return number;
}

/* Numbers of one struct member that the file tells apart are added up. */
static void add(uint8_t *to, unsigned width, uint64_t number)
{
	number += load(to, width);
	switch (width) {
	case 1:
		*to = number;
		break;
	case 2:
		*(uint16_t *)(void *)to = number;
		break;
	case 4:
		*(uint32_t *)(void *)to = number;
		break;
	default:
		memcpy(to, &number, sizeof(number));
	}
}

size_t record_table__item_bytes(const struct record_table *table)
{
	size_t bytes = 0;

	for (size_t i = 0; i < table->nr_fields; i++)
		bytes += nr_numbers(&table->fields[i]) * table->fields[i].width;
	return bytes;
}

void record_table__encode(const struct record_table *table, const void *object, uint8_t *out)
{
	for (size_t i = 0; i < table->nr_fields; i++) {
		const struct record_field *field = &table->fields[i];
		const uint8_t *from = (const uint8_t *)object + field->offset;

		for (size_t k = 0; k < nr_numbers(field); k++) {
			record_put(out, load(from, field->width), field->width);
			from += field->width;
			out += field->width;
		}
	}
}

size_t record_table__encode_layout(unsigned item, const struct record_table *table,
				   uint8_t out[RECORD_LAYOUT_BYTES_MAX])
{
	uint8_t *p = out;

	record_put(p, item, 2);
	p += 2;
	for (size_t i = 0; i < table->nr_fields; i++) {
		const struct record_field *field = &table->fields[i];
		size_t length = strlen(field->name) + 1;

		memcpy(p, field->name, length);
		p += length;
		p[0] = field->width;
		p[1] = field->flags;
		record_put(p + 2, field->outer, 2);
		record_put(p + 4, field->inner, 2);
		p += FIELD_BYTES;
	}
	return p - out;
}

static const struct record_field *find_field(const struct record_table *table, const char *name)
{
	for (size_t i = 0; i < table->nr_fields; i++)
		if (!strcmp(table->fields[i].name, name))
			return &table->fields[i];
	return NULL;
}

/* Our place for [outer][inner] of the file's field; width 0 if we have none. */
static struct record_number place(const struct record_field *ours, const struct record_field *file,
				  size_t outer, size_t inner)
{
	struct record_number number = { .file_width = file->width };

	if (!ours)
		return number;
	/* What the file has apart is beyond our last bucket, which is for that. */
	if (inner >= ours->inner && ours->flags & RECORD_FIELD_OPEN)
		inner = ours->inner - 1;
	if (outer >= ours->outer || inner >= ours->inner)
		return number;
	number.width = ours->width;
	number.offset = ours->offset + (outer * ours->inner + inner) * ours->width;
	return number;
}

static bool is_width(unsigned width)
{
	return width == 1 || width == 2 || width == 4 || width == 8;
}

static int add_numbers(struct record_layout *layout, const struct record_field *file)
{
	const struct record_field *ours = find_field(layout->table, file->name);
	size_t nr = nr_numbers(file);
	struct record_number *more;

	if (!is_width(file->width) || !nr || nr > NUMBERS_MAX - layout->nr_numbers)
		return -EBADMSG;
	more = reallocarray(layout->numbers, layout->nr_numbers + nr, sizeof(*more));
	if (!more)
		return -ENOMEM;
	layout->numbers = more;
	for (size_t k = 0; k < nr; k++) {
		struct record_number number = place(ours, file, k / file->inner, k % file->inner);

		layout->has_unknown |= !number.width;
		layout->numbers[layout->nr_numbers++] = number;
	}
	layout->item_bytes += nr * file->width;
	return 0;
}

static int parse_fields(struct record_layout *layout, const uint8_t *p, const uint8_t *end)
{
	int err = 0;

	while (p < end && !err) {
		struct record_field field = { .name = (const char *)p };

		p = memchr(p, 0, end - p);
		if (!p || end - p < 1 + FIELD_BYTES)
			return -EBADMSG;
		p++;
		field.width = p[0];
		field.flags = p[1];
		field.outer = record_get(p + 2, 2);
		field.inner = record_get(p + 4, 2);
		p += FIELD_BYTES;
		err = add_numbers(layout, &field);
	}
	return err;
}

int record_layout__parse(struct record_layout layouts[RECORD_ITEM_TYPES], const uint8_t *bytes,
			 size_t nr_bytes)
{
	const struct record_table *table;
	struct record_layout *layout;
	unsigned type;

	if (nr_bytes < 2)
		return -EBADMSG;
	type = record_get(bytes, 2);
	table = record_table__find(type);
	if (!table)
		return 0;
	layout = &layouts[type];
	if (layout->table)
		return -EBADMSG;
	layout->table = table;
	return parse_fields(layout, bytes + 2, bytes + nr_bytes);
}

void record_layout__release(struct record_layout *layout)
{
	free(layout->numbers);
	*layout = (struct record_layout){};
}

int record_layout__decode(const struct record_layout *layout, const uint8_t *bytes,
			  size_t nr_bytes, void *object)
{
	if (!layout->table || nr_bytes != layout->item_bytes)
		return -EBADMSG;
	memset(object, 0, layout->table->bytes);
	for (size_t i = 0; i < layout->nr_numbers; i++) {
		const struct record_number *number = &layout->numbers[i];

		if (number->width)
			add((uint8_t *)object + number->offset, number->width,
			    record_get(bytes, number->file_width));
		bytes += number->file_width;
	}
	return 0;
}
