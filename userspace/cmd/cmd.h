/* SPDX-License-Identifier: GPL-2.0-only */
/* One command = one file with one const entry; main.c lists them. */
#ifndef SWAPRA_CMD_H
#define SWAPRA_CMD_H

struct command {
	const char *name;
	const char *summary; /* one line for `swapra --help` */
	/* argv[0] is the command's name. Returns an enum exit_code. */
	int (*run)(int argc, char **argv);
};

extern const struct command cmd_trace;
extern const struct command cmd_advise;
extern const struct command cmd_policy;
extern const struct command cmd_exporter;
extern const struct command cmd_features;

#endif
