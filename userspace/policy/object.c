// SPDX-License-Identifier: GPL-2.0-only
/* Opening and loading a policy's BPF object; see policy/object.h. */
#include "policy/object.h"

#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <ctype.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "error.h"
#include "libbpf_log.h"
#include "policy/btf.h"
#include "policy/file.h"
#include "policy/log.h"
#include "policy/setting.h"
#include "policy/shipped.h"

#define OPS_TYPE "swapra_ops"

/* Drop when Debian 12's kernel headers leave the build hosts. */
#ifndef BPF_F_LINK
#define BPF_F_LINK (1U << 13)
#endif

struct policy_object {
	const char *label; /* for messages: the file, or the shipped policy */
	struct bpf_object *object;
	struct bpf_map *map;
	char name[SWAPRA_NAME_LEN];
};

static int refuse(const struct policy_object *policy, const char *advice)
{
	fail(ENOEXEC, "policy", policy->label, "use its object");
	hint("%s", advice);
	return -ENOEXEC;
}

static const struct btf *btf_of(const struct policy_object *policy)
{
	return bpf_object__btf(policy->object);
}

/* Exactly one swapra_ops, and no struct_ops of another type. */
static int find_map(struct policy_object *policy)
{
	struct bpf_map *map;
	unsigned others = 0, found = 0;

	bpf_object__for_each_map(map, policy->object) {
		const char *type;

		if (bpf_map__type(map) != BPF_MAP_TYPE_STRUCT_OPS)
			continue;
		type = policy_btf__variable_type(btf_of(policy), bpf_map__name(map));
		if (!type || strcmp(type, OPS_TYPE)) {
			others++;
			continue;
		}
		found++;
		policy->map = map;
	}
	if (!found)
		return refuse(policy, "it defines no struct " OPS_TYPE
			      "; SWAPRA_POLICY() of bpf/policy/swapra_policy.bpf.h does");
	if (found > 1)
		return refuse(policy, "it defines more than one struct " OPS_TYPE
			      "; a policy is an object of its own");
	if (others)
		return refuse(policy, "it also defines a struct_ops of another type");
	if (!(bpf_map__map_flags(policy->map) & BPF_F_LINK))
		return refuse(policy, "its struct " OPS_TYPE " belongs into the section .struct_ops.link");
	return 0;
}

/* A member of its struct swapra_ops, which must have the size that the ABI says. */
static void *member(const struct policy_object *policy, const char *name, size_t size)
{
	struct btf_place place;
	size_t room;
	char *value = bpf_map__initial_value(policy->map, &room);

	if (!value || policy_btf__member(btf_of(policy), OPS_TYPE, name, &place) ||
	    place.size != size || place.offset + size > room)
		return NULL;
	return value + place.offset;
}

static int check_members(const struct policy_object *policy)
{
	if (member(policy, "cgroup_id", sizeof(uint64_t)) &&
	    member(policy, "abi", sizeof(uint32_t)) && member(policy, "name", SWAPRA_NAME_LEN))
		return 0;
	return refuse(policy, "its struct " OPS_TYPE " is not that of kmod/swapra_ops.h; "
		      "compile it against this version");
}

void policy_name__clean(char out[SWAPRA_NAME_LEN], const char *name)
{
	size_t i;

	for (i = 0; name[i] && i < SWAPRA_NAME_LEN - 1; i++)
		out[i] = isalnum((unsigned char)name[i]) || strchr("._-=,:+", name[i]) ? name[i] : '_';
	out[i] = '\0';
}

/* "dir/mine.bpf.o" is "mine" unless the object says better. */
static void name_after_file(char out[SWAPRA_NAME_LEN], const char *file)
{
	const char *base = strrchr(file, '/');
	char *copy = strdup(base ? base + 1 : file);

	if (!copy)
		return;
	copy[strcspn(copy, ".")] = '\0';
	policy_name__clean(out, *copy ? copy : "policy");
	free(copy);
}

static void set_name(struct policy_object *policy, const struct policy_spec *spec)
{
	char *name = member(policy, "name", SWAPRA_NAME_LEN);

	if (spec->name[0])
		memcpy(name, spec->name, SWAPRA_NAME_LEN);
	else if (!name[0])
		name_after_file(name, spec->file);
	snprintf(policy->name, sizeof(policy->name), "%.*s", SWAPRA_NAME_LEN - 1, name);
}

static int open_shipped(struct policy_object *policy, const char *name)
{
	LIBBPF_OPTS(bpf_object_open_opts, options, .object_name = name);
	size_t size;
	const void *bytes = policy_shipped__object(name, &size);

	policy->object = bytes ? bpf_object__open_mem(bytes, size, &options) : NULL;
	return policy->object ? 0 : refuse(policy, "this swapra was not built correctly");
}

/* Read by hand first: libbpf says the same of a file that is not there and one that is no object. */
static int open_file(struct policy_object *policy, const char *file)
{
	char name[SWAPRA_NAME_LEN] = "policy";
	LIBBPF_OPTS(bpf_object_open_opts, options, .object_name = name);
	size_t size;
	void *bytes = policy_file__read(file, &size);

	if (!bytes)
		return fail(errno, "policy", file, "read");
	name_after_file(name, file);
	policy->object = bpf_object__open_mem(bytes, size, &options);
	free(bytes);
	if (policy->object)
		return 0;
	fail(ENOEXEC, "policy", file, "use its object");
	policy_log__print();
	hint("it must be an object file with BTF, from `clang -target bpf -g`; see docs/policies.md");
	return -ENOEXEC;
}

static int open_object(struct policy_object *policy, const struct policy_spec *spec)
{
	int err = spec->file ? open_file(policy, spec->file) : open_shipped(policy, spec->shipped);

	if (!err)
		err = find_map(policy);
	if (!err)
		err = check_members(policy);
	if (err)
		return err;
	set_name(policy, spec);
	for (size_t i = 0; i < spec->nr_settings && !err; i++)
		err = policy_setting__make(policy->object, policy->label, &spec->settings[i]);
	return err;
}

struct policy_object *policy_object__open(const struct policy_spec *spec)
{
	struct policy_object *policy = calloc(1, sizeof(*policy));
	int err;

	if (!policy) {
		fail(ENOMEM, "policy", spec->file ?: spec->name, "open");
		errno = ENOMEM;
		return NULL;
	}
	policy->label = spec->file ?: spec->name;
	libbpf_log__clear();
	err = open_object(policy, spec);
	if (!err)
		return policy;
	policy_object__close(policy);
	errno = -err;
	return NULL;
}

static int check_abi(const struct policy_object *policy, uint32_t module_abi)
{
	uint32_t abi = *(uint32_t *)member(policy, "abi", sizeof(abi));

	if (!abi)
		return refuse(policy, "it does not say its ABI: .abi = SWAPRA_ABI is missing");
	if (abi <= module_abi)
		return 0;
	fail(EPROTO, "policy", policy->label, "load");
	hint("it was compiled for ABI %u and the module has ABI %u; update the module, "
	     "or compile it against that one's swapra_ops.h", abi, module_abi);
	return -EPROTO;
}

/* libbpf would say the same in more words, and not at all of members that are 0. */
static int check_surplus(const struct policy_object *policy)
{
	struct btf *kernel = btf__load_vmlinux_btf();
	struct btf *module = kernel ? btf__load_module_btf("swapra", kernel) : NULL;
	const char *surplus = module ? policy_btf__surplus(btf_of(policy), module, OPS_TYPE) : NULL;

	if (surplus) {
		fail(EPROTO, "policy", policy->label, "load");
		hint("the module does not know the member '%s' of its struct " OPS_TYPE
		     "; update the module", surplus);
	}
	btf__free(module);
	btf__free(kernel);
	return surplus ? -EPROTO : 0;
}

static int fail_load(const struct policy_object *policy, int err)
{
	fail(-err, "policy", policy->label, "load");
	if (policy_log__print())
		hint("--verbose prints all that the verifier says");
	/* What the caller takes for a kernel that lacks something is a fault of the policy. */
	return err == -ENOTSUP ? -ENOEXEC : err;
}

int policy_object__load(struct policy_object *policy, uint64_t cgroup, uint32_t module_abi)
{
	int err = check_abi(policy, module_abi);

	if (!err)
		err = check_surplus(policy);
	if (err)
		return err;
	*(uint64_t *)member(policy, "cgroup_id", sizeof(cgroup)) = cgroup;
	libbpf_log__clear();
	err = bpf_object__load(policy->object);
	return err ? fail_load(policy, err) : 0;
}

void policy_object__close(struct policy_object *policy)
{
	if (!policy)
		return;
	bpf_object__close(policy->object);
	free(policy);
}

const char *policy_object__name(const struct policy_object *policy)
{
	return policy->name;
}

struct bpf_object *policy_object__bpf(const struct policy_object *policy)
{
	return policy->object;
}

struct bpf_map *policy_object__map(const struct policy_object *policy)
{
	return policy->map;
}
