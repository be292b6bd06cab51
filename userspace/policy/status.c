// SPDX-License-Identifier: GPL-2.0-only
/* The parser of /proc/swapra; see policy/status.h. */
#include "policy/status.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "sysfile.h"

#define COUNTER(member) { #member, offsetof(struct policy_counts, member) }

const struct policy_counter policy_counters[] = {
	COUNTER(verdicts), COUNTER(kernel), COUNTER(single), COUNTER(sized),
	COUNTER(prefetched), COUNTER(clamped), COUNTER(guarded), COUNTER(errors),
	COUNTER(background), COUNTER(failed_charges),
};

const size_t nr_policy_counters = sizeof(policy_counters) / sizeof(policy_counters[0]);

uint64_t policy_counter__get(const struct policy_counter *counter,
			     const struct policy_counts *counts)
{
	return *(const uint64_t *)((const char *)counts + counter->offset);
}

/* The text behind "key=" in a line, up to the next blank; NULL if the key is not there. */
static char *find_value(char *line, const char *key, size_t *length)
{
	size_t key_length = strlen(key);

	for (char *word = strchr(line, ' '); word; word = strchr(word, ' ')) {
		word++;
		if (strncmp(word, key, key_length) || word[key_length] != '=')
			continue;
		word += key_length + 1;
		*length = strcspn(word, " ");
		return word;
	}
	return NULL;
}

static int take_number(char *line, const char *key, uint64_t *number)
{
	size_t length;
	char *value = find_value(line, key, &length), *end;

	if (!value || *value < '0' || *value > '9')
		return -EBADMSG;
	errno = 0;
	*number = strtoull(value, &end, 10);
	return errno || end != value + length ? -EBADMSG : 0;
}

/* The text stays where it is; take_line() terminates it when all values are found. */
static int take_text(char *line, const char *key, const char **text)
{
	size_t length;

	*text = find_value(line, key, &length);
	return *text ? 0 : -EBADMSG;
}

/* Counters that an older module does not have stay 0. */
static void take_counts(char *line, struct policy_counts *counts)
{
	for (size_t i = 0; i < nr_policy_counters; i++)
		take_number(line, policy_counters[i].key,
			    (uint64_t *)((char *)counts + policy_counters[i].offset));
}

/* Room for one row more, zeroed. */
static void *append(void *rows, size_t *nr, size_t bytes)
{
	char **array = rows, *more = reallocarray(*array, *nr + 1, bytes);

	if (!more)
		return NULL;
	*array = more;
	return memset(more + (*nr)++ * bytes, 0, bytes);
}

static int take_module(struct policy_status *status, char *line)
{
	uint64_t abi;

	if (take_number(line, "abi", &abi) || abi > UINT32_MAX)
		return -EBADMSG;
	status->abi = abi;
	return take_text(line, "version", &status->version);
}

static int take_hook(struct policy_status *status, char *line)
{
	struct policy_hook *hook = append(&status->hooks, &status->nr_hooks, sizeof(*hook));
	uint64_t error;

	if (!hook)
		return -ENOMEM;
	if (take_number(line, "errno", &error) || error > INT32_MAX)
		return -EBADMSG;
	hook->error = error;
	return take_text(line, "mode", &hook->mode) ?: take_text(line, "function", &hook->function);
}

/* A prototype has blanks: it goes to the end of its line. */
static int take_symbol(struct policy_status *status, char *line)
{
	static const char key[] = " prototype=";
	struct policy_symbol *symbol = append(&status->symbols, &status->nr_symbols,
					      sizeof(*symbol));
	char *prototype = strstr(line, key);

	if (!symbol)
		return -ENOMEM;
	symbol->prototype = "";
	if (prototype) {
		*prototype = '\0';
		symbol->prototype = prototype + strlen(key);
	}
	return take_text(line, "state", &symbol->state) ?: take_text(line, "name", &symbol->name);
}

static int take_zswap(struct policy_status *status, char *line)
{
	size_t length;
	const char *state = find_value(line, "state", &length);

	status->zswap_readable = state && !strncmp(state, "readable", length);
	return state ? 0 : -EBADMSG;
}

static int take_total(struct policy_status *status, char *line)
{
	take_counts(line, &status->total);
	return 0;
}

static int take_policy(struct policy_status *status, char *line)
{
	struct policy_attached *policy = append(&status->policies, &status->nr_policies,
						sizeof(*policy));
	uint64_t link;

	if (!policy)
		return -ENOMEM;
	if (take_number(line, "cgroup", &policy->cgroup) || take_number(line, "link", &link) ||
	    link > UINT32_MAX)
		return -EBADMSG;
	policy->link = link;
	return take_text(line, "name", &policy->name);
}

static int take_cgroup(struct policy_status *status, char *line)
{
	struct policy_cgroup *cgroup = append(&status->cgroups, &status->nr_cgroups,
					      sizeof(*cgroup));

	if (!cgroup)
		return -ENOMEM;
	take_counts(line, &cgroup->counts);
	take_number(line, "unused", &cgroup->unused);
	return take_number(line, "id", &cgroup->id) ?: take_number(line, "policy", &cgroup->policy);
}

static const struct {
	const char *word;
	int (*take)(struct policy_status *status, char *line);
} records[] = {
	{ "swapra", take_module },
	{ "hook", take_hook },
	{ "symbol", take_symbol },
	{ "zswap", take_zswap },
	{ "total", take_total },
	{ "policy", take_policy },
	{ "cgroup", take_cgroup },
};

static void terminate_texts(char *line)
{
	for (char *blank = strchr(line, ' '); blank; blank = strchr(blank + 1, ' '))
		*blank = '\0';
}

static int take_line(struct policy_status *status, char *line)
{
	size_t length = strcspn(line, " ");
	int err = 0;

	for (size_t i = 0; i < sizeof(records) / sizeof(records[0]); i++)
		if (strlen(records[i].word) == length && !strncmp(line, records[i].word, length))
			err = records[i].take(status, line);
	terminate_texts(line);
	return err;
}

/* Both kinds of rows begin with the id they are sorted by. */
static int compare_ids(const void *a, const void *b)
{
	const uint64_t *left = a, *right = b;

	return (*left > *right) - (*left < *right);
}

_Static_assert(!offsetof(struct policy_attached, cgroup), "compare_ids() reads it");
_Static_assert(!offsetof(struct policy_cgroup, id), "compare_ids() reads it");

static void sort(struct policy_status *status)
{
	if (status->nr_policies)
		qsort(status->policies, status->nr_policies, sizeof(*status->policies),
		      compare_ids);
	if (status->nr_cgroups)
		qsort(status->cgroups, status->nr_cgroups, sizeof(*status->cgroups), compare_ids);
}

/* Takes the text over. */
static int parse(struct policy_status *status, char *text)
{
	char *line;
	int err = 0;

	status->text = text;
	while (!err && (line = strsep(&text, "\n")))
		err = take_line(status, line);
	if (!err && !status->version)
		err = -EBADMSG;
	sort(status);
	return err;
}

int policy_status__parse(struct policy_status *status, const char *text)
{
	char *copy = strdup(text);

	memset(status, 0, sizeof(*status));
	return copy ? parse(status, copy) : -ENOMEM;
}

/* As long as it is: a row for each cgroup. */
static char *read_all(FILE *file)
{
	char *text = NULL;
	size_t room = 0;

	errno = 0;
	if (getdelim(&text, &room, '\0', file) < 0) {
		int err = ferror(file) && errno ? errno : EBADMSG;

		free(text);
		errno = err;
		return NULL;
	}
	return text;
}

int policy_status__read(struct policy_status *status, const char *root)
{
	FILE *file = sysfile__open(root, POLICY_STATUS_PATH);
	char *text;
	int err;

	memset(status, 0, sizeof(*status));
	if (!file)
		return -errno;
	text = read_all(file);
	err = text ? parse(status, text) : -errno;
	fclose(file);
	return err;
}

void policy_status__release(struct policy_status *status)
{
	free(status->hooks);
	free(status->symbols);
	free(status->policies);
	free(status->cgroups);
	free(status->text);
	memset(status, 0, sizeof(*status));
}

const struct policy_attached *policy_status__policy(const struct policy_status *status,
						    uint64_t cgroup)
{
	if (!status->nr_policies)
		return NULL;
	return bsearch(&cgroup, status->policies, status->nr_policies, sizeof(*status->policies),
		       compare_ids);
}

const struct policy_cgroup *policy_status__cgroup(const struct policy_status *status,
						  uint64_t cgroup)
{
	if (!status->nr_cgroups)
		return NULL;
	return bsearch(&cgroup, status->cgroups, status->nr_cgroups, sizeof(*status->cgroups),
		       compare_ids);
}
