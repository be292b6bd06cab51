// SPDX-License-Identifier: GPL-2.0-only
/* The table of unexported symbols, and how they are found and checked. */
#include "swapra.h"

#include <linux/btf.h>
#include <linux/ftrace.h>
#include <linux/kprobes.h>
#include <linux/seq_file.h>
#include <linux/static_call.h>

#include "symbols.h"

#define PROTOTYPE_LEN 192

struct symbol_row {
	const char *name;
	const char *prototype; /* as describe() prints it; NULL: data */
	unsigned long address; /* 0: missing */
	bool differs;	       /* there, with another prototype */
	char found[PROTOTYPE_LEN];
};

static struct symbol_row rows[NR_SYMBOLS] = {
	[SYM_SWAPIN_READAHEAD] = { "swapin_readahead",
		"struct folio *(swp_entry_t, gfp_t, struct vm_fault *)" },
	[SYM_SWAP_CLUSTER_READAHEAD] = { "swap_cluster_readahead",
		"struct folio *(swp_entry_t, gfp_t, struct mempolicy *, long unsigned int)" },
	[SYM_FTRACE_LOCATION] = { "ftrace_location",
		"long unsigned int (long unsigned int)" },
	[SYM_KALLSYMS_LOOKUP_SIZE_OFFSET] = { "kallsyms_lookup_size_offset",
		"int (long unsigned int, long unsigned int *, long unsigned int *)" },
	[SYM_READ_SWAP_CACHE_ASYNC] = { "__read_swap_cache_async",
		"struct folio *(swp_entry_t, gfp_t, struct mempolicy *, long unsigned int, bool *, bool)" },
	[SYM_SWAP_CACHE_GET_FOLIO] = { "swap_cache_get_folio",
		"struct folio *(swp_entry_t)" },
	[SYM_SWAP_CACHE_ALLOC_FOLIO] = { "swap_cache_alloc_folio",
		"struct folio *(swp_entry_t, gfp_t, long unsigned int, struct vm_fault *, struct mempolicy *, long unsigned int)" },
	[SYM_SWAP_READ_FOLIO_PLUG] = { "swap_read_folio",
		"void (struct folio *, struct swap_iocb **)" },
	[SYM_SWAP_READ_UNPLUG] = { "__swap_read_unplug",
		"void (struct swap_iocb *)" },
	[SYM_SWAP_READ_FOLIO_CTX] = { "swap_read_folio",
		"void (struct swap_io_ctx *, struct folio *)" },
	[SYM_SWAP_READ_SUBMIT] = { "swap_read_submit",
		"void (struct swap_io_ctx *)" },
	[SYM_LRU_ADD_DRAIN] = { "lru_add_drain", "void (void)" },
	[SYM_GET_SWAP_DEVICE] = { "get_swap_device",
		"struct swap_info_struct *(swp_entry_t)" },
	[SYM_GET_VMA_POLICY] = { "get_vma_policy",
		"struct mempolicy *(struct vm_area_struct *, long unsigned int, int, long unsigned int *)" },
	[SYM_MPOL_PUT] = { "__mpol_put", "void (struct mempolicy *)" },
	[SYM_SWAP_INFO] = { "swap_info" },
	[SYM_PAGE_CLUSTER] = { "page_cluster" },
	[SYM_NR_ROTATE_SWAP] = { "nr_rotate_swap" },
	[SYM_ENABLE_VMA_READAHEAD] = { "enable_vma_readahead" },
	[SYM_ZSWAP_TREES] = { "zswap_trees" },
};

/*
 * The means of looking up. Their own prototypes cannot be checked before they
 * work; all four have been the same since the first kernel with module BTF.
 */
unsigned long swapra_kallsyms_lookup_name(const char *name);
struct btf *swapra_bpf_get_btf_vmlinux(void);
s32 swapra_btf_find_by_name_kind(const struct btf *btf, const char *name, u8 kind);
const char *swapra_btf_name_by_offset(const struct btf *btf, u32 offset);
DEFINE_STATIC_CALL_NULL(lookup_name, swapra_kallsyms_lookup_name);
DEFINE_STATIC_CALL_NULL(get_btf, swapra_bpf_get_btf_vmlinux);
DEFINE_STATIC_CALL_NULL(find_by_name, swapra_btf_find_by_name_kind);
DEFINE_STATIC_CALL_NULL(name_by_offset, swapra_btf_name_by_offset);

static struct btf *vmlinux_btf;

/* A kprobe is the one exported way to learn an address by name. */
static unsigned long address_by_kprobe(const char *name)
{
	struct kprobe probe = { .symbol_name = name };
	unsigned long address;

	if (register_kprobe(&probe))
		return 0;
	address = (unsigned long)probe.addr;
	unregister_kprobe(&probe);
	return address;
}

static const char *name_of(const struct btf_type *type)
{
	return static_call(name_by_offset)(vmlinux_btf, type->name_off);
}

static const char *keyword_of(const struct btf_type *type)
{
	switch (BTF_INFO_KIND(type->info)) {
	case BTF_KIND_STRUCT:
	case BTF_KIND_FWD:
		return "struct ";
	case BTF_KIND_UNION:
		return "union ";
	case BTF_KIND_ENUM:
	case BTF_KIND_ENUM64:
		return "enum ";
	}
	return "";
}

/* Append a type as C would spell it. Pointers and const nest at most a few times. */
static void describe(u32 id, char *text)
{
	const struct btf_type *type = id ? btf_type_by_id(vmlinux_btf, id) : NULL;
	size_t len;

	if (!type) {
		strlcat(text, "void", PROTOTYPE_LEN);
	} else if (btf_type_is_ptr(type)) {
		describe(type->type, text);
		len = strlen(text);
		strlcat(text, len && text[len - 1] == '*' ? "*" : " *", PROTOTYPE_LEN);
	} else if (BTF_INFO_KIND(type->info) == BTF_KIND_CONST) {
		strlcat(text, "const ", PROTOTYPE_LEN);
		describe(type->type, text);
	} else {
		strlcat(text, keyword_of(type), PROTOTYPE_LEN);
		strlcat(text, name_of(type), PROTOTYPE_LEN);
	}
}

static void describe_function(const struct btf_type *proto, char *text)
{
	const struct btf_param *params = (const struct btf_param *)(proto + 1);
	u32 nr = BTF_INFO_VLEN(proto->info);
	size_t len;

	describe(proto->type, text);
	len = strlen(text);
	strlcat(text, len && text[len - 1] == '*' ? "(" : " (", PROTOTYPE_LEN);
	for (u32 i = 0; i < nr; i++) {
		strlcat(text, i ? ", " : "", PROTOTYPE_LEN);
		describe(params[i].type, text);
	}
	strlcat(text, nr ? ")" : "void)", PROTOTYPE_LEN);
}

static bool prototype_matches(struct symbol_row *row)
{
	const struct btf_type *func;
	s32 id;

	id = static_call(find_by_name)(vmlinux_btf, row->name, BTF_KIND_FUNC);
	if (id < 0) {
		strscpy(row->found, "unknown", PROTOTYPE_LEN);
		return false;
	}
	func = btf_type_by_id(vmlinux_btf, id);
	describe_function(btf_type_by_id(vmlinux_btf, func->type), row->found);
	return !strcmp(row->found, row->prototype);
}

static void look_up(struct symbol_row *row)
{
	unsigned long address = static_call(lookup_name)(row->name);

	if (address && row->prototype && !prototype_matches(row))
		row->differs = true;
	else
		row->address = address;
}

static int find_means(void)
{
	unsigned long lookup = address_by_kprobe("kallsyms_lookup_name"), get, find, name;

	if (!lookup) {
		pr_err("cannot find kallsyms_lookup_name: no kprobe can be set\n");
		return -EOPNOTSUPP;
	}
	static_call_update(lookup_name, (typeof(&swapra_kallsyms_lookup_name))lookup);
	get = static_call(lookup_name)("bpf_get_btf_vmlinux");
	find = static_call(lookup_name)("btf_find_by_name_kind");
	name = static_call(lookup_name)("btf_name_by_offset");
	if (!get || !find || !name) {
		pr_err("this kernel's type information cannot be read: built without BTF?\n");
		return -EOPNOTSUPP;
	}
	static_call_update(get_btf, (typeof(&swapra_bpf_get_btf_vmlinux))get);
	static_call_update(find_by_name, (typeof(&swapra_btf_find_by_name_kind))find);
	static_call_update(name_by_offset, (typeof(&swapra_btf_name_by_offset))name);
	return 0;
}

int symbols_init(void)
{
	int err = find_means();

	if (err)
		return err;
	vmlinux_btf = static_call(get_btf)();
	if (IS_ERR_OR_NULL(vmlinux_btf)) {
		pr_err("this kernel has no type information (CONFIG_DEBUG_INFO_BTF)\n");
		return -EOPNOTSUPP;
	}
	for (int i = 0; i < NR_SYMBOLS; i++)
		look_up(&rows[i]);
	return 0;
}

unsigned long symbol_address(enum symbol symbol)
{
	return rows[symbol].address;
}

unsigned long symbol_require(enum symbol symbol)
{
	struct symbol_row *row = &rows[symbol];

	if (row->differs)
		pr_err("%s of this kernel is '%s', not '%s'\n", row->name, row->found,
		       row->prototype);
	else if (!row->address)
		pr_err("this kernel has no %s\n", row->name);
	return row->address;
}

static const struct btf_type *find_struct(const char *name)
{
	s32 id = static_call(find_by_name)(vmlinux_btf, name, BTF_KIND_STRUCT);

	return id < 0 ? NULL : btf_type_by_id(vmlinux_btf, id);
}

int symbols_type_size(const char *name)
{
	const struct btf_type *type = find_struct(name);

	return type ? type->size : -ENOENT;
}

int symbols_member_offset(const char *name, const char *wanted)
{
	const struct btf_type *type = find_struct(name);
	const struct btf_member *member;

	if (!type)
		return -ENOENT;
	member = (const struct btf_member *)(type + 1);
	for (u32 i = 0; i < BTF_INFO_VLEN(type->info); i++, member++)
		if (!strcmp(static_call(name_by_offset)(vmlinux_btf, member->name_off), wanted))
			return __btf_member_bit_offset(type, member) / 8;
	return -ENOENT;
}

void symbols_show(struct seq_file *m)
{
	for (int i = 0; i < NR_SYMBOLS; i++) {
		const struct symbol_row *row = &rows[i];

		if (row->differs) /* another row of that name may be the right one */
			continue;
		seq_printf(m, "symbol name=%s state=%s prototype=%s\n", row->name,
			   row->address ? "ok" : "missing", row->prototype ?: "data");
	}
}
