/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Exit codes and the one grammar of error messages:
 *   swapra: <subject> '<name>': cannot <verb>: <ERRNO NAME> (<text>)
 *   hint: <what the user can do>
 * Printed once, where the facts are; callers pass -errno up.
 */
#ifndef SWAPRA_ERROR_H
#define SWAPRA_ERROR_H

enum exit_code {
	EXIT_DONE = 0,        /* did what was asked */
	EXIT_FAILED = 1,      /* could not */
	EXIT_USAGE = 2,       /* was asked something that makes no sense */
	EXIT_UNSUPPORTED = 3, /* the kernel lacks what is needed */
};

/*
 * Print the message for err (a positive errno) to stderr. name may be NULL.
 * Returns -err, so that `return fail(...)` reads well.
 */
int fail(int err, const char *subject, const char *name, const char *verb);

/* Print a free-form error, for what no errno describes: "swapra: ...". */
void complain(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Print one "hint: ..." line to stderr. */
void hint(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
