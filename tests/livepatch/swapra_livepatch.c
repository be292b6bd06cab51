// SPDX-License-Identifier: GPL-2.0-only
/*
 * A livepatch of swapin_readahead() for tests/cases/policy-livepatch.sh: it counts the
 * calls in /sys/module/swapra_livepatch/parameters/calls and goes on in the kernel's
 * own code, behind the ftrace site. How that is found is explained in kmod/symbols.h.
 */
#include <linux/ftrace.h>
#include <linux/kprobes.h>
#include <linux/livepatch.h>
#include <linux/mm.h>
#include <linux/module.h>
#include <linux/static_call.h>

static atomic_long_t calls;

struct folio *kernel_swapin_readahead(swp_entry_t entry, gfp_t gfp, struct vm_fault *vmf);
unsigned long kernel_ftrace_location(unsigned long ip);
DEFINE_STATIC_CALL_NULL(kernels_own, kernel_swapin_readahead);
DEFINE_STATIC_CALL_NULL(location, kernel_ftrace_location);

static struct folio *patched_readahead(swp_entry_t entry, gfp_t gfp, struct vm_fault *vmf)
{
	atomic_long_inc(&calls);
	return static_call(kernels_own)(entry, gfp, vmf);
}

static struct klp_func functions[] = {
	{ .old_name = "swapin_readahead", .new_func = patched_readahead },
	{}
};

static struct klp_object objects[] = {
	{ .funcs = functions }, /* no name: vmlinux */
	{}
};

static struct klp_patch patch = { .mod = THIS_MODULE, .objs = objects };

static int show_calls(char *buffer, const struct kernel_param *param)
{
	return sysfs_emit(buffer, "%ld\n", atomic_long_read(&calls));
}

static const struct kernel_param_ops calls_ops = { .get = show_calls };
module_param_cb(calls, &calls_ops, NULL, 0444);

static unsigned long address_of(const char *name)
{
	struct kprobe probe = { .symbol_name = name };
	unsigned long address;

	if (register_kprobe(&probe))
		return 0;
	address = (unsigned long)probe.addr;
	unregister_kprobe(&probe);
	return address;
}

static int __init swapra_livepatch_init(void)
{
	unsigned long find = address_of("ftrace_location");
	unsigned long readahead = address_of("swapin_readahead");
	unsigned long site;

	if (!find || !readahead)
		return -EOPNOTSUPP;
	static_call_update(location, (typeof(&kernel_ftrace_location))find);
	site = static_call(location)(readahead);
	if (!site)
		return -EOPNOTSUPP;
	static_call_update(kernels_own, (typeof(&kernel_swapin_readahead))(site + MCOUNT_INSN_SIZE));
	return klp_enable_patch(&patch);
}

/* Called when the patch was disabled and no task is in it any more. */
static void __exit swapra_livepatch_exit(void)
{
}

module_init(swapra_livepatch_init);
module_exit(swapra_livepatch_exit);
MODULE_LICENSE("GPL");
MODULE_DESCRIPTION("Test livepatch of swapin_readahead()");
MODULE_INFO(livepatch, "Y");
