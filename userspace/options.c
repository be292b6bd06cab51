// SPDX-License-Identifier: GPL-2.0-only
/* getopt_long() driven from option rows; see options.h. */
#include "options.h"

#include <ctype.h>
#include <errno.h>
#include <getopt.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "duration.h"
#include "error.h"

#define HELP_COLUMN 30

/* Long options return their row's index from here on, above any letter. */
#define FIRST_INDEX 256

static const struct option_row help_row = {
	'h', "help", NULL, "print this and exit", NULL,
};

/* What getopt_long() wants to be given; +1 for help, +1 for the end. */
struct getopt_tables {
	struct option *longs;
	char *letters;
};

static const struct option_row *row_at(const struct usage *usage, size_t index)
{
	return index < usage->nr_rows ? &usage->rows[index] : &help_row;
}

static int make_tables(struct getopt_tables *tables, const struct usage *usage)
{
	char *letter;

	tables->longs = calloc(usage->nr_rows + 2, sizeof(*tables->longs));
	tables->letters = calloc(usage->nr_rows + 2, 2);
	if (!tables->longs || !tables->letters)
		return -ENOMEM;
	letter = tables->letters;
	*letter++ = ':'; /* tell a missing value from an unknown option */
	for (size_t i = 0; i <= usage->nr_rows; i++) {
		const struct option_row *row = row_at(usage, i);

		tables->longs[i].name = row->name;
		tables->longs[i].has_arg = row->argument ? required_argument : no_argument;
		tables->longs[i].val = FIRST_INDEX + i;
		if (!row->letter)
			continue;
		*letter++ = row->letter;
		if (row->argument)
			*letter++ = ':';
	}
	return 0;
}

static const struct option_row *find_row(const struct usage *usage, int found)
{
	if (found >= FIRST_INDEX)
		return row_at(usage, found - FIRST_INDEX);
	for (size_t i = 0; i <= usage->nr_rows; i++)
		if (row_at(usage, i)->letter == found)
			return row_at(usage, i);
	return NULL;
}

static int refuse(const struct usage *usage, int found, char **argv)
{
	const struct option_row *row = find_row(usage, optopt);

	if (found == ':')
		complain("option '%s%s': value %s is missing", row ? "--" : "",
			 row ? row->name : argv[optind - 1], row ? row->argument : "");
	else if (optopt >= FIRST_INDEX && row)
		complain("option '--%s': takes no value", row->name);
	else if (optopt)
		complain("option '-%c': unknown", optopt);
	else
		complain("option '%s': unknown or ambiguous", argv[optind - 1]);
	return -EINVAL;
}

static void print_row(FILE *out, const struct option_row *row)
{
	char names[64];
	const char *line = row->help;
	int length;

	length = snprintf(names, sizeof(names), "%s%c%s--%s%s%s", row->letter ? "-" : " ",
			  row->letter ? row->letter : ' ', row->letter ? ", " : "  ", row->name,
			  row->argument ? " " : "", row->argument ? row->argument : "");
	fprintf(out, "  %-*s", HELP_COLUMN - 2, names);
	if (length > HELP_COLUMN - 4)
		fprintf(out, "\n%*s", HELP_COLUMN, "");
	while (line) {
		const char *end = strchrnul(line, '\n');

		fprintf(out, "%.*s\n", (int)(end - line), line);
		line = *end ? end + 1 : NULL;
		if (line)
			fprintf(out, "%*s", HELP_COLUMN, "");
	}
}

static int print_help(FILE *out, const struct usage *usage)
{
	fprintf(out, "Usage: swapra %s [OPTION]...%s%s\n%s\n\nOptions:\n", usage->command,
		usage->arguments ? " " : "", usage->arguments ?: "", usage->about);
	for (size_t i = 0; i <= usage->nr_rows; i++)
		print_row(out, row_at(usage, i));
	if (usage->more)
		usage->more(out);
	return OPTIONS_HELP;
}

static int take_options(const struct usage *usage, const struct getopt_tables *tables, int argc,
			char **argv, void *settings)
{
	int found, err = 0;

	optind = 0; /* start over, whoever parsed before */
	opterr = 0;
	while (!err) {
		const struct option_row *row;

		found = getopt_long(argc, argv, tables->letters, tables->longs, NULL);
		if (found == -1)
			break;
		if (found == '?' || found == ':')
			return refuse(usage, found, argv);
		row = find_row(usage, found);
		if (row == &help_row)
			return print_help(stdout, usage);
		err = row->set(settings, row, optarg);
	}
	if (!err && optind < argc && !usage->arguments) {
		complain("argument '%s': %s takes none", argv[optind], usage->command);
		err = -EINVAL;
	}
	return err;
}

int options__parse(const struct usage *usage, int argc, char **argv, void *settings)
{
	struct getopt_tables tables = {};
	int result = make_tables(&tables, usage);

	if (!result)
		result = take_options(usage, &tables, argc, argv, settings);
	free(tables.longs);
	free(tables.letters);
	if (result == -EINVAL)
		hint("swapra %s --help", usage->command);
	return result;
}

int option__seconds(const struct option_row *row, const char *value, uint64_t min_ns,
		    uint64_t max_ns, uint64_t *ns)
{
	if (!duration__parse(value, ns) && *ns >= min_ns && *ns <= max_ns)
		return 0;
	complain("option '--%s': '%s' is not a number of seconds from %g to %.0f", row->name,
		 value, (double)min_ns / NSEC_PER_SEC, (double)max_ns / NSEC_PER_SEC);
	return -EINVAL;
}

/* By hand: strtoull() takes blanks, signs and wraps negative numbers around. */
static int parse_digits(const char *text, const char **rest, uint64_t *number)
{
	for (*number = 0, *rest = text; isdigit((unsigned char)**rest); ++*rest)
		if (__builtin_mul_overflow(*number, 10, number) ||
		    __builtin_add_overflow(*number, (uint64_t)(**rest - '0'), number))
			return -ERANGE;
	return *rest == text ? -EINVAL : 0;
}

static int parse_number(const char *text, uint64_t *number)
{
	const char *rest;
	int err = parse_digits(text, &rest, number);

	return err ? err : *rest ? -EINVAL : 0;
}

static const char byte_units[] = "kMG";

static int parse_bytes(const char *text, uint64_t *bytes)
{
	const char *rest, *unit;
	int err = parse_digits(text, &rest, bytes);

	if (err || !*rest)
		return err;
	unit = strchr(byte_units, *rest);
	if (!unit || rest[1] ||
	    __builtin_mul_overflow(*bytes, 1ULL << (10 * (unit - byte_units + 1)), bytes))
		return -EINVAL;
	return 0;
}

/* As it would be typed: in the largest unit that divides it. */
static void print_bytes(FILE *out, uint64_t bytes)
{
	unsigned unit = 0;

	while (byte_units[unit] && bytes && bytes % 1024 == 0) {
		bytes /= 1024;
		unit++;
	}
	fprintf(out, "%" PRIu64 "%.1s", bytes, unit ? &byte_units[unit - 1] : "");
}

int option__bytes(const struct option_row *row, const char *value, uint64_t min, uint64_t max,
		  uint64_t *bytes)
{
	if (!parse_bytes(value, bytes) && *bytes >= min && *bytes <= max)
		return 0;
	fprintf(stderr, "swapra: option '--%s': '%s' is not a size from ", row->name, value);
	print_bytes(stderr, min);
	fputs(" to ", stderr);
	print_bytes(stderr, max);
	fputc('\n', stderr);
	return -EINVAL;
}

int option__number(const struct option_row *row, const char *value, uint64_t min, uint64_t max,
		   uint64_t *number)
{
	if (!parse_number(value, number) && *number >= min && *number <= max)
		return 0;
	complain("option '--%s': '%s' is not a whole number from %" PRIu64 " to %" PRIu64,
		 row->name, value, min, max);
	return -EINVAL;
}

int option__choice(const struct option_row *row, const char *value, const char *const *choices,
		   size_t nr_choices, size_t *index)
{
	for (*index = 0; *index < nr_choices; (*index)++)
		if (!strcmp(value, choices[*index]))
			return 0;
	fprintf(stderr, "swapra: option '--%s': '%s' is none of", row->name, value);
	for (size_t i = 0; i < nr_choices; i++)
		fprintf(stderr, "%s %s", i ? "," : "", choices[i]);
	fputc('\n', stderr);
	return -EINVAL;
}
