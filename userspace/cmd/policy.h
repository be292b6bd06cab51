/* SPDX-License-Identifier: GPL-2.0-only */
/* The subcommands of `swapra policy`, one file each, and what they share. */
#ifndef SWAPRA_CMD_POLICY_H
#define SWAPRA_CMD_POLICY_H

#include "cmd.h"

extern const struct command cmd_policy_list;
extern const struct command cmd_policy_set;
extern const struct command cmd_policy_clear;
extern const struct command cmd_policy_apply;
extern const struct command cmd_policy_check;

#define POLICY_EXIT_CODES \
	"\nExit codes: 0 done, 1 failed, 2 wrong usage, 3 the kernel lacks what is needed.\n"

struct usage;

/*
 * Parse options, and as many arguments as from min to max, which go to *arguments.
 * Returns their number, or -1 with the code to exit with in *code.
 */
int policy_arguments__parse(const struct usage *usage, int argc, char **argv, void *settings,
			    int min, int max, char ***arguments, int *code);

/* The exit code for a -errno that was printed. */
int policy_exit_code(int err);

#endif
