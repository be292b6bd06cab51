/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Command-line options as data: one row each, from which parsing and help are
 * made. Values are checked here, so that every command refuses alike.
 */
#ifndef SWAPRA_OPTIONS_H
#define SWAPRA_OPTIONS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct option_row {
	char letter;          /* 0: long name only */
	const char *name;
	const char *argument; /* what help calls its value; NULL: takes none */
	const char *help;     /* lines after the first are indented like it */
	/* Returns 0, -EINVAL after printing why, or -ENOMEM. value is NULL without argument. */
	int (*set)(void *settings, const struct option_row *row, const char *value);
};

/* What a command accepts and how it explains itself. */
struct usage {
	const char *command;
	const char *arguments; /* what stands behind the options; NULL: nothing may */
	const char *about;    /* paragraph under the usage line */
	const struct option_row *rows;
	size_t nr_rows;
	void (*more)(FILE *out); /* rest of the help; may be NULL */
};

enum {
	OPTIONS_HELP = 1, /* --help was printed */
};

/*
 * Returns 0, OPTIONS_HELP, -EINVAL after printing why, or -ENOMEM. Arguments, where
 * there may be any, are left at the end of argv, from getopt's optind on.
 */
int options__parse(const struct usage *usage, int argc, char **argv, void *settings);

/* Each checks one value and prints what would have been right. Returns 0 or -EINVAL. */
int option__seconds(const struct option_row *row, const char *value, uint64_t min_ns,
		    uint64_t max_ns, uint64_t *ns);
int option__number(const struct option_row *row, const char *value, uint64_t min, uint64_t max,
		   uint64_t *number);
int option__choice(const struct option_row *row, const char *value, const char *const *choices,
		   size_t nr_choices, size_t *index);
/* A number of bytes, with k, M or G behind it for so many KiB, MiB or GiB. */
int option__bytes(const struct option_row *row, const char *value, uint64_t min, uint64_t max,
		  uint64_t *bytes);

#endif
