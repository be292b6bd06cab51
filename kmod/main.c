// SPDX-License-Identifier: GPL-2.0-only
/*
 * swapra.ko: lets BPF policies decide, cgroup by cgroup, how much a swap-in fault
 * reads ahead. Loading it changes nothing; the first policy sets the hooks.
 */
#include "swapra.h"

#include <linux/memcontrol.h>
#include <linux/proc_fs.h>
#include <linux/seq_file.h>

#include "hook.h"
#include "ops.h"
#include "policy.h"
#include "readahead.h"
#include "stored.h"
#include "swapin.h"
#include "symbols.h"
#include "verdict.h"

#define CREATE_TRACE_POINTS
#include "trace.h"

/* All there is to know about the module, one record a line; docs/policies.md explains it. */
static int status_show(struct seq_file *m, void *unused)
{
	seq_printf(m, "swapra version=%s abi=%d\n", SWAPRA_VERSION, SWAPRA_ABI);
	hooks_show(m);
	stored_show(m);
	policies_show(m);
	symbols_show(m);
	return 0;
}

static int check_kernel(void)
{
	int err;

	if (mem_cgroup_disabled()) {
		pr_err("memory cgroups are disabled (cgroup_disable=memory)\n");
		return -EOPNOTSUPP;
	}
	err = symbols_init();
	if (err)
		return err;
	stored_init();
	verdict_init();
	return swapin_init() ?: readahead_init();
}

/* Last, when nothing can fail any more: registering a struct_ops type has no opposite. */
static int __init swapra_init(void)
{
	int err = check_kernel();

	if (err)
		return err;
	err = hooks_init();
	if (err)
		return err;
	err = policies_init();
	if (err)
		goto err_hooks;
	err = -ENOMEM;
	if (!proc_create_single("swapra", 0444, NULL, status_show))
		goto err_policies;
	err = ops_register();
	if (err) {
		pr_err("cannot register with BPF: %pe; built with BTF of another kernel?\n",
		       ERR_PTR(err));
		goto err_proc;
	}
	pr_info("ready, version " SWAPRA_VERSION "\n");
	return 0;

err_proc:
	remove_proc_entry("swapra", NULL);
err_policies:
	policies_exit();
err_hooks:
	hooks_exit();
	return err;
}

/* Policies hold the module, so none is attached and the hooks are gone. */
static void __exit swapra_exit(void)
{
	remove_proc_entry("swapra", NULL);
	hooks_exit();
	policies_exit();
}

module_init(swapra_init);
module_exit(swapra_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Swap-in readahead policies per cgroup");
MODULE_VERSION(SWAPRA_VERSION);
