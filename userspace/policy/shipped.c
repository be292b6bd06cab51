// SPDX-License-Identifier: GPL-2.0-only
/*
 * The shipped policies, byte by byte as the compiler left them: a skeleton of a
 * struct_ops object does not compile against the libbpf of Debian 12.
 */
#include "policy/shipped.h"

#include <string.h>

/* POLICY_OBJECTS is the directory they were built into; see the Makefile. */
#define EMBED(name) \
	__asm__(".pushsection .rodata.policy_" #name ", \"a\"\n" \
		".balign 16\n" \
		"policy_" #name "_begin:\n" \
		".incbin \"" POLICY_OBJECTS "/" #name ".bpf.o\"\n" \
		"policy_" #name "_end:\n" \
		".popsection\n"); \
	extern const char policy_##name##_begin[], policy_##name##_end[]

EMBED(off);
EMBED(kernel);
EMBED(window);
EMBED(iaa);

static const struct {
	const char *name, *begin, *end;
} objects[] = {
	{ "off", policy_off_begin, policy_off_end },
	{ "kernel", policy_kernel_begin, policy_kernel_end },
	{ "window", policy_window_begin, policy_window_end },
	{ "iaa", policy_iaa_begin, policy_iaa_end },
};

const void *policy_shipped__object(const char *name, size_t *size)
{
	for (size_t i = 0; i < sizeof(objects) / sizeof(objects[0]); i++) {
		if (strcmp(objects[i].name, name))
			continue;
		*size = objects[i].end - objects[i].begin;
		return objects[i].begin;
	}
	return NULL;
}
