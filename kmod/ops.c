// SPDX-License-Identifier: GPL-2.0-only
/* How the BPF core sees policies: what is accepted, and what a program may do. */
#include "swapra.h"

#include <linux/bpf.h>
#include <linux/bpf_verifier.h>
#include <linux/btf.h>
#include <linux/ctype.h>
#include <linux/swap.h> /* before swapops.h, which needs it */
#include <linux/swapops.h>

#include "ops.h"
#include "policy.h"
#include "stored.h"
#include "swapra_ops.h"

static_assert(sizeof(struct policy_ops) == sizeof(struct swapra_ops));
static_assert(offsetof(struct policy_ops, decide) == offsetof(struct swapra_ops, decide));
static_assert(offsetof(struct policy_ops, cgroup_id) == offsetof(struct swapra_ops, cgroup_id));
static_assert(offsetof(struct policy_ops, abi) == offsetof(struct swapra_ops, abi));
static_assert(offsetof(struct policy_ops, flags) == offsetof(struct swapra_ops, flags));
static_assert(offsetof(struct policy_ops, name) == offsetof(struct swapra_ops, name));

static struct btf *ops_btf;
static const struct btf_type *fault_type; /* struct swapra_fault, found by check_member() */

static int ops_init(struct btf *btf)
{
	ops_btf = btf;
	return 0;
}

static bool is_modifier(const struct btf_type *type)
{
	switch (BTF_INFO_KIND(type->info)) {
	case BTF_KIND_TYPEDEF:
	case BTF_KIND_CONST:
	case BTF_KIND_VOLATILE:
	case BTF_KIND_RESTRICT:
	case BTF_KIND_TYPE_TAG:
		return true;
	}
	return false;
}

static const struct btf_type *skip_modifiers(u32 id)
{
	const struct btf_type *type = btf_type_by_id(ops_btf, id);

	while (type && is_modifier(type))
		type = btf_type_by_id(ops_btf, type->type);
	return type;
}

/* What the first parameter of a member function points to. */
static const struct btf_type *first_pointee(const struct btf_member *member)
{
	const struct btf_type *type = skip_modifiers(member->type);

	if (!type || !btf_type_is_ptr(type))
		return NULL;
	type = skip_modifiers(type->type);
	if (!type || !btf_type_is_func_proto(type) || !btf_type_vlen(type))
		return NULL;
	type = skip_modifiers(btf_params(type)[0].type);
	return type && btf_type_is_ptr(type) ? skip_modifiers(type->type) : NULL;
}

static int ops_check_member(const struct btf_type *type, const struct btf_member *member,
			    const struct bpf_prog *prog)
{
	if (__btf_member_bit_offset(type, member) != offsetof(struct swapra_ops, decide) * 8)
		return 0;
	if (prog->sleepable)
		return -EINVAL;
	fault_type = first_pointee(member);
	return fault_type ? 0 : -EINVAL;
}

static bool name_is_valid(const char *name)
{
	size_t len = strnlen(name, SWAPRA_NAME_LEN);

	if (!len || len == SWAPRA_NAME_LEN)
		return false;
	for (; *name; name++)
		if (!isascii(*name) || (!isalnum(*name) && !strchr("._-=,:+", *name)))
			return false;
	return true;
}

/* Returns 1 for what was taken over here, 0 to have it copied or wired up. */
static int ops_init_member(const struct btf_type *type, const struct btf_member *member,
			   void *kdata, const void *udata)
{
	const struct swapra_ops *from = udata;
	struct swapra_ops *to = kdata;

	switch (__btf_member_bit_offset(type, member) / 8) {
	case offsetof(struct swapra_ops, cgroup_id):
		to->cgroup_id = from->cgroup_id;
		return 1;
	case offsetof(struct swapra_ops, abi):
		if (!from->abi || from->abi > SWAPRA_ABI) {
			pr_warn_ratelimited("policy refused: built for ABI %u, this module has %u\n",
					    from->abi, SWAPRA_ABI);
			return -EPROTONOSUPPORT;
		}
		to->abi = from->abi;
		return 1;
	case offsetof(struct swapra_ops, flags):
		if (from->flags & ~SWAPRA_OPS_BLIND) {
			pr_warn_ratelimited("policy refused: unknown flags %#x\n", from->flags);
			return -EINVAL;
		}
		to->flags = from->flags;
		return 1;
	case offsetof(struct swapra_ops, name):
		if (!name_is_valid(from->name)) {
			pr_warn_ratelimited("policy refused: no valid name\n");
			return -EINVAL;
		}
		strscpy(to->name, from->name, SWAPRA_NAME_LEN);
		return 1;
	}
	return 0;
}

static int ops_validate(void *kdata)
{
	struct swapra_ops *ops = kdata;

	return ops->decide && ops->cgroup_id ? 0 : -EINVAL;
}

static int ops_reg(void *kdata, struct bpf_link *link)
{
	return policy_attach(kdata, link);
}

static void ops_unreg(void *kdata, struct bpf_link *link)
{
	policy_detach(kdata);
}

static int ops_update(void *kdata, void *old_kdata, struct bpf_link *link)
{
	return policy_replace(kdata, old_kdata);
}

static const struct bpf_func_proto *get_func_proto(enum bpf_func_id id,
						   const struct bpf_prog *prog)
{
	return bpf_base_func_proto(id, prog);
}

static bool is_valid_access(int off, int size, enum bpf_access_type type,
			    const struct bpf_prog *prog, struct bpf_insn_access_aux *info)
{
	if (off < 0 || off >= sizeof(__u64) * MAX_BPF_FUNC_ARGS || off % size || type != BPF_READ)
		return false;
	return btf_ctx_access(off, size, type, prog, info);
}

/* The verdict is all that a policy may write. */
static int check_write(struct bpf_verifier_log *log, const struct bpf_reg_state *reg, int off,
		       int size)
{
	const struct btf_type *type = btf_type_by_id(reg->btf, reg->btf_id);

	if (type != fault_type) {
		bpf_log(log, "a swapra policy may write to struct swapra_fault only\n");
		return -EACCES;
	}
	switch (off) {
	case offsetof(struct swapra_fault, window):
	case offsetof(struct swapra_fault, placement):
	case offsetof(struct swapra_fault, mode):
		if (size == sizeof(__u32))
			return 0;
	}
	bpf_log(log, "struct swapra_fault is read-only but for window, placement and mode (4 bytes each): write of %d bytes at offset %d\n",
		size, off);
	return -EACCES;
}

static const struct bpf_verifier_ops verifier_ops = {
	.get_func_proto = get_func_proto,
	.is_valid_access = is_valid_access,
	.btf_struct_access = check_write,
};

static int decide_stub(struct swapra_fault *fault, struct mem_cgroup *memcg, struct cgroup *cgroup)
{
	return 0;
}

static struct swapra_ops cfi_stubs = {
	.decide = decide_stub,
};

static struct bpf_struct_ops struct_ops = {
	.verifier_ops = &verifier_ops,
	.init = ops_init,
	.check_member = ops_check_member,
	.init_member = ops_init_member,
	.validate = ops_validate,
	.reg = ops_reg,
	.unreg = ops_unreg,
	.update = ops_update,
	.cfi_stubs = &cfi_stubs,
	.name = "swapra_ops",
	.owner = THIS_MODULE,
};

__bpf_kfunc_start_defs();

/**
 * bpf_swapra_stored - where the demand page is, and what will decompress it
 * @fault: the fault that is being decided
 *
 * Looks into zswap: a few hundred instructions, so for policies that need it.
 *
 * Return: enum swapra_stored
 */
__bpf_kfunc u32 bpf_swapra_stored(struct swapra_fault *fault)
{
	return stored_where(swp_entry(fault->swap_type, fault->swap_offset));
}

/**
 * bpf_swapra_room - pages that can be charged before a memory.max is reached
 * @memcg: whose, its ancestors included
 *
 * Return: pages, U64_MAX when there is no limit
 */
__bpf_kfunc u64 bpf_swapra_room(struct mem_cgroup *memcg)
{
	return guard_room(memcg);
}

__bpf_kfunc_end_defs();

/* 7.3: trusted arguments became the rule and the flag is gone. Drop when 6.12 goes. */
#ifndef KF_TRUSTED_ARGS
#define KF_TRUSTED_ARGS 0
#endif

BTF_KFUNCS_START(kfunc_ids)
BTF_ID_FLAGS(func, bpf_swapra_stored, KF_TRUSTED_ARGS)
BTF_ID_FLAGS(func, bpf_swapra_room, KF_TRUSTED_ARGS)
BTF_KFUNCS_END(kfunc_ids)

static const struct btf_kfunc_id_set kfunc_set = {
	.owner = THIS_MODULE,
	.set = &kfunc_ids,
};

int ops_register(void)
{
	int err = register_btf_kfunc_id_set(BPF_PROG_TYPE_STRUCT_OPS, &kfunc_set);

	return err ?: register_bpf_struct_ops(&struct_ops, swapra_ops);
}
