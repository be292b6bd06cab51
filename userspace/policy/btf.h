/* SPDX-License-Identifier: GPL-2.0-only */
/* Questions to the BTF of a policy's object and of the module. Pure. */
#ifndef SWAPRA_POLICY_BTF_H
#define SWAPRA_POLICY_BTF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct btf;

/* A piece of a map's value. */
struct btf_place {
	size_t offset; /* in bytes */
	size_t size;
	bool is_signed;
};

/* The name of the structure that a variable has as type; NULL if it has none. */
const char *policy_btf__variable_type(const struct btf *btf, const char *variable);

/* Where a member of a structure lies. Returns 0 or -ENOENT. */
int policy_btf__member(const struct btf *btf, const char *structure, const char *member,
		       struct btf_place *place);

/* The first member that a structure has here and not there; NULL if there is none. */
const char *policy_btf__surplus(const struct btf *here, const struct btf *there,
				const char *structure);

/* Where an integer constant lies in .rodata. Returns 0 or -ENOENT. */
int policy_btf__constant(const struct btf *btf, const char *name, struct btf_place *place);

/* All that policy_btf__constant() finds, as "a, b"; "none" if that is nothing. */
void policy_btf__list_constants(const struct btf *btf, char *out, size_t size);

#endif
