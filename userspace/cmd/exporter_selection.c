// SPDX-License-Identifier: GPL-2.0-only
/* Setting the selection, from argv and from the options file; see exporter_selection.h. */
#include "exporter_selection.h"

#include <errno.h>
#include <ini.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../error.h"
#include "../options.h"

#define MAX_CGROUPS 100000
#define MAX_DEPTH 64
#define MAX_GLOBS 1000
#define MAX_GLOB_BYTES 4096

static int add_glob(char ***globs, size_t *nr, const struct option_row *row, const char *value)
{
	char **more, *copy;

	if (!*value || strlen(value) > MAX_GLOB_BYTES || *nr >= MAX_GLOBS) {
		complain("option '--%s': %s", row->name, !*value ? "the glob is empty" :
			 *nr >= MAX_GLOBS ? "there are 1000 already" :
					    "the glob is longer than 4096 bytes");
		return -EINVAL;
	}
	more = reallocarray(*globs, *nr + 1, sizeof(*more));
	if (!more)
		return -ENOMEM;
	*globs = more;
	copy = strdup(value);
	if (!copy)
		return -ENOMEM;
	more[(*nr)++] = copy;
	return 0;
}

static int set_allow(void *context, const struct option_row *row, const char *value)
{
	struct exporter_selection *selection = context;

	return add_glob(&selection->allow, &selection->nr_allow, row, value);
}

static int set_deny(void *context, const struct option_row *row, const char *value)
{
	struct exporter_selection *selection = context;

	return add_glob(&selection->deny, &selection->nr_deny, row, value);
}

static int set_depth(void *context, const struct option_row *row, const char *value)
{
	return option__number(row, value, 1, MAX_DEPTH, &((struct exporter_selection *)context)->depth);
}

static int set_cgroups(void *context, const struct option_row *row, const char *value)
{
	return option__number(row, value, 0, MAX_CGROUPS,
			      &((struct exporter_selection *)context)->max_cgroups);
}

static int set_histograms(void *context, const struct option_row *row, const char *value)
{
	return option__number(row, value, 0, MAX_CGROUPS,
			      &((struct exporter_selection *)context)->max_histograms);
}

static const struct option_row rows[] = {
	{ .name = "cgroup.allow", .set = set_allow },
	{ .name = "cgroup.deny", .set = set_deny },
	{ .name = "cgroup.depth", .set = set_depth },
	{ .name = "max-cgroups", .set = set_cgroups },
	{ .name = "max-histograms", .set = set_histograms },
};

int exporter_selection__set(struct exporter_selection *selection, const char *name,
			    const char *value)
{
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
		if (!strcmp(rows[i].name, name))
			return rows[i].set(selection, &rows[i], value);
	return -ENOENT;
}

/* The file, on its way through libinih. */
struct options_reader {
	struct exporter_selection *selection;
	const char *name;
	FILE *file;
	char *text;
	size_t room;
	int line;
	int err; /* the first */
};

/* libinih cuts longer lines in two without a word, and joins indented ones to the one above. */
static char *read_line(char *out, int size, void *context)
{
	struct options_reader *reader = context;
	char *text;

	if (reader->err || getline(&reader->text, &reader->room, reader->file) < 0)
		return NULL;
	reader->line++;
	text = reader->text + strspn(reader->text, " \t");
	text[strcspn(text, "\r\n")] = '\0';
	if (snprintf(out, size, "%s\n", text) < size)
		return out;
	complain("options file '%s': line %d: is longer than %d characters", reader->name,
		 reader->line, size - 2);
	reader->err = -EINVAL;
	return NULL;
}

static int take_key(void *context, const char *section, const char *key, const char *value)
{
	struct options_reader *reader = context;
	int err;

	if (reader->err)
		return 0;
	err = *section ? -ENOENT : exporter_selection__set(reader->selection, key, value);
	if (err == -ENOENT)
		complain("options file '%s': line %d: '%s%s%s' is not an option of it", reader->name,
			 reader->line, section, *section ? "." : "", key);
	else if (err == -EINVAL)
		hint("that is line %d of options file '%s'", reader->line, reader->name);
	else if (err)
		fail(-err, "options file", reader->name, "read");
	reader->err = err == -ENOENT ? -EINVAL : err;
	return !err;
}

static int read_file(struct options_reader *reader)
{
	int wrong = ini_parse_stream(read_line, reader, take_key, reader);

	if (ferror(reader->file))
		return fail(errno, "options file", reader->name, "read");
	if (!reader->err && wrong) {
		complain("options file '%s': line %d: is not NAME = VALUE", reader->name, wrong);
		return -EINVAL;
	}
	return reader->err;
}

static int add_file(struct exporter_selection *selection, const char *name)
{
	struct options_reader reader = { .selection = selection, .name = name };
	int err;

	reader.file = fopen(name, "re");
	if (!reader.file)
		return fail(errno, "options file", name, "open");
	err = read_file(&reader);
	fclose(reader.file);
	free(reader.text);
	return err;
}

static int copy(struct exporter_selection *selection, const struct exporter_selection *from)
{
	int err = 0;

	for (size_t i = 0; i < from->nr_allow && !err; i++)
		err = exporter_selection__set(selection, "cgroup.allow", from->allow[i]);
	for (size_t i = 0; i < from->nr_deny && !err; i++)
		err = exporter_selection__set(selection, "cgroup.deny", from->deny[i]);
	selection->depth = from->depth;
	selection->max_cgroups = from->max_cgroups;
	selection->max_histograms = from->max_histograms;
	return err ? fail(-err, "options", NULL, "copy") : 0;
}

int exporter_selection__load(struct exporter_selection *selection,
			     const struct exporter_selection *command_line, const char *file)
{
	int err;

	*selection = (struct exporter_selection){};
	err = copy(selection, command_line);
	return err || !file ? err : add_file(selection, file);
}

static void free_globs(char **globs, size_t nr)
{
	while (nr)
		free(globs[--nr]);
	free(globs);
}

void exporter_selection__release(struct exporter_selection *selection)
{
	free_globs(selection->allow, selection->nr_allow);
	free_globs(selection->deny, selection->nr_deny);
	*selection = (struct exporter_selection){};
}
