/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the user calls a policy: `off`, `kernel`, `iaa`, `window=N[,PLACEMENT]`, or
 * the BPF object FILE.bpf.o[,NAME=VALUE]… Pure: no file is looked at.
 */
#ifndef SWAPRA_POLICY_SPEC_H
#define SWAPRA_POLICY_SPEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <linux/types.h>

#include "../kmod/swapra_ops.h"

/* For usage lines and messages. */
#define POLICY_SPEC_FORMS "off, kernel, iaa, window=N[,after|before|around] or FILE.bpf.o"

/* A constant of the object to be set before it is loaded. */
struct policy_setting {
	char *name;
	bool negative;
	uint64_t magnitude;
};

struct policy_spec {
	const char *shipped; /* name of the object that comes with swapra; NULL: a file */
	char *file;
	char name[SWAPRA_NAME_LEN]; /* what list will show; "": the file has its own */
	struct policy_setting *settings;
	size_t nr_settings;
};

struct policy_error {
	char text[320];
};

/*
 * Returns 0, -EINVAL with the reason in *why, or -ENOMEM. Nothing is printed.
 * Release in any case.
 */
int policy_spec__parse(struct policy_spec *spec, const char *text, struct policy_error *why);
void policy_spec__release(struct policy_spec *spec);

/* Whether this names a BPF object rather than anything else. */
bool policy_spec__is_file(const char *text);

/* Write the reason. Returns -EINVAL, so that `return policy_error__set(…)` reads well. */
int policy_error__set(struct policy_error *why, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

#endif
