// SPDX-License-Identifier: GPL-2.0-only
/* `swapra policy list`: which policy applies where, and what became of its verdicts. */
#include "policy/list.h"

#include <errno.h>
#include <limits.h>
#include <stdlib.h>

#include "../cgroups.h"
#include "../error.h"
#include "../options.h"
#include "policy/module.h"
#include "../render/policy.h"
#include "policy.h"

struct list_settings {
	bool json;
	bool wide;
};

static int set_json(void *settings, const struct option_row *row, const char *value)
{
	(void)row;
	(void)value;
	((struct list_settings *)settings)->json = true;
	return 0;
}

static int set_wide(void *settings, const struct option_row *row, const char *value)
{
	(void)row;
	(void)value;
	((struct list_settings *)settings)->wide = true;
	return 0;
}

static const struct option_row rows[] = {
	{ 'j', "json", NULL, "one JSON object, with all counters", set_json },
	{ 'w', "wide", NULL, "all columns, names in full; wider than 79", set_wide },
};

static void print_more(FILE *out)
{
	fputs("\nColumns; all counts since the module was loaded:\n"
	      "  CGROUP  path below the cgroup2 mount\n"
	      "  POLICY  the policy that applies now, \"-\" where the kernel decides\n"
	      "  FROM    the cgroup it is inherited from, \"-\" for one of its own\n"
	      "  KERNEL  verdicts: the kernel decides\n"
	      "  SINGLE  verdicts: the demand page only\n"
	      "  SIZED   verdicts: a window of the policy's\n"
	      "  CLAMP   of these: something was out of range and cut to it\n"
	      "  GUARD   of these: cut so that the cgroup is not OOM-killed\n"
	      "  ERROR   of these: the policy failed, and the kernel decided\n"
	      "With --wide: BACKGR asked for background, PREFETCHED pages read ahead, UNUSED of\n"
	      "them at most neither used nor reclaimed yet, FAILED could not be charged.\n"
	      "\nExamples:\n"
	      "  swapra policy list                 all policies\n"
	      "  swapra policy list db.slice        what applies to one cgroup and below it\n"
	      "  swapra policy list --json | jq -r '.cgroups[] | select(.own) | .cgroup'\n"
	      POLICY_EXIT_CODES, out);
}

static const struct usage usage = {
	.command = "policy list",
	.arguments = "[CGROUP]...",
	.about = "Shows the cgroups that have a policy, and those that faulted under one that they\n"
		 "inherit. A CGROUP that is named is shown in any case, with those below it.",
	.rows = rows,
	.nr_rows = sizeof(rows) / sizeof(rows[0]),
	.more = print_more,
};

static const char *name_of(void *context, uint64_t id)
{
	return cgroups__name(context, id);
}

static const char *path_of(void *context, uint64_t id)
{
	return cgroups__path(context, id);
}

static int find_all(struct cgroups *cgroups, char **wanted, size_t nr, uint64_t *ids)
{
	for (size_t i = 0; i < nr; i++) {
		int err = cgroups__find(cgroups, wanted[i], &ids[i]);

		if (!err)
			continue;
		fail(-err, "cgroup", wanted[i], "find");
		hint("name it by its path below %s", cgroups__mount(cgroups));
		return err;
	}
	return 0;
}

static int print(const struct policy_status *status, struct cgroups *cgroups,
		 const uint64_t *ids, size_t nr, const struct list_settings *settings)
{
	const struct policy_names names = { cgroups, name_of, path_of };
	struct policy_list list;
	int err = policy_list__build(&list, status, &names, ids, nr);

	if (!err)
		err = settings->json ? policy_json__print(stdout, &list) :
				       policy_table__print(stdout, &list, settings->wide);
	if (err)
		fail(-err, "list of policies", NULL, "print");
	policy_list__release(&list);
	return err;
}

static int list_selected(const struct policy_status *status, char **wanted, size_t nr,
			 const struct list_settings *settings)
{
	struct cgroups *cgroups = cgroups__open();
	uint64_t *ids = calloc(nr + 1, sizeof(*ids));
	int err;

	if (!cgroups)
		err = -errno;
	else if (!ids)
		err = fail(ENOMEM, "list of cgroups", NULL, "allocate");
	else
		err = find_all(cgroups, wanted, nr, ids) ?:
		      print(status, cgroups, ids, nr, settings);
	free(ids);
	cgroups__close(cgroups);
	return err;
}

static int run(int argc, char **argv)
{
	struct list_settings settings = {};
	struct policy_status status;
	char **wanted;
	int code, nr, err;

	nr = policy_arguments__parse(&usage, argc, argv, &settings, 0, INT_MAX, &wanted, &code);
	if (nr < 0)
		return code;
	err = policy_module__status(&status);
	if (!err)
		err = list_selected(&status, wanted, nr, &settings);
	policy_status__release(&status);
	return policy_exit_code(err);
}

const struct command cmd_policy_list = {
	.name = "policy list",
	.summary = "show which policy applies where, and what it decided",
	.run = run,
};
