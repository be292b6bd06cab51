// SPDX-License-Identifier: GPL-2.0-only
/* `swapra policy apply`: all policies of the machine from one file. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>

#include "../error.h"
#include "../options.h"
#include "policy/control.h"
#include "policy/log.h"
#include "policy/plan_file.h"
#include "policy/transaction.h"
#include "policy.h"

struct apply_settings {
	bool dry_run;
	bool keep;
	bool verbose;
};

static int set_dry_run(void *settings, const struct option_row *row, const char *value)
{
	(void)row;
	(void)value;
	((struct apply_settings *)settings)->dry_run = true;
	return 0;
}

static int set_keep(void *settings, const struct option_row *row, const char *value)
{
	(void)row;
	(void)value;
	((struct apply_settings *)settings)->keep = true;
	return 0;
}

static int set_verbose(void *settings, const struct option_row *row, const char *value)
{
	(void)row;
	(void)value;
	((struct apply_settings *)settings)->verbose = true;
	return 0;
}

static const struct option_row rows[] = {
	{ 'n', "dry-run", NULL, "only show what would change", set_dry_run },
	{ 'k', "keep", NULL, "do not clear policies that the file does not name", set_keep },
	{ 'v', "verbose", NULL, "print all that libbpf and the verifier say", set_verbose },
};

static void print_more(FILE *out)
{
	fputs("\nThe file has a section for each cgroup. Names of BPF objects are relative to it.\n"
	      "  # the database jumps, the batch job reads in order\n"
	      "  [db.slice]\n"
	      "  policy = off\n"
	      "  [batch.slice]\n"
	      "  policy = window=16,after\n"
	      "  [/]\n"
	      "  policy = window=8\n"
	      "\nIt is the whole truth: other policies that swapra attached are cleared. All of\n"
	      "it happens or nothing: what fails takes back what was done before.\n"
	      "\nExamples:\n"
	      "  swapra policy apply --dry-run /etc/swapra.conf\n"
	      "  swapra policy apply /etc/swapra.conf\n" POLICY_EXIT_CODES, out);
}

static const struct usage usage = {
	.command = "policy apply",
	.arguments = "FILE",
	.about = "Makes the policies of this machine those of a file, and prints each change.",
	.rows = rows,
	.nr_rows = sizeof(rows) / sizeof(rows[0]),
	.more = print_more,
};

/* What swapra attached; allocated, NULL with errno. */
static struct policy_present *list_present(struct policy_control *control)
{
	const struct policy_pins *pins = &control->pins;
	struct policy_present *present = calloc(pins->nr + 1, sizeof(*present));

	for (size_t i = 0; present && i < pins->nr; i++) {
		uint64_t cgroup = pins->rows[i].cgroup;

		present[i].cgroup = cgroup;
		present[i].path = cgroups__name(control->cgroups, cgroup);
		present[i].name = policy_status__policy(&control->status, cgroup)->name;
	}
	return present;
}

static int check_foreign(const struct policy_control *control, const struct policy_plan *plan)
{
	int err = 0;

	for (size_t i = 0; i < plan->nr && !err; i++)
		err = policy_control__check_foreign(control, plan->entries[i].id,
						    plan->entries[i].path);
	return err;
}

static int make_changes(const struct policy_control *control, const struct policy_diff *diff,
			const struct apply_settings *settings)
{
	int err = settings->dry_run ? 0 : policy_transaction__run(control, diff);

	if (!err)
		policy_diff__print(stdout, diff, !settings->dry_run);
	return err;
}

static int apply(struct policy_control *control, const struct policy_plan *plan,
		 const struct apply_settings *settings)
{
	struct policy_present *present = list_present(control);
	struct policy_diff diff;
	int err;

	if (!present)
		return fail(ENOMEM, "list of policies", NULL, "allocate");
	err = policy_diff__build(&diff, plan, present, control->pins.nr, settings->keep);
	if (err)
		fail(-err, "policies", NULL, "compare");
	else
		err = make_changes(control, &diff, settings);
	policy_diff__release(&diff);
	free(present);
	return err;
}

static int apply_plan(struct policy_plan *plan, const char *file,
		      const struct apply_settings *settings)
{
	struct policy_control control;
	int err;

	policy_log__start(settings->verbose);
	err = policy_control__open(&control, settings->dry_run ? POLICY_LOOK : POLICY_CHANGE);
	if (!err)
		err = policy_plan__resolve(plan, file, &control);
	if (!err)
		err = check_foreign(&control, plan);
	if (!err)
		err = apply(&control, plan, settings);
	policy_control__close(&control);
	return err;
}

static int run(int argc, char **argv)
{
	struct apply_settings settings = {};
	struct policy_plan plan;
	char **arguments;
	int code, err;

	if (policy_arguments__parse(&usage, argc, argv, &settings, 1, 1, &arguments, &code) < 0)
		return code;
	err = policy_plan__load(&plan, arguments[0]);
	if (!err)
		err = apply_plan(&plan, arguments[0], &settings);
	policy_plan__release(&plan);
	return policy_exit_code(err);
}

const struct command cmd_policy_apply = {
	.name = "policy apply",
	.summary = "make the policies those of a file: all of it or nothing",
	.run = run,
};
