// SPDX-License-Identifier: GPL-2.0-only
/*
 * BPF objects as far as no kernel is needed: the shipped ones are opened and get
 * their settings. And the logs of those that the verifier refused.
 */
#include "tree.h"

#include <bpf/libbpf.h>

#include "kmod/swapra_ops.h"
#include "userspace/policy/log.h"
#include "userspace/policy/object.h"
#include "userspace/policy/shipped.h"

/* Returns an errno, 0 when it could be opened; errors go to a file. */
static int open_spec(const char *text, struct policy_object **policy)
{
	struct policy_error why;
	struct policy_spec spec;
	int err = 0;

	policy_log__start(false);
	assert_int_equal(policy_spec__parse(&spec, text, &why), 0);
	*policy = policy_object__open(&spec);
	if (!*policy)
		err = errno;
	policy_spec__release(&spec);
	return err;
}

static uint32_t constant(const struct policy_object *policy, size_t index)
{
	struct bpf_map *rodata = bpf_object__find_map_by_name(
		policy_object__bpf(policy), ".rodata");
	size_t size;
	const uint32_t *values = bpf_map__initial_value(rodata, &size);

	assert_true(size >= (index + 1) * sizeof(*values));
	return values[index];
}

static void shipped_objects_are_policies(void **state)
{
	static const char *const specs[] = { "off", "kernel", "iaa", "window=8" };
	struct policy_object *policy;

	(void)state;
	for (size_t i = 0; i < sizeof(specs) / sizeof(specs[0]); i++) {
		assert_int_equal(open_spec(specs[i], &policy), 0);
		assert_string_equal(policy_object__name(policy), specs[i]);
		assert_string_equal(((struct swapra_ops *)bpf_map__initial_value(
			policy_object__map(policy), &(size_t){ 0 }))->name, specs[i]);
		policy_object__close(policy);
	}
}

static void settings_reach_the_object(void **state)
{
	struct policy_object *policy;
	uint32_t low, high;

	(void)state;
	assert_int_equal(open_spec("window=16,before", &policy), 0);
	low = constant(policy, 0);
	high = constant(policy, 1);
	assert_int_equal(low + high, 16 + SWAPRA_BEFORE);
	assert_true(low == 16 || high == 16);
	policy_object__close(policy);
}

static void write_window(const char *root, char *path)
{
	size_t size;
	const void *bytes = policy_shipped__object("window", &size);

	tree_write_bytes(root, "/my policy.bpf.o", bytes, size);
	sprintf(path, "%s/my policy.bpf.o", root);
}

static void files_are_checked(void **root)
{
	char path[PATH_MAX], spec[PATH_MAX + 64];
	struct policy_object *policy;

	write_window(*root, path);
	sprintf(spec, "%s,window=5", path);
	assert_int_equal(open_spec(spec, &policy), 0);
	assert_string_equal(policy_object__name(policy), "window");
	policy_object__close(policy);
	sprintf(spec, "%s,windows=5", path);
	assert_int_equal(open_spec(spec, &policy), ENOENT);
	sprintf(spec, "%s,window=-1", path);
	assert_int_equal(open_spec(spec, &policy), ERANGE);
	sprintf(spec, "%s,window=4294967296", path);
	assert_int_equal(open_spec(spec, &policy), ERANGE);
	assert_int_equal(open_spec("/nowhere/x.o", &policy), ENOENT);
	tree_write(*root, "/text.o", "not an object\n");
	sprintf(spec, "%s/text.o", (char *)*root);
	assert_int_equal(open_spec(spec, &policy), ENOEXEC);
	tree_write(*root, "/empty.o", "");
	sprintf(spec, "%s/empty.o", (char *)*root);
	assert_int_equal(open_spec(spec, &policy), ENOEXEC);
	tree_write(*root, "/dir.o/file", "");
	sprintf(spec, "%s/dir.o", (char *)*root);
	assert_int_equal(open_spec(spec, &policy), EISDIR);
}

static void names_are_cleaned(void **state)
{
	char name[SWAPRA_NAME_LEN];

	(void)state;
	policy_name__clean(name, "a b/c\xff=1,+:._-Z");
	assert_string_equal(name, "a_b_c_=1,+:._-Z");
	policy_name__clean(name, "0123456789012345678901234567890123456789");
	assert_int_equal(strlen(name), SWAPRA_NAME_LEN - 1);
}

static void expect_reason(const char *log, const char *source, size_t nr, const char *last)
{
	struct log_lines reason;

	policy_log__reason(&reason, log);
	assert_string_equal(reason.source, source);
	assert_int_equal(reason.nr, nr);
	if (nr)
		assert_memory_equal(reason.lines[nr - 1].text, last, strlen(last));
}

static void reason_is_at_the_end_of_a_log(void **state)
{
	(void)state;
	expect_reason("libbpf: prog 'x': BPF program load failed: Permission denied\n"
		      "libbpf: prog 'x': -- BEGIN PROG LOAD LOG --\n"
		      "0: R1=ctx()\n; fault->address = 0;\n1: (7b) *(u64 *)(r1 +16) = r2\n"
		      "cannot write to swapra_fault.address\n"
		      "processed 2 insns (limit 1000000)\n-- END PROG LOAD LOG --\n"
		      "libbpf: prog 'x': failed to load: -13\n"
		      "libbpf: failed to load object 'mine'\n",
		      "verifier", 4, "cannot write to swapra_fault.address");
	expect_reason("7: exit\nR0 leaks\n-- END PROG LOAD LOG --\n", "verifier", 2, "R0 leaks");
	expect_reason("libbpf: extern (func ksym) 'f': not found in kernel or module BTFs\n"
		      "libbpf: failed to load object 'mine'\n", "libbpf", 1, "extern (func ksym) 'f'");
	expect_reason("a\nb\nc\nd\ne\nf\ng", "libbpf", 5, "g");
	expect_reason("", "libbpf", 0, NULL);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(shipped_objects_are_policies),
		cmocka_unit_test(settings_reach_the_object),
		TREE_TEST(files_are_checked),
		cmocka_unit_test(names_are_cleaned),
		cmocka_unit_test(reason_is_at_the_end_of_a_log),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
