/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The file of `swapra policy apply`: an INI section for each cgroup, in it one key.
 *   [db.slice]
 *   policy = off
 */
#ifndef SWAPRA_POLICY_PLAN_H
#define SWAPRA_POLICY_PLAN_H

#include <stdint.h>
#include <stdio.h>

#include "policy/spec.h"

struct policy_entry {
	char *cgroup;  /* as the section is called */
	int line;      /* of the section */
	char *policy;  /* as written; NULL: the section has none */
	struct policy_spec spec;
	/* Left 0 by the reader, for who knows the machine. */
	uint64_t id;
	const char *path; /* below the mount */
};

struct policy_plan {
	struct policy_entry *entries; /* in the order of the file */
	size_t nr;
};

/*
 * Read a file. Names of BPF objects are relative to directory. Returns 0, -EINVAL
 * with line and reason of the first error, another -errno of reading, or -ENOMEM;
 * nothing is printed. Release in any case.
 */
int policy_plan__read(struct policy_plan *plan, FILE *file, const char *directory, int *line,
		      struct policy_error *why);
void policy_plan__release(struct policy_plan *plan);

#endif
