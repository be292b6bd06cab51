/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One cell: what a column row hands to whichever printer. The type says what
 * the number means; the printers say how it looks.
 */
#ifndef SWAPRA_VALUE_H
#define SWAPRA_VALUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum value_type {
	VALUE_NONE,     /* there is no such figure: "-", null, empty */
	VALUE_COUNT,
	VALUE_REAL,     /* a mean; one decimal for people, two for machines */
	VALUE_RATIO,    /* 0 to 1; per cent for people, four decimals for machines */
	VALUE_DURATION, /* nanoseconds */
	VALUE_WINDOW,   /* pages; 0: the kernel decided, "-" for people */
	VALUE_ADDRESS,
	VALUE_BOOL,
	VALUE_TEXT,
};

struct value {
	enum value_type type;
	bool open; /* integer is a lower bound: the last bucket of a histogram */
	union {
		uint64_t integer; /* COUNT, DURATION, WINDOW, ADDRESS, BOOL */
		double real;
		const char *text;
	};
};

/* Room for any number written by value__format(). */
#define VALUE_TEXT_SIZE 32

/*
 * As people read it. A count of more than `digits` digits is shortened (1.23M);
 * 0 never shortens. Texts are not copied: the result is out or value->text.
 */
const char *value__format(char out[VALUE_TEXT_SIZE], const struct value *value, unsigned digits);

/* As machines read it: base units, every digit; empty for VALUE_NONE. */
const char *value__plain(char out[VALUE_TEXT_SIZE], const struct value *value);

/* Order of two values of one column, as strcmp(); no figure is less than any. */
int value__compare(const struct value *a, const struct value *b);

#endif
