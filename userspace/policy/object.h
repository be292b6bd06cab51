/* SPDX-License-Identifier: GPL-2.0-only */
/* A policy's BPF object on its way into the kernel: opened, filled in, verified. */
#ifndef SWAPRA_POLICY_OBJECT_H
#define SWAPRA_POLICY_OBJECT_H

#include "policy/spec.h"

struct bpf_map;
struct bpf_object;
struct policy_object;

/*
 * Open what the specification names, check that it is one policy, and make its
 * settings. Returns NULL with errno set and has printed why.
 */
struct policy_object *policy_object__open(const struct policy_spec *spec);

/*
 * Hand it to the verifier, for a cgroup and a module of that ABI. Nothing is
 * attached. Returns 0 or -errno, printed.
 */
int policy_object__load(struct policy_object *policy, uint64_t cgroup, uint32_t module_abi);

/* Frees it; what is attached stays. Accepts NULL. */
void policy_object__close(struct policy_object *policy);

/* What list will show; the whole object, and its struct_ops map. */
const char *policy_object__name(const struct policy_object *policy);
struct bpf_object *policy_object__bpf(const struct policy_object *policy);
struct bpf_map *policy_object__map(const struct policy_object *policy);

/* Copy a name; what the module does not allow in one becomes "_", what is too long goes. */
void policy_name__clean(char out[SWAPRA_NAME_LEN], const char *name);

#endif
