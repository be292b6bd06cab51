// SPDX-License-Identifier: GPL-2.0-only
/* `swapra policy`: which of its subcommands was asked for. */
#include "policy.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "../error.h"
#include "../options.h"

static const struct command *const commands[] = {
	&cmd_policy_list,
	&cmd_policy_set,
	&cmd_policy_clear,
	&cmd_policy_apply,
	&cmd_policy_check,
};

#define NR_COMMANDS (sizeof(commands) / sizeof(commands[0]))

static void print_usage(FILE *out)
{
	fputs("Usage: swapra policy COMMAND [OPTION]...\n"
	      "Decides, cgroup by cgroup, how many pages a swap-in fault reads ahead.\n"
	      "Descendants inherit the policy of the nearest cgroup above that has one. Without\n"
	      "any, the kernel decides. Needs the kernel module swapra, and root.\n\n"
	      "Commands:\n", out);
	for (size_t i = 0; i < NR_COMMANDS; i++) {
		const char *name = strchr(commands[i]->name, ' ') + 1;

		fprintf(out, "  %-10s %s\n", name, commands[i]->summary);
	}
	fputs("\nPolicies:\n"
	      "  off                     no readahead: the page that was asked for, alone\n"
	      "  kernel                  as without a policy; exempts from that of a parent\n"
	      "  window=N[,PLACEMENT]    N pages, 1 to 32, the one asked for included; they lie\n"
	      "                          around (default), after or before it\n"
	      "  iaa                     readahead only where Intel IAA decompresses\n"
	      "  FILE.bpf.o[,NAME=VALUE] a BPF object of your own; settings are its constants\n"
	      "\nExamples:\n"
	      "  swapra policy set db.slice off\n"
	      "  swapra policy set batch.slice window=16,after\n"
	      "  swapra policy list\n"
	      "  swapra policy clear db.slice\n"
	      "\n`swapra policy COMMAND --help` explains a command.\n" POLICY_EXIT_CODES, out);
}

static int run(int argc, char **argv)
{
	const char *name = argv[1];

	if (argc < 2) {
		print_usage(stderr);
		return EXIT_USAGE;
	}
	if (!strcmp(name, "--help") || !strcmp(name, "-h") || !strcmp(name, "help")) {
		print_usage(stdout);
		return EXIT_DONE;
	}
	for (size_t i = 0; i < NR_COMMANDS; i++)
		if (!strcmp(strchr(commands[i]->name, ' ') + 1, name))
			return commands[i]->run(argc - 1, argv + 1);
	complain("policy command '%s': unknown", name);
	hint("swapra policy --help");
	return EXIT_USAGE;
}

int policy_exit_code(int err)
{
	if (!err)
		return EXIT_DONE;
	return err == -ENOTSUP ? EXIT_UNSUPPORTED : EXIT_FAILED;
}

int policy_arguments__parse(const struct usage *usage, int argc, char **argv, void *settings,
			    int min, int max, char ***arguments, int *code)
{
	int err = options__parse(usage, argc, argv, settings), nr = argc - optind;

	*code = err == OPTIONS_HELP ? EXIT_DONE : EXIT_USAGE;
	if (err == -ENOMEM)
		*code = policy_exit_code(fail(ENOMEM, "options", NULL, "parse"));
	if (err)
		return -1;
	*arguments = argv + optind;
	if (nr >= min && nr <= max)
		return nr;
	if (nr < min)
		complain("%s: needs %s", usage->command, usage->arguments);
	else
		complain("argument '%s': one too many for %s", argv[optind + max], usage->command);
	hint("swapra %s --help", usage->command);
	return -1;
}

const struct command cmd_policy = {
	.name = "policy",
	.summary = "decide, cgroup by cgroup, how much a swap-in reads ahead",
	.run = run,
};
