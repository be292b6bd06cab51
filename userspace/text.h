/* SPDX-License-Identifier: GPL-2.0-only */
/* Names that others chose (cgroups, commands), made safe for a terminal and a table. */
#ifndef SWAPRA_TEXT_H
#define SWAPRA_TEXT_H

#include <stddef.h>

enum text_escape {
	ESCAPE_INVALID, /* only what is no UTF-8 */
	ESCAPE_CONTROL, /* also what would move the cursor or reorder the line */
};

/*
 * Copy name with each byte to be escaped written as \xNN. Returns allocated
 * memory, or NULL with errno ENOMEM.
 */
char *text__escape(const char *name, enum text_escape what);

/* Columns a terminal needs for an escaped text. */
size_t text__width(const char *text);

/*
 * The end of an escaped text that fits into width columns, after an ellipsis
 * when something was cut: the end is what tells two cgroups apart.
 * Writes at most size bytes to out.
 */
void text__fit(char *out, size_t size, const char *text, size_t width);

#endif
