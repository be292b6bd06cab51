// SPDX-License-Identifier: GPL-2.0-only
/* A module that does nothing: the harness's own tests build, load and forget it. */
#include <linux/module.h>

static int __init swapra_harness_init(void)
{
	pr_info("swapra_harness: loaded\n");
	return 0;
}

static void __exit swapra_harness_exit(void)
{
}

module_init(swapra_harness_init);
module_exit(swapra_harness_exit);
MODULE_DESCRIPTION("does nothing");
MODULE_LICENSE("GPL");
