// SPDX-License-Identifier: GPL-2.0-only
/* Why the module is not loaded, as far as files tell. */
#include "tree.h"

#include "userspace/policy/module.h"

static void expect_hint(const char *root, const char *part)
{
	struct obstacle obstacle;

	policy_module__explain(&obstacle, root, "1.0");
	assert_int_equal(obstacle.error, ENOTSUP);
	if (!strstr(obstacle.hint, part))
		fail_msg("'%s' lacks '%s'", obstacle.hint, part);
}

static void absence_is_explained(void **root)
{
	tree_write(*root, "/lib/modules/1.0/modules.dep", "kernel/drivers/xswapra.ko:\n");
	expect_hint(*root, "not installed for Linux 1.0; `make install-kmod`");
	tree_write(*root, "/lib/modules/1.0/modules.dep", "a/b.ko: c.ko\nupdates/swapra.ko.xz:\n");
	expect_hint(*root, "not loaded: `modprobe swapra`");
	tree_write(*root, "/proc/sys/kernel/modules_disabled", "1\n");
	expect_hint(*root, "until the next boot");
	tree_write(*root, "/proc/sys/kernel/modules_disabled", "0\n");
	tree_write(*root, "/sys/module/module/parameters/sig_enforce", "Y\n");
	expect_hint(*root, "module.sig_enforce is set, so it must be signed");
	tree_write(*root, "/sys/kernel/security/lockdown", "none [integrity] confidentiality\n");
	expect_hint(*root, "locked down");
	tree_write(*root, "/lib/modules/1.0/modules.dep", "");
	expect_hint(*root, "it has to be signed (the kernel is locked down");
	tree_write(*root, "/boot/config-1.0", "# CONFIG_DEBUG_INFO_BTF is not set\n");
	expect_hint(*root, "CONFIG_DEBUG_INFO_BTF_MODULES");
	tree_write(*root, "/boot/config-1.0", "CONFIG_DEBUG_INFO_BTF_MODULES=y\n");
	expect_hint(*root, "not installed");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		TREE_TEST(absence_is_explained),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
