/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Why a policy's object was refused, from what libbpf and the verifier said: of that
 * log the last lines hold the reason, and the rest is the way there.
 */
#ifndef SWAPRA_POLICY_LOG_H
#define SWAPRA_POLICY_LOG_H

#include <stdbool.h>
#include <stddef.h>

/* Take libbpf's messages from now on; verbose prints them as well. One log a process. */
void policy_log__start(bool verbose);

/*
 * Print the reason, a line of the error grammar each. Returns whether anything is
 * left that was not printed; verbose, everything was already.
 */
bool policy_log__print(void);

#define LOG_LINES_MAX 5

struct log_lines {
	const char *source; /* "verifier" or "libbpf" */
	struct {
		const char *text;
		size_t length;
	} lines[LOG_LINES_MAX];
	size_t nr;
};

/* Pure: the lines of a log that tell why a load failed. */
void policy_log__reason(struct log_lines *reason, const char *log);

#endif
