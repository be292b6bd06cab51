// SPDX-License-Identifier: GPL-2.0-only
/* The list of commands, and which of them was asked for. */
#include <stdio.h>
#include <string.h>

#include "cmd/cmd.h"
#include "error.h"
#include "output.h"

static const struct command *const commands[] = {
	&cmd_trace,
	&cmd_advise,
	&cmd_policy,
	&cmd_exporter,
	&cmd_features,
};

#define NR_COMMANDS (sizeof(commands) / sizeof(commands[0]))

static void print_usage(FILE *out)
{
	fputs("Usage: swapra COMMAND [OPTION]...\n"
	      "Shows what swap-in readahead does on this machine, cgroup by cgroup.\n\n"
	      "Commands:\n", out);
	for (size_t i = 0; i < NR_COMMANDS; i++)
		fprintf(out, "  %-10s %s\n", commands[i]->name, commands[i]->summary);
	fputs("  help       explain a command: swapra help COMMAND\n\n"
	      "Options:\n"
	      "  -h, --help     print this and exit\n"
	      "  -V, --version  print the version and exit\n\n"
	      "Exit codes: 0 done, 1 failed, 2 wrong usage, 3 the kernel lacks what is needed.\n",
	      out);
}

static const struct command *find_command(const char *name)
{
	for (size_t i = 0; i < NR_COMMANDS; i++)
		if (!strcmp(commands[i]->name, name))
			return commands[i];
	complain("command '%s': unknown", name);
	hint("swapra --help");
	return NULL;
}

static int help_on(const char *name)
{
	char help[] = "--help", *argv[] = { (char *)name, help, NULL };
	const struct command *command = find_command(name);

	return command ? command->run(2, argv) : EXIT_USAGE;
}

static int run(int argc, char **argv)
{
	const char *first = argv[1];
	const struct command *command;

	if (argc < 2) {
		print_usage(stderr);
		return EXIT_USAGE;
	}
	if (!strcmp(first, "help") && argv[2])
		return help_on(argv[2]);
	if (!strcmp(first, "help") || !strcmp(first, "--help") || !strcmp(first, "-h")) {
		print_usage(stdout);
		return EXIT_DONE;
	}
	if (!strcmp(first, "--version") || !strcmp(first, "-V")) {
		puts("swapra " SWAPRA_VERSION);
		return EXIT_DONE;
	}
	if (*first == '-') {
		complain("option '%s': unknown", first);
		hint("swapra --help");
		return EXIT_USAGE;
	}
	command = find_command(first);
	return command ? command->run(argc - 1, argv + 1) : EXIT_USAGE;
}

int main(int argc, char **argv)
{
	int code;

	output__reserve();
	code = run(argc, argv);

	/* Whatever was printed must have arrived before this counts as done. */
	if (code == EXIT_DONE && output__flush())
		code = EXIT_FAILED;
	return code;
}
