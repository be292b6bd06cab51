// SPDX-License-Identifier: GPL-2.0-only
/*
 * Two ways to make the kernel follow a verdict. Redirect: an IPMODIFY ftrace
 * handler sends the fault to our own loop. Where a livepatch has the function
 * already (-EBUSY), hint: the handler writes the readahead state of the VMA so that
 * the kernel's own heuristic arrives at the window that was asked for.
 */
#include "swapra.h"

#include <linux/cleanup.h>
#include <linux/delay.h>
#include <linux/ftrace.h>
#include <linux/percpu.h>
#include <linux/seq_file.h>
#include <linux/static_call.h>

#include "hook.h"
#include "policy.h"
#include "readahead.h"
#include "swapin.h"
#include "symbols.h"
#include "verdict.h"

#ifndef CONFIG_X86_64
#error "the handlers know the registers of x86-64 only"
#endif

enum hook_mode { HOOK_NONE, HOOK_REDIRECT, HOOK_HINT };

struct hook {
	const char *name;
	enum symbol symbol;
	struct ftrace_ops redirect;
	struct ftrace_ops hint; /* no func: there is no such way */
	enum hook_mode mode;
	int err; /* of the last attempt to redirect */
};

/*
 * Redirected faults, from the handler to the end of our code. A fault may come on one CPU
 * and leave on another: the sum alone says how many there are, and once the hooks are
 * removed it only falls.
 */
static DEFINE_PER_CPU(long, in_flight);

static unsigned long readahead_start __ro_after_init, readahead_end __ro_after_init;

/* The kernel's own code, behind its ftrace site: tracers saw the call already. */
struct folio *stock_swapin_readahead(swp_entry_t entry, gfp_t gfp, struct vm_fault *vmf);
struct folio *stock_cluster_readahead(swp_entry_t entry, gfp_t gfp, struct mempolicy *mpol,
				      pgoff_t ilx);
DEFINE_STATIC_CALL_NULL(stock_readahead, stock_swapin_readahead);
DEFINE_STATIC_CALL_NULL(stock_cluster, stock_cluster_readahead);

/*
 * A policy is asked in the handler, so that a fault which the kernel decides goes on
 * as if nothing had been there. Otherwise the verdict has to reach our function: it
 * travels in the upper half of the register of gfp_mask, which no callee may look at,
 * and of which ftrace and BPF trampolines save and restore the whole.
 *
 * Without VERDICT_ASKED there, the cgroup was not known in the handler. Make it known and
 * ask here, where sleeping is allowed. 0: run stock code.
 */
static u64 ask_here(swp_entry_t entry, struct vm_fault *vmf, u32 flags)
{
	struct faulter *faulter;
	u64 verdict = 0;

	for (;;) {
		scoped_guard(preempt) {
			faulter = current_faulter();
			if (faulter && faulter->policy)
				verdict = verdict_ask(faulter, entry, vmf, flags);
		}
		if (faulter || faulter_resolve_current())
			return verdict;
	}
}

static struct folio *redirected_readahead(swp_entry_t entry, unsigned long passed,
					  struct vm_fault *vmf)
{
	u64 verdict = passed & VERDICT_ASKED ? passed : ask_here(entry, vmf, 0);
	gfp_t gfp = (__force gfp_t)(u32)passed;
	struct folio *folio;

	folio = verdict ? read_window(verdict, entry, gfp, vmf) :
			  static_call(stock_readahead)(entry, gfp, vmf);
	this_cpu_dec(in_flight);
	return folio;
}

static struct folio *redirected_cluster(swp_entry_t entry, unsigned long passed,
					struct mempolicy *mpol, pgoff_t ilx)
{
	u64 verdict = passed & VERDICT_ASKED ? passed :
					       ask_here(entry, NULL, SWAPRA_VERDICT_SHMEM);
	gfp_t gfp = (__force gfp_t)(u32)passed;
	struct folio *folio;

	folio = verdict ? swapin_one(entry, gfp, mpol, ilx) :
			  static_call(stock_cluster)(entry, gfp, mpol, ilx);
	this_cpu_dec(in_flight);
	return folio;
}

/* The registers of the call. Both functions have entry and gfp_mask first. */
static __always_inline struct pt_regs *call_regs(struct ftrace_regs *fregs)
{
	return &arch_ftrace_regs(fregs)->regs;
}

/* vmf is NULL for shmem. function is where to go unless the kernel decides. */
static __always_inline void decide(struct faulter *faulter, struct ftrace_regs *fregs,
				   struct vm_fault *vmf, u32 flags, void *function)
{
	struct pt_regs *regs = call_regs(fregs);
	swp_entry_t entry = { .val = regs->di };
	u64 verdict = 0;

	if (verdict_is_exempt())
		return;
	if (faulter) {
		verdict = verdict_ask(faulter, entry, vmf, flags);
		if (!verdict)
			return;
	}
	this_cpu_inc(in_flight);
	regs->si = verdict | (u32)regs->si;
	ftrace_regs_set_instruction_pointer(fregs, (unsigned long)function);
}

/* Apart from the handlers, whose common way out is short. */
static noinline notrace void decide_readahead(struct faulter *faulter, struct ftrace_regs *fregs)
{
	decide(faulter, fregs, (struct vm_fault *)call_regs(fregs)->dx, 0, redirected_readahead);
}

static noinline notrace void decide_cluster(struct faulter *faulter, struct ftrace_regs *fregs)
{
	decide(faulter, fregs, NULL, SWAPRA_VERDICT_SHMEM, redirected_cluster);
}

/*
 * The handlers take no fault and sleep nowhere, so they need no protection against
 * recursion. Preemption off is an RCU read lock.
 */
static void notrace handle_readahead(unsigned long ip, unsigned long parent_ip,
				     struct ftrace_ops *op, struct ftrace_regs *fregs)
{
	struct faulter *faulter;

	preempt_disable_notrace();
	faulter = current_faulter();
	if (unlikely(!faulter || faulter->policy))
		decide_readahead(faulter, fregs);
	preempt_enable_notrace();
}

/* Called by swapin_readahead() it belongs to a fault that was decided already. */
static void notrace handle_cluster(unsigned long ip, unsigned long parent_ip,
				   struct ftrace_ops *op, struct ftrace_regs *fregs)
{
	struct faulter *faulter;

	if (parent_ip >= readahead_start && parent_ip < readahead_end)
		return;
	preempt_disable_notrace();
	faulter = current_faulter();
	if (unlikely(!faulter || faulter->policy))
		decide_cluster(faulter, fregs);
	preempt_enable_notrace();
}

static void handle_hint(unsigned long ip, unsigned long parent_ip, struct ftrace_ops *op,
			struct ftrace_regs *fregs)
{
	struct pt_regs *regs = call_regs(fregs);
	swp_entry_t entry = { .val = regs->di };
	struct vm_fault *vmf = (struct vm_fault *)regs->dx;
	struct faulter *faulter;
	u64 verdict;

	guard(preempt)();
	faulter = current_faulter();
	if (!faulter)
		faulter_resolve_later();
	if (!faulter || !faulter->policy || verdict_is_exempt())
		return;
	verdict = verdict_ask(faulter, entry, vmf, SWAPRA_VERDICT_HINT);
	if (verdict)
		write_hint(verdict, vmf);
}

/* PERMANENT: kernel.ftrace_enabled=0 is refused while we are hooked. */
static struct hook hooks[] = {
	{
		.name = "swapin_readahead",
		.symbol = SYM_SWAPIN_READAHEAD,
		.redirect = {
			.func = handle_readahead,
			.flags = FTRACE_OPS_FL_IPMODIFY | FTRACE_OPS_FL_PERMANENT,
		},
		.hint = {
			.func = handle_hint,
			.flags = FTRACE_OPS_FL_PERMANENT | FTRACE_OPS_FL_RCU,
		},
	},
	{
		.name = "swap_cluster_readahead",
		.symbol = SYM_SWAP_CLUSTER_READAHEAD,
		.redirect = {
			.func = handle_cluster,
			.flags = FTRACE_OPS_FL_IPMODIFY | FTRACE_OPS_FL_PERMANENT,
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
	if (!hook->hint.func) {
		pr_warn("%s is livepatched: no policy for shared memory\n", hook->name);
		return 0;
	}
	err = set_ops(hook, &hook->hint);
	if (err)
		return err;
	pr_warn("%s is livepatched: policies only hint at a window\n", hook->name);
	hook->mode = HOOK_HINT;
	return 0;
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

	if (!find || !size || !symbol_require(SYM_SWAPIN_READAHEAD) ||
	    !symbol_require(SYM_SWAP_CLUSTER_READAHEAD))
		return -EOPNOTSUPP;
	static_call_update(location, (typeof(&kernel_ftrace_location))find);
	static_call_update(size_offset, (typeof(&kernel_kallsyms_lookup_size_offset))size);
	return find_stock_code();
}

static bool is_anybody_in_flight(void)
{
	long sum = 0;
	int cpu;

	for_each_possible_cpu(cpu)
		sum += READ_ONCE(per_cpu(in_flight, cpu));
	return sum;
}

/*
 * With the hooks removed no handler runs any more (unregister_ftrace_function() waits for
 * them), so nobody comes. Who has not left yet is counted, and may sleep. Who was counted out
 * and is still on the way to the end of our function does not sleep there:
 * synchronize_rcu_tasks() waits for it.
 */
void hooks_exit(void)
{
	while (is_anybody_in_flight())
		msleep(10);
	synchronize_rcu_tasks();
}

void hooks_show(struct seq_file *m)
{
	static const char *const modes[] = { "none", "redirect", "hint" };

	for (size_t i = 0; i < ARRAY_SIZE(hooks); i++)
		seq_printf(m, "hook function=%s mode=%s errno=%d\n", hooks[i].name,
			   modes[READ_ONCE(hooks[i].mode)], -hooks[i].err);
}
