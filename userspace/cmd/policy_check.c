// SPDX-License-Identifier: GPL-2.0-only
/* `swapra policy check`: would it work? Nothing is attached. */
#include <errno.h>
#include <stdio.h>

#include "../error.h"
#include "../options.h"
#include "policy/control.h"
#include "policy/log.h"
#include "policy/object.h"
#include "policy/plan_file.h"
#include "policy.h"

/* Objects that are only looked at are verified as if for the root. */
#define ROOT_ID 1

static int set_verbose(void *settings, const struct option_row *row, const char *value)
{
	(void)row;
	(void)value;
	*(bool *)settings = true;
	return 0;
}

static const struct option_row rows[] = {
	{ 'v', "verbose", NULL, "print all that libbpf and the verifier say", set_verbose },
};

static void print_more(FILE *out)
{
	fputs("\nOf a file: the syntax, that its cgroups exist and have the memory controller,\n"
	      "and that the verifier accepts every policy. Of an object: the latter.\n"
	      "\nExamples:\n"
	      "  swapra policy check /etc/swapra.conf\n"
	      "  swapra policy check ./mine.bpf.o,limit=4\n" POLICY_EXIT_CODES, out);
}

static const struct usage usage = {
	.command = "policy check",
	.arguments = "FILE|OBJECT",
	.about = "Checks a file for `swapra policy apply`, or a BPF object, without attaching\n"
		 "anything. An object is told by its name, which ends in .o.",
	.rows = rows,
	.nr_rows = sizeof(rows) / sizeof(rows[0]),
	.more = print_more,
};

static int check_object(const struct policy_control *control, const struct policy_spec *spec,
			uint64_t cgroup)
{
	struct policy_object *object = policy_object__open(spec);
	int err = object ? policy_object__load(object, cgroup, control->status.abi) : -errno;

	policy_object__close(object);
	return err;
}

/* Every one, so that one run tells all that is wrong. */
static int check_objects(const struct policy_control *control, const struct policy_plan *plan,
			 const char *file)
{
	int err, first = 0;

	for (size_t i = 0; i < plan->nr; i++) {
		const struct policy_entry *entry = &plan->entries[i];

		err = check_object(control, &entry->spec, entry->id);
		if (err)
			complain("file '%s': line %d: the policy of [%s] cannot be used", file,
				 entry->line, entry->cgroup);
		first = first ?: err;
	}
	return first;
}

static int check_plan(const char *file)
{
	struct policy_control control = { .pins.lock = -1 };
	struct policy_plan plan;
	int err = policy_plan__load(&plan, file);

	if (!err)
		err = policy_control__open(&control, POLICY_VERIFY);
	if (!err)
		err = policy_plan__resolve(&plan, file, &control);
	if (!err)
		err = check_objects(&control, &plan, file);
	if (!err)
		printf("%s: %zu %s\n", file, plan.nr, plan.nr == 1 ? "policy" : "policies");
	policy_control__close(&control);
	policy_plan__release(&plan);
	return err;
}

/* What the object alone tells comes first: that needs no module. */
static int check_spec(const struct policy_spec *spec)
{
	struct policy_object *object = policy_object__open(spec);
	struct policy_control control;
	int err;

	if (!object)
		return -errno;
	err = policy_control__open(&control, POLICY_VERIFY);
	if (!err)
		err = policy_object__load(object, ROOT_ID, control.status.abi);
	policy_control__close(&control);
	policy_object__close(object);
	return err;
}

static int check_file_spec(const char *text)
{
	struct policy_error why;
	struct policy_spec spec;
	int err = policy_spec__parse(&spec, text, &why);

	if (err == -EINVAL)
		complain("policy: %s", why.text);
	else if (err)
		fail(-err, "policy", NULL, "read");
	else
		err = check_spec(&spec);
	if (!err)
		printf("%s: accepted\n", text);
	policy_spec__release(&spec);
	return err;
}

static int run(int argc, char **argv)
{
	bool verbose = false;
	char **arguments;
	int code;

	if (policy_arguments__parse(&usage, argc, argv, &verbose, 1, 1, &arguments, &code) < 0)
		return code;
	policy_log__start(verbose);
	return policy_exit_code(policy_spec__is_file(arguments[0]) ? check_file_spec(arguments[0]) :
							       check_plan(arguments[0]));
}

const struct command cmd_policy_check = {
	.name = "policy check",
	.summary = "check a file or a BPF object without attaching anything",
	.run = run,
};
