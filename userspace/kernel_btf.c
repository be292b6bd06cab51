// SPDX-License-Identifier: GPL-2.0-only
/*
 * What BTF tells about the running kernel: which functions have a prototype,
 * and which of the known variants each prototype is.
 */
#include "kernel_probe.h"

#include <bpf/btf.h>
#include <bpf/libbpf.h>
#include <errno.h>
#include <linux/limits.h>
#include <string.h>
#include <unistd.h>

#include "sysfile.h"

static const struct btf_type *strip(const struct btf *btf, __u32 id)
{
	const struct btf_type *type = btf__type_by_id(btf, id);

	while (type && (btf_is_mod(type) || btf_is_typedef(type)))
		type = btf__type_by_id(btf, type->type);
	return type;
}

static bool is_pointer_to(const struct btf *btf, __u32 id, const char *name)
{
	const struct btf_type *type = strip(btf, id);

	if (!type || !btf_is_ptr(type))
		return false;
	type = strip(btf, type->type);
	return type && btf_is_composite(type) &&
	       !strcmp(btf__name_by_offset(btf, type->name_off), name);
}

static const struct btf_type *prototype(const struct btf *btf,
					const struct hook *hook)
{
	const struct btf_type *func = btf__type_by_id(btf, hook->btf_id);

	return func ? btf__type_by_id(btf, func->type) : NULL;
}

/* 7.3: (ctx, folio) instead of (folio, plug). Drop when 7.2 is no longer supported. */
static bool find_folio_arg(const struct btf *btf, const struct hook *hook,
			   unsigned *index)
{
	const struct btf_type *proto = prototype(btf, hook);

	if (!proto)
		return false;
	for (unsigned i = 0; i < btf_vlen(proto); i++) {
		if (is_pointer_to(btf, btf_params(proto)[i].type, "folio")) {
			*index = i;
			return i < 2; /* the programs know these two places */
		}
	}
	return false;
}

/* 6.18: int 0/-errno instead of bool. Drop when 6.12 is no longer supported. */
static bool find_load_return(const struct btf *btf, const struct hook *hook,
			     bool *returns_int)
{
	const struct btf_type *proto = prototype(btf, hook);
	const struct btf_type *type = proto ? strip(btf, proto->type) : NULL;

	if (!type || !btf_is_int(type))
		return false;
	*returns_int = !(btf_int_encoding(type) & BTF_INT_BOOL);
	return true;
}

static bool struct_has_member(const struct btf *btf, const char *name,
			      const char *member)
{
	int id = btf__find_by_name_kind(btf, name, BTF_KIND_STRUCT);
	const struct btf_type *type = id > 0 ? btf__type_by_id(btf, id) : NULL;

	for (unsigned i = 0; type && i < btf_vlen(type); i++) {
		__u32 name_off = btf_members(type)[i].name_off;

		if (!strcmp(btf__name_by_offset(btf, name_off), member))
			return true;
	}
	return false;
}

/* Arguments that the programs read, by their places. */
static const struct {
	enum hook_id hook;
	unsigned place;
	const char *name;
} arguments[] = {
	{ HOOK_SWAP_UPDATE_READAHEAD, 0, "folio" },
	{ HOOK_SWAP_CACHE_DEL_FOLIO, 2, "entry" },
	{ HOOK_SWAP_CACHE_DEL_FOLIO, 3, "shadow" },
	{ HOOK_DELETE_FROM_SWAP_CACHE, 1, "entry" },
	{ HOOK_DELETE_FROM_SWAP_CACHE, 2, "shadow" },
	{ HOOK_FOLIO_LOCK_OR_RETRY, 0, "folio" },
};

static bool has_argument(const struct btf *btf, const struct hook *hook, unsigned place,
			 const char *name)
{
	const struct btf_type *proto = prototype(btf, hook);

	return proto && place < btf_vlen(proto) &&
	       !strcmp(btf__name_by_offset(btf, btf_params(proto)[place].name_off), name);
}

static void check_arguments(struct kernel *kernel)
{
	for (size_t i = 0; i < sizeof(arguments) / sizeof(arguments[0]); i++) {
		struct hook *hook = &kernel->hooks[arguments[i].hook];

		if (hook->in_btf && !has_argument(kernel->btf, hook, arguments[i].place,
						  arguments[i].name))
			hook->understood = false;
	}
}

void kernel__read_btf(struct kernel *kernel)
{
	const struct btf *btf = kernel->btf;
	struct hook *hooks = kernel->hooks;

	for (int i = 0; i < NR_HOOKS; i++) {
		int id = btf__find_by_name_kind(btf, hooks[i].function, BTF_KIND_FUNC);

		hooks[i].in_btf = hooks[i].understood = id > 0;
		hooks[i].btf_id = id > 0 ? id : 0;
	}
	if (hooks[HOOK_SWAP_READ_FOLIO].in_btf)
		hooks[HOOK_SWAP_READ_FOLIO].understood =
			find_folio_arg(btf, &hooks[HOOK_SWAP_READ_FOLIO],
				       &kernel->read_folio_arg);
	if (hooks[HOOK_ZSWAP_LOAD].in_btf)
		hooks[HOOK_ZSWAP_LOAD].understood =
			find_load_return(btf, &hooks[HOOK_ZSWAP_LOAD],
					 &kernel->load_returns_int);
	check_arguments(kernel);
	/*
	 * 6.14: fprobe moved from rethook, with a fixed number of concurrent
	 * returns, to function graph. Drop when 6.12 is no longer supported.
	 */
	kernel->has_fprobe_graph = struct_has_member(btf, "fprobe", "hlist_array");
}

/* Where there is no sysfs, libbpf knows more places (/boot, debug files). */
static struct btf *load_btf(const char *root)
{
	char path[PATH_MAX];
	struct btf *btf;
	int err;

	sysfile__path(path, root, "/sys/kernel/btf/vmlinux");
	err = access(path, R_OK) ? errno : 0;
	if (!err)
		return btf__parse(path, NULL);
	btf = root[0] ? NULL : btf__load_vmlinux_btf();
	errno = err; /* why sysfs failed says more than libbpf's ESRCH */
	return btf;
}

void kernel__probe_btf(struct kernel *kernel, const char *root)
{
	/* A missing BTF is reported by whoever needs it, once. */
	libbpf_print_fn_t print = libbpf_set_print(NULL);

	kernel->btf = load_btf(root);
	kernel->btf_error = kernel->btf ? 0 : errno;
	libbpf_set_print(print);
	if (kernel->btf)
		kernel__read_btf(kernel);
}
