// SPDX-License-Identifier: GPL-2.0-only
/* `swapra policy set` and `swapra policy clear`: the policy of one cgroup. */
#include <errno.h>
#include <stdlib.h>

#include "../error.h"
#include "../options.h"
#include "policy/control.h"
#include "policy/log.h"
#include "policy/transaction.h"
#include "policy.h"

static int set_verbose(void *settings, const struct option_row *row, const char *value)
{
	(void)row;
	(void)value;
	*(bool *)settings = true;
	return 0;
}

static const struct option_row set_rows[] = {
	{ 'v', "verbose", NULL, "print all that libbpf and the verifier say", set_verbose },
};

static void print_set_more(FILE *out)
{
	fputs("\nPOLICY is " POLICY_SPEC_FORMS ".\n"
	      "Constants of an object are set by name: FILE.bpf.o,NAME=VALUE,...\n"
	      "The policy stays until it is cleared, its cgroup is removed or the machine is\n"
	      "booted. One that is there already is replaced at once, with no moment between.\n"
	      "\nExamples:\n"
	      "  swapra policy set db.slice off                 no readahead\n"
	      "  swapra policy set batch.slice window=16,after  16 pages from the fault on\n"
	      "  swapra policy set / window=8                   all that have none of their own\n"
	      "  swapra policy set web.slice ./mine.bpf.o,limit=4\n" POLICY_EXIT_CODES, out);
}

static const struct usage set_usage = {
	.command = "policy set",
	.arguments = "CGROUP POLICY",
	.about = "Attaches a policy to a cgroup. Descendants inherit it unless they have one.",
	.rows = set_rows,
	.nr_rows = sizeof(set_rows) / sizeof(set_rows[0]),
	.more = print_set_more,
};

static void print_clear_more(FILE *out)
{
	fputs("\nExamples:\n"
	      "  swapra policy clear db.slice\n"
	      "  swapra policy clear /\n" POLICY_EXIT_CODES, out);
}

static const struct usage clear_usage = {
	.command = "policy clear",
	.arguments = "CGROUP",
	.about = "Takes away the policy of a cgroup. What it inherits then applies; if that is\n"
		 "nothing, the kernel decides.",
	.more = print_clear_more,
};

static int run_one(const struct policy_control *control, struct policy_change *change)
{
	const struct policy_diff diff = { change, 1 };

	return policy_transaction__run(control, &diff);
}

static int set(struct policy_control *control, const char *cgroup, const struct policy_spec *spec)
{
	struct policy_change change = { .spec = spec };
	int err = policy_control__find(control, cgroup, &change.cgroup, &change.path);

	if (!err)
		err = policy_control__check_foreign(control, change.cgroup, change.path);
	if (err)
		return err;
	change.kind = policy_control__pin(control, change.cgroup) ? POLICY_REPLACE : POLICY_ADD;
	return run_one(control, &change);
}

static int clear(struct policy_control *control, const char *cgroup)
{
	struct policy_change change = { .kind = POLICY_CLEAR };
	int err = policy_control__find(control, cgroup, &change.cgroup, &change.path);

	if (!err)
		err = policy_control__check_foreign(control, change.cgroup, change.path);
	if (err)
		return err;
	if (policy_control__pin(control, change.cgroup))
		return run_one(control, &change);
	fail(ENOENT, "policy of cgroup", change.path, "clear");
	hint("it has none of its own; swapra policy list %s", change.path);
	return -ENOENT;
}

static int refuse_policy(int err, const struct policy_error *why)
{
	if (err == -ENOMEM) {
		fail(ENOMEM, "policy", NULL, "read");
		return EXIT_FAILED;
	}
	complain("policy: %s", why->text);
	hint("swapra policy set --help");
	return EXIT_USAGE;
}

static int run_set(int argc, char **argv)
{
	struct policy_control control;
	struct policy_error why;
	struct policy_spec spec;
	bool verbose = false;
	char **arguments;
	int code, err;

	if (policy_arguments__parse(&set_usage, argc, argv, &verbose, 2, 2, &arguments, &code) < 0)
		return code;
	err = policy_spec__parse(&spec, arguments[1], &why);
	if (err) {
		code = refuse_policy(err, &why);
	} else {
		policy_log__start(verbose);
		err = policy_control__open(&control, POLICY_CHANGE);
		code = policy_exit_code(err ?: set(&control, arguments[0], &spec));
		policy_control__close(&control);
	}
	policy_spec__release(&spec);
	return code;
}

static int run_clear(int argc, char **argv)
{
	struct policy_control control;
	char **arguments;
	int code, err;

	if (policy_arguments__parse(&clear_usage, argc, argv, NULL, 1, 1, &arguments, &code) < 0)
		return code;
	policy_log__start(false);
	err = policy_control__open(&control, POLICY_CHANGE);
	code = policy_exit_code(err ?: clear(&control, arguments[0]));
	policy_control__close(&control);
	return code;
}

const struct command cmd_policy_set = {
	.name = "policy set",
	.summary = "attach a policy to a cgroup, or replace the one it has",
	.run = run_set,
};

const struct command cmd_policy_clear = {
	.name = "policy clear",
	.summary = "take away the policy of a cgroup",
	.run = run_clear,
};
