// SPDX-License-Identifier: GPL-2.0-only
/* Plans on this machine; see policy/plan_file.h. */
#include "policy/plan_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "error.h"

/* fopen() takes a directory, and reading it then fails with less to say. */
static FILE *open_plan(const char *path)
{
	FILE *file = fopen(path, "re");
	struct stat st;

	if (!file || fstat(fileno(file), &st) || !S_ISDIR(st.st_mode))
		return file;
	fclose(file);
	errno = EISDIR;
	return NULL;
}

static int read_plan(struct policy_plan *plan, FILE *stream, const char *file)
{
	const char *slash = strrchr(file, '/');
	char *directory = slash ? strndup(file, slash - file) : strdup(".");
	struct policy_error why;
	int line = 0, err;

	if (!directory)
		return fail(ENOMEM, "file", file, "read");
	err = policy_plan__read(plan, stream, directory, &line, &why);
	free(directory);
	if (err == -EINVAL && line)
		complain("file '%s': line %d: %s", file, line, why.text);
	else if (err)
		fail(-err, "file", file, "read");
	return err;
}

int policy_plan__load(struct policy_plan *plan, const char *file)
{
	FILE *stream = open_plan(file);
	int err;

	memset(plan, 0, sizeof(*plan));
	if (!stream)
		return fail(errno, "file", file, "read");
	err = read_plan(plan, stream, file);
	fclose(stream);
	return err;
}

static int check_unique(const struct policy_plan *plan, size_t index, const char *file)
{
	for (size_t i = 0; i < index; i++) {
		if (plan->entries[i].id != plan->entries[index].id)
			continue;
		complain("file '%s': line %d: [%s] is the cgroup of line %d", file,
			 plan->entries[index].line, plan->entries[index].cgroup,
			 plan->entries[i].line);
		return -EINVAL;
	}
	return 0;
}

int policy_plan__resolve(struct policy_plan *plan, const char *file,
			 struct policy_control *control)
{
	int err = 0, first = 0;

	for (size_t i = 0; i < plan->nr; i++) {
		struct policy_entry *entry = &plan->entries[i];

		err = policy_control__find(control, entry->cgroup, &entry->id, &entry->path);
		if (err)
			complain("file '%s': line %d: [%s] cannot be used", file, entry->line, entry->cgroup);
		else
			err = check_unique(plan, i, file);
		first = first ?: err;
	}
	return first;
}
