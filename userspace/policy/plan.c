// SPDX-License-Identifier: GPL-2.0-only
/*
 * Reading the file of `swapra policy apply`; see policy/plan.h. libinih splits
 * keys from values and knows comments. Two things it does not do are done by the
 * function that hands it the lines: it counts them, and it keeps the names of
 * sections to itself, because libinih cuts them at 49 characters without a word.
 */
#include "policy/plan.h"

#include <ctype.h>
#include <errno.h>
#include <ini.h>
#include <stdlib.h>
#include <string.h>

struct reader {
	struct policy_plan *plan;
	FILE *file;
	const char *directory;
	char *text; /* of the line */
	size_t room;
	int line;
	/* The first error: 0, or -EINVAL with its line and the reason. */
	int err;
	int err_line;
	struct policy_error *why;
};

/* Only the first one is of interest: what follows may be its consequence. */
static void refuse(struct reader *reader, int line, int err)
{
	if (reader->err)
		return;
	reader->err = err;
	reader->err_line = line;
}

#define REFUSE(reader, at, ...) \
	do { \
		if (!(reader)->err) \
			refuse(reader, at, policy_error__set((reader)->why, __VA_ARGS__)); \
	} while (0)

static bool is_same_cgroup(const char *a, const char *b)
{
	a += strspn(a, "/");
	b += strspn(b, "/");
	return !strcmp(a, b);
}

/* Takes the name over. */
static int add_entry(struct reader *reader, char *cgroup)
{
	struct policy_plan *plan = reader->plan;
	struct policy_entry *more = reallocarray(plan->entries, plan->nr + 1, sizeof(*more));

	if (!more) {
		free(cgroup);
		return -ENOMEM;
	}
	plan->entries = more;
	more[plan->nr++] = (struct policy_entry){ .cgroup = cgroup, .line = reader->line };
	return 0;
}

static void check_name(struct reader *reader, const char *cgroup)
{
	if (!*cgroup)
		REFUSE(reader, reader->line, "the name is empty; the root is [/]");
	for (size_t i = 0; i < reader->plan->nr; i++)
		if (is_same_cgroup(reader->plan->entries[i].cgroup, cgroup))
			REFUSE(reader, reader->line, "[%s] is already in line %d", cgroup,
			       reader->plan->entries[i].line);
}

/* A "[CGROUP]" line, comments behind it allowed. */
static void take_section(struct reader *reader, char *text)
{
	char *end = strchr(text, ']'), *cgroup;
	size_t blank = end ? strspn(end + 1, " \t\r") : 0;

	if (!end || (end[1 + blank] && !strchr(";#", end[1 + blank]))) {
		REFUSE(reader, reader->line, "'%s' is not [CGROUP]", text);
		return;
	}
	while (end > text + 1 && end[-1] == '/')
		end--; /* "[/]" is left with an empty name */
	cgroup = end == text + 1 && *end == '/' ? strdup("/") : strndup(text + 1, end - text - 1);
	if (cgroup)
		check_name(reader, cgroup);
	if (!cgroup || add_entry(reader, cgroup))
		refuse(reader, reader->line, -ENOMEM);
}

static char *next_line(struct reader *reader)
{
	ssize_t length = getline(&reader->text, &reader->room, reader->file);
	char *text = reader->text;

	if (length < 0)
		return NULL;
	reader->line++;
	if (strlen(text) != (size_t)length)
		REFUSE(reader, reader->line, "the line holds a NUL character");
	if (reader->line == 1 && !strncmp(text, "\xef\xbb\xbf", 3))
		text += 3;
	text[strcspn(text, "\n")] = '\0';
	return text;
}

/* For libinih: the next line, at most size - 1 characters of it. */
static char *read_line(char *out, int size, void *context)
{
	struct reader *reader = context;
	char *text = next_line(reader), *start;

	if (!text || reader->err)
		return NULL;
	start = text + strspn(text, " \t");
	if (*start == '[') {
		take_section(reader, start);
		start = "[known]";
	} else if (*start == ';' || *start == '#') {
		start = ""; /* may be of any length */
	}
	/* Indented lines would continue the value above; here they stand for themselves. */
	if (snprintf(out, size, "%s\n", start) >= size)
		REFUSE(reader, reader->line, "the line is longer than %d characters", size - 2);
	return out;
}

/* A file that is not absolute is looked for beside the plan. */
static int place_file(struct policy_spec *spec, const char *directory)
{
	char *placed;

	if (!spec->file || spec->file[0] == '/')
		return 0;
	if (asprintf(&placed, "%s/%s", directory, spec->file) < 0)
		return -ENOMEM;
	free(spec->file);
	spec->file = placed;
	return 0;
}

static int take_policy(struct reader *reader, struct policy_entry *entry, const char *value)
{
	if (entry->policy)
		return policy_error__set(reader->why, "[%s] has a second policy", entry->cgroup);
	if (!*value)
		return policy_error__set(reader->why, "policy has no value");
	entry->policy = strdup(value);
	if (!entry->policy)
		return -ENOMEM;
	return policy_spec__parse(&entry->spec, value, reader->why) ?:
	       place_file(&entry->spec, reader->directory);
}

/* From libinih: one key with its value. */
static int take_key(void *context, const char *section, const char *key, const char *value)
{
	struct reader *reader = context;
	struct policy_plan *plan = reader->plan;
	int err;

	if (reader->err)
		return 0;
	if (!*section) {
		REFUSE(reader, reader->line, "'%s' stands before the first [CGROUP]", key);
		return 0;
	}
	if (strcmp(key, "policy")) {
		REFUSE(reader, reader->line, "key '%s' is unknown; there is only 'policy'", key);
		return 0;
	}
	err = take_policy(reader, &plan->entries[plan->nr - 1], value);
	if (err)
		refuse(reader, reader->line, err);
	return !err;
}

static void check_complete(struct reader *reader)
{
	for (size_t i = 0; i < reader->plan->nr; i++)
		if (!reader->plan->entries[i].policy)
			REFUSE(reader, reader->plan->entries[i].line, "[%s] has no policy",
			       reader->plan->entries[i].cgroup);
}

int policy_plan__read(struct policy_plan *plan, FILE *file, const char *directory, int *line,
		      struct policy_error *why)
{
	struct reader reader = { .plan = plan, .file = file, .directory = directory, .why = why };
	int wrong;

	memset(plan, 0, sizeof(*plan));
	errno = 0;
	wrong = ini_parse_stream(read_line, &reader, take_key, &reader);
	if (ferror(file))
		refuse(&reader, reader.line, errno ? -errno : -EIO);
	/* What libinih alone objects to it tells at the end; it may have come first. */
	if (wrong > 0 && (!reader.err || wrong < reader.err_line)) {
		reader.err = 0;
		REFUSE(&reader, wrong, "this is neither [CGROUP] nor policy = POLICY");
	}
	if (wrong < 0)
		refuse(&reader, reader.line, -ENOMEM);
	check_complete(&reader);
	free(reader.text);
	*line = reader.err_line;
	return reader.err;
}

void policy_plan__release(struct policy_plan *plan)
{
	for (size_t i = 0; i < plan->nr; i++) {
		policy_spec__release(&plan->entries[i].spec);
		free(plan->entries[i].cgroup);
		free(plan->entries[i].policy);
	}
	free(plan->entries);
	memset(plan, 0, sizeof(*plan));
}
