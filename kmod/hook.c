// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two ways to make the kernel follow a verdict. Redirect: an IPMODIFY ftrace
 * handler sends the fault to our own loop. Where a livepatch has the function
 * already (-EBUSY), hint: the handler writes the readahead state of the VMA so that
 * the kernel's own heuristic arrives at the window that was asked for.
 */
#include "swapra.h"

#include <linux/ftrace.h>
#include <linux/percpu-refcount.h>
#include <linux/seq_file.h>
#include <linux/static_call.h>

#include "hook.h"
#include "policy.h"
#include "readahead.h"
#include "symbols.h"

enum hook_mode { HOOK_NONE, HOOK_REDIRECT, HOOK_HINT };

struct hook {
	const char *name;
	enum symbol symbol;
	struct ftrace_ops redirect;
	struct ftrace_ops hint; /* no func: there is no such way */
	enum hook_mode mode;
	int err; /* of the last attempt to redirect */
};

/* Every redirected fault holds one, from the handler to the end of our code. */
static struct percpu_ref in_flight;
static DECLARE_COMPLETION(all_out);

static unsigned long readahead_start __ro_after_init, readahead_end __ro_after_init;

DEFINE_STATIC_CALL_NULL(stock_readahead, stock_swapin_readahead);
DEFINE_STATIC_CALL_NULL(stock_cluster, stock_cluster_readahead);

struct folio *stock_swapin_readahead(swp_entry_t entry, gfp_t gfp, struct vm_fault *vmf)
{
	return static_call(stock_readahead)(entry, gfp, vmf);
}

struct folio *stock_cluster_readahead(swp_entry_t entry, gfp_t gfp, struct mempolicy *mpol,
				      pgoff_t ilx)
{
	return static_call(stock_cluster)(entry, gfp, mpol, ilx);
}

static struct folio *redirected_readahead(swp_entry_t entry, gfp_t gfp, struct vm_fault *vmf)
{
	struct folio *folio = policy_swapin_readahead(entry, gfp, vmf);

	percpu_ref_put(&in_flight);
	return folio;
}

static struct folio *redirected_cluster(swp_entry_t entry, gfp_t gfp, struct mempolicy *mpol,
					pgoff_t ilx)
{
	struct folio *folio = policy_cluster_readahead(entry, gfp, mpol, ilx);

	percpu_ref_put(&in_flight);
	return folio;
}

/* Known to have no policy; what is not known is resolved where sleeping is allowed. */
static __always_inline bool runs_stock_code(void)
{
	struct faulter *faulter = current_faulter();

	return faulter && !READ_ONCE(faulter->policy);
}

static __always_inline void redirect_to(struct ftrace_regs *fregs, void *function)
{
	if (percpu_ref_tryget_live(&in_flight))
		ftrace_regs_set_instruction_pointer(fregs, (unsigned long)function);
}

/*
 * The handlers call nothing that is traced and take no fault, so they need no
 * protection against recursion. Preemption off is an RCU read lock.
 */
static void notrace handle_readahead(unsigned long ip, unsigned long parent_ip,
				     struct ftrace_ops *op, struct ftrace_regs *fregs)
{
	preempt_disable_notrace();
	if (!runs_stock_code())
		redirect_to(fregs, redirected_readahead);
	preempt_enable_notrace();
}

/* Called by swapin_readahead() it belongs to a fault that was decided already. */
static void notrace handle_cluster(unsigned long ip, unsigned long parent_ip,
				   struct ftrace_ops *op, struct ftrace_regs *fregs)
{
	if (parent_ip >= readahead_start && parent_ip < readahead_end)
		return;
	preempt_disable_notrace();
	if (!runs_stock_code())
		redirect_to(fregs, redirected_cluster);
	preempt_enable_notrace();
}

static void handle_hint(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
			struct ftrace_regs *fregs)
{
	swp_entry_t entry = { .val = ftrace_regs_get_argument(fregs, 0) };
	struct vm_fault *vmf = (struct vm_fault *)ftrace_regs_get_argument(fregs, 2);

	guard(rcu)();
	if (!runs_stock_code())
		policy_hint(entry, vmf);
}

/* PERMANENT: kernel.ftrace_enabled=0 is refused while we are hooked. */
static struct hook hooks[] = {
	{
		.name = "swapin_readahead",
		.symbol = SYM_SWAPIN_READAHEAD,
		.redirect = {
			.func = handle_readahead,
			.flags = FTRACE_OPS_FL_IPMODIFY | FTRACE_OPS_FL_PERMANENT |
				 FTRACE_OPS_FL_RECURSION,
		},
		.hint = {
			.func = handle_hint,
			.flags = FTRACE_OPS_FL_PERMANENT | FTRACE_OPS_FL_RCU |
				 FTRACE_OPS_FL_SAVE_REGS_IF_SUPPORTED,
		},
	},
	{
		.name = "swap_cluster_readahead",
		.symbol = SYM_SWAP_CLUSTER_READAHEAD,
		.redirect = {
			.func = handle_cluster,
			.flags = FTRACE_OPS_FL_IPMODIFY | FTRACE_OPS_FL_PERMANENT |
				 FTRACE_OPS_FL_RECURSION,
		},
	},
};

static int set_ops(struct hook *hook, struct ftrace_ops *ops)
{
	int err = ftrace_set_filter_ip(ops, symbol_address(hook->symbol), 0, 0);

	if (err)
		return err;
	err = register_ftrace_function(ops);
	if (err)
		ftrace_set_filter_ip(ops, symbol_address(hook->symbol), 1, 0);
	return err;
}

static int set_hook(struct hook *hook)
{
	int err = set_ops(hook, &hook->redirect);

	hook->err = err;
	if (!err) {
		hook->mode = HOOK_REDIRECT;
		return 0;
	}
	if (err != -EBUSY)
		return err;
	pr_warn("%s is livepatched: %s\n", hook->name,
		hook->hint.func ? "policies only hint at a window, see docs/policies.md" :
				  "no policy for shared memory");
	if (!hook->hint.func)
		return 0;
	err = set_ops(hook, &hook->hint);
	if (!err)
		hook->mode = HOOK_HINT;
	return err;
}

static void remove_hook(struct hook *hook)
{
	struct ftrace_ops *ops = hook->mode == HOOK_HINT ? &hook->hint : &hook->redirect;

	if (hook->mode == HOOK_NONE)
		return;
	WARN_ON(unregister_ftrace_function(ops));
	ftrace_set_filter_ip(ops, symbol_address(hook->symbol), 1, 0);
	hook->mode = HOOK_NONE;
}

void hooks_remove(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(hooks); i++)
		remove_hook(&hooks[i]);
}

int hooks_set(void)
{
	for (size_t i = 0; i < ARRAY_SIZE(hooks); i++) {
		int err = set_hook(&hooks[i]);

		if (err) {
			pr_err("cannot hook %s: %pe\n", hooks[i].name, ERR_PTR(err));
			hooks_remove();
			return err;
		}
	}
	return 0;
}

static void nobody_in_flight(struct percpu_ref *ref)
{
	complete(&all_out);
}

unsigned long kernel_ftrace_location(unsigned long ip);
int kernel_kallsyms_lookup_size_offset(unsigned long address, unsigned long *size,
				       unsigned long *offset);
DEFINE_STATIC_CALL_NULL(location, kernel_ftrace_location);
DEFINE_STATIC_CALL_NULL(size_offset, kernel_kallsyms_lookup_size_offset);

/* Where a function goes on behind the call of its ftrace site; 0: it has none. */
static unsigned long behind_site(enum symbol symbol)
{
	unsigned long site = static_call(location)(symbol_address(symbol));

	if (!site)
		pr_err("a function to be hooked has no ftrace site\n");
	return site ? site + MCOUNT_INSN_SIZE : 0;
}

static int find_stock_code(void)
{
	unsigned long readahead = behind_site(SYM_SWAPIN_READAHEAD);
	unsigned long cluster = behind_site(SYM_SWAP_CLUSTER_READAHEAD);
	unsigned long size, offset;

	readahead_start = symbol_address(SYM_SWAPIN_READAHEAD);
	if (!readahead || !cluster ||
	    !static_call(size_offset)(readahead_start, &size, &offset))
		return -EOPNOTSUPP;
	readahead_end = readahead_start + size;
	static_call_update(stock_readahead, (typeof(&stock_swapin_readahead))readahead);
	static_call_update(stock_cluster, (typeof(&stock_cluster_readahead))cluster);
	return 0;
}

int hooks_init(void)
{
	unsigned long find = symbol_require(SYM_FTRACE_LOCATION);
	unsigned long size = symbol_require(SYM_KALLSYMS_LOOKUP_SIZE_OFFSET);
	int err;

	if (!find || !size || !symbol_require(SYM_SWAPIN_READAHEAD) ||
	    !symbol_require(SYM_SWAP_CLUSTER_READAHEAD))
		return -EOPNOTSUPP;
	static_call_update(location, (typeof(&kernel_ftrace_location))find);
	static_call_update(size_offset, (typeof(&kernel_kallsyms_lookup_size_offset))size);
	err = find_stock_code();
	if (err)
		return err;
	return percpu_ref_init(&in_flight, nobody_in_flight, 0, GFP_KERNEL);
}

/*
 * A fault may still be on its way between the handler and our function, or between
 * percpu_ref_put() and the end of it: synchronize_rcu_tasks() waits for both, the
 * reference for what sleeps in between.
 */
void hooks_exit(void)
{
	percpu_ref_kill(&in_flight);
	wait_for_completion(&all_out);
	synchronize_rcu_tasks();
	percpu_ref_exit(&in_flight);
}

void hooks_show(struct seq_file *m)
{
	static const char *const modes[] = { "none", "redirect", "hint" };

	for (size_t i = 0; i < ARRAY_SIZE(hooks); i++)
		seq_printf(m, "hook function=%s mode=%s errno=%d\n", hooks[i].name,
			   modes[READ_ONCE(hooks[i].mode)], -hooks[i].err);
}
