// SPDX-License-Identifier: GPL-2.0-only
/* The kernel probe on small BTFs in the shapes of 6.12 and 7.3. */
#include "tree.h"

#include <bpf/btf.h>

#include "userspace/kernel.h"

#define BTF_PATH "/sys/kernel/btf/vmlinux"

/* What the variants differ in. */
struct shape {
	bool context_first;
	bool load_returns_int;
	bool fprobe_graph;
	bool unknown_prototype;
	const char *found, *gone; /* functions that tell of hits and of deletions; NULL: none does */
	const char *gone_parameters[5];
};

static int add_function(struct btf *btf, const char *name, int returns,
			int first, int second)
{
	int proto = btf__add_func_proto(btf, returns);

	assert_true(proto > 0);
	if (first)
		assert_int_equal(btf__add_func_param(btf, "a", first), 0);
	if (second)
		assert_int_equal(btf__add_func_param(btf, "b", second), 0);
	return btf__add_func(btf, name, BTF_FUNC_STATIC, proto);
}

/* Parameters are told apart by their names. */
static void add_named(struct btf *btf, const char *name, int type,
		      const char *const *parameters)
{
	int proto = btf__add_func_proto(btf, 0);

	assert_true(proto > 0);
	for (; *parameters; parameters++)
		assert_int_equal(btf__add_func_param(btf, *parameters, type), 0);
	assert_true(btf__add_func(btf, name, BTF_FUNC_STATIC, proto) > 0);
}

static void write_btf(const char *root, const struct shape *shape)
{
	struct btf *btf = btf__new_empty();
	int integer, boolean, folio, context;
	const void *raw;
	__u32 len;

	assert_non_null(btf);
	integer = btf__add_int(btf, "int", 4, BTF_INT_SIGNED);
	boolean = btf__add_int(btf, "_Bool", 1, BTF_INT_BOOL);
	boolean = btf__add_typedef(btf, "bool", boolean);
	folio = btf__add_ptr(btf, btf__add_struct(btf, "folio", 64));
	context = btf__add_ptr(btf, btf__add_struct(btf, "swap_io_ctx", 64));

	btf__add_struct(btf, "fprobe", 8);
	btf__add_field(btf, shape->fprobe_graph ? "hlist_array" : "rethook", context, 0, 0);
	if (shape->unknown_prototype)
		add_function(btf, "swap_read_folio", 0, context, context);
	else if (shape->context_first)
		add_function(btf, "swap_read_folio", 0, context, folio);
	else
		add_function(btf, "swap_read_folio", 0, folio, context);
	add_function(btf, "zswap_load", shape->load_returns_int ? integer : boolean, folio, 0);
	add_function(btf, "swapin_readahead", folio, integer, 0);
	if (shape->found)
		add_named(btf, shape->found, folio, (const char *const[]){ "folio", "vma", NULL });
	if (shape->gone)
		add_named(btf, shape->gone, folio, shape->gone_parameters);

	raw = btf__raw_data(btf, &len);
	assert_non_null(raw);
	tree_write_bytes(root, BTF_PATH, raw, len);
	btf__free(btf);
}

static void probe_shape(struct kernel *kernel, const char *root, struct shape shape)
{
	write_btf(root, &shape);
	kernel__probe_at(kernel, root);
	assert_non_null(kernel->btf);
	assert_int_equal(kernel->btf_error, 0);
}

static void old_shapes_are_recognized(void **state)
{
	struct kernel kernel;

	probe_shape(&kernel, *state, (struct shape){});
	assert_int_equal(kernel.read_folio_arg, 0);
	assert_false(kernel.load_returns_int);
	assert_false(kernel.has_fprobe_graph);
	assert_true(kernel__sync_unbracketed(&kernel));
	assert_true(kernel.hooks[HOOK_SWAP_READ_FOLIO].in_btf);
	assert_true(kernel.hooks[HOOK_SWAP_READ_FOLIO].understood);
	assert_true(kernel.hooks[HOOK_SWAP_READ_FOLIO].btf_id > 0);
	assert_false(kernel.hooks[HOOK_SWAPIN_SYNC].in_btf);
	assert_int_equal(kernel.hooks[HOOK_SWAPIN_SYNC].btf_id, 0);
	kernel__release(&kernel);
	assert_null(kernel.btf);
}

static void new_shapes_are_recognized(void **state)
{
	struct kernel kernel;

	probe_shape(&kernel, *state, (struct shape){
		.context_first = true,
		.load_returns_int = true,
		.fprobe_graph = true,
	});
	assert_int_equal(kernel.read_folio_arg, 1);
	assert_true(kernel.has_fprobe_graph);
	assert_true(kernel.load_returns_int);
	kernel__release(&kernel);
}

static void unknown_prototype_is_not_understood(void **state)
{
	struct kernel kernel;

	probe_shape(&kernel, *state, (struct shape){ .unknown_prototype = true });
	assert_true(kernel.hooks[HOOK_SWAP_READ_FOLIO].in_btf);
	assert_false(kernel.hooks[HOOK_SWAP_READ_FOLIO].understood);
	kernel__release(&kernel);
}

static void outcomes_are_told_by_either_pair(void **state)
{
	static const struct shape shapes[] = {
		{ .found = "swap_update_readahead", .gone = "__swap_cache_del_folio",
		  .gone_parameters = { "ci", "folio", "entry", "shadow" } },
		{ .found = "swap_cache_get_folio", .gone = "__delete_from_swap_cache",
		  .gone_parameters = { "folio", "entry", "shadow" } },
	};
	struct kernel kernel;

	for (size_t i = 0; i < 2; i++) {
		probe_shape(&kernel, *state, shapes[i]);
		assert_true(kernel__tells_outcomes(&kernel, true));
		assert_false(kernel__tells_outcomes(&kernel, false)); /* no kallsyms */
		kernel__release(&kernel);
	}
}

static void outcomes_need_known_prototypes(void **state)
{
	static const struct shape shapes[] = {
		{ .found = NULL },
		{ .found = "swap_update_readahead" },
		{ .gone = "__delete_from_swap_cache", .gone_parameters = { "folio", "entry", "shadow" } },
		{ .found = "swap_cache_get_folio", .gone = "__swap_cache_del_folio",
		  .gone_parameters = { "folio", "entry", "shadow" } },
		{ .found = "swap_cache_get_folio", .gone = "__delete_from_swap_cache",
		  .gone_parameters = { "folio", "shadow", "entry" } },
		{ .found = "swap_cache_get_folio", .gone = "__delete_from_swap_cache" },
	};
	struct kernel kernel;

	for (size_t i = 0; i < sizeof(shapes) / sizeof(shapes[0]); i++) {
		probe_shape(&kernel, *state, shapes[i]);
		assert_false(kernel__tells_outcomes(&kernel, true));
		assert_false(kernel.hooks[HOOK_FOLIO_LOCK_OR_RETRY].understood);
		kernel__release(&kernel);
	}
}

static void missing_btf_is_recorded(void **state)
{
	struct kernel kernel;

	kernel__probe_at(&kernel, *state);
	assert_null(kernel.btf);
	assert_int_equal(kernel.btf_error, ENOENT);
	assert_int_equal(kernel.kallsyms_error, ENOENT);
	assert_false(kernel.has_kprobe);
	kernel__release(&kernel);
}

static void damaged_btf_is_recorded(void **state)
{
	struct kernel kernel;

	tree_write(*state, BTF_PATH, "this is no BTF");
	kernel__probe_at(&kernel, *state);
	assert_null(kernel.btf);
	assert_true(kernel.btf_error > 0);
	kernel__release(&kernel);
}

static void only_text_symbols_of_vmlinux_count(void **state)
{
	struct kernel kernel;

	tree_write(*state, "/proc/kallsyms",
		   "ffffffff81000010 T swap_read_folio\n"
		   "ffffffff81000020 t zswap_load\n"
		   "ffffffff81000030 d swapin_readahead\n"
		   "ffffffff81000040 T swap_cluster_readahead.isra.0\n"
		   "ffffffffc0000000 t swapin_sync\t[other]\n");
	kernel__probe_at(&kernel, *state);
	assert_int_equal(kernel.kallsyms_error, 0);
	assert_false(kernel.kallsyms_hidden);
	assert_true(kernel.hooks[HOOK_SWAP_READ_FOLIO].address == 0xffffffff81000010ULL);
	assert_true(kernel.hooks[HOOK_ZSWAP_LOAD].in_kallsyms);
	assert_false(kernel.hooks[HOOK_SWAPIN_READAHEAD].in_kallsyms);
	assert_false(kernel.hooks[HOOK_SWAP_CLUSTER_READAHEAD].in_kallsyms);
	assert_false(kernel.hooks[HOOK_SWAPIN_SYNC].in_kallsyms);
	kernel__release(&kernel);
}

static void hidden_addresses_are_noticed(void **state)
{
	struct kernel kernel;

	tree_write(*state, "/proc/kallsyms", "0000000000000000 T swap_read_folio\n");
	kernel__probe_at(&kernel, *state);
	assert_true(kernel.kallsyms_hidden);
	assert_true(kernel.hooks[HOOK_SWAP_READ_FOLIO].in_kallsyms);
	assert_true(kernel.hooks[HOOK_SWAP_READ_FOLIO].address == 0);
	kernel__release(&kernel);
}

static void kprobe_events_are_found(void **state)
{
	struct kernel kernel;

	tree_write(*state, "/proc/sys/kernel/osrelease", "6.12.95+deb12-amd64\n");
	tree_write(*state, "/sys/bus/event_source/devices/kprobe/type", "8\n");
	kernel__probe_at(&kernel, *state);
	assert_string_equal(kernel.release, "6.12.95+deb12-amd64");
	assert_true(kernel.has_kprobe);
	kernel__release(&kernel);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TREE_TEST(old_shapes_are_recognized),
		TREE_TEST(new_shapes_are_recognized),
		TREE_TEST(unknown_prototype_is_not_understood),
		TREE_TEST(outcomes_are_told_by_either_pair),
		TREE_TEST(outcomes_need_known_prototypes),
		TREE_TEST(missing_btf_is_recorded),
		TREE_TEST(damaged_btf_is_recorded),
		TREE_TEST(only_text_symbols_of_vmlinux_count),
		TREE_TEST(hidden_addresses_are_noticed),
		TREE_TEST(kprobe_events_are_found),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
