// SPDX-License-Identifier: GPL-2.0-only
/* Facts about swapra's kernel module; see module.h. */
#include "module.h"

#include <bpf/btf.h>
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "policy/module.h"
#include "sysfile.h"

/* A function that the kernel has only with the option that the module needs. */
static const struct {
	const char *what;
	const char *function;
} need_rows[] = {
	{ "modules (CONFIG_MODULES)", "load_module" },
	{ "struct_ops of modules (6.9)", "__register_bpf_struct_ops" },
	{ "BTF of modules (CONFIG_DEBUG_INFO_BTF_MODULES)", "btf_module_notify" },
	{ "kprobes (CONFIG_KPROBES)", "register_kprobe" },
	{ "ftrace (CONFIG_DYNAMIC_FTRACE)", "ftrace_set_filter_ip" },
	{ "swapin_readahead", "swapin_readahead" },
	{ "swap_cluster_readahead", "swap_cluster_readahead" },
};

#define NR_NEED_ROWS (sizeof(need_rows) / sizeof(need_rows[0]))

_Static_assert(NR_NEED_ROWS <= MODULE_NEEDS_MAX, "every need has room");

static void probe_needs(struct module *module, const struct btf *btf)
{
	if (!btf)
		return;
	for (size_t i = 0; i < NR_NEED_ROWS; i++)
		module->needs[i] = (struct module_need){
			.what = need_rows[i].what,
			.is_there = btf__find_by_name_kind(btf, need_rows[i].function,
							   BTF_KIND_FUNC) > 0,
		};
	module->nr_needs = NR_NEED_ROWS;
}

/* absent: what a file says that does not exist. */
static enum toggle read_toggle(const char *root, const char *path, enum toggle absent)
{
	long value;
	int err = sysfile__read_number(root, path, &value);

	if (err)
		return err == -ENOENT ? absent : TOGGLE_UNKNOWN;
	return value ? TOGGLE_ON : TOGGLE_OFF;
}

static void probe_loading(struct module *module, const char *root)
{
	char taint[16];
	enum toggle disabled = read_toggle(root, "/proc/sys/kernel/modules_disabled",
					   TOGGLE_UNKNOWN);
	bool has_sysfs = !sysfile__exists(root, "/sys/module");

	sysfile__read(root, "/sys/module/swapra/taint", taint, sizeof(taint));
	module->loaded_unsigned = strchr(taint, 'E');
	if (disabled != TOGGLE_UNKNOWN)
		module->loading = disabled == TOGGLE_ON ? TOGGLE_OFF : TOGGLE_ON;
	module->signatures_enforced = read_toggle(root,
		"/sys/module/module/parameters/sig_enforce",
		has_sysfs ? TOGGLE_OFF : TOGGLE_UNKNOWN); /* without CONFIG_MODULE_SIG */
}

void module__probe(struct module *module, const struct kernel *kernel, const char *root)
{
	struct obstacle obstacle;

	*module = (struct module){};
	module->error = -policy_status__read(&module->status, root);
	probe_needs(module, kernel->btf);
	probe_loading(module, root);
	if (module->error != ENOENT)
		return;
	policy_module__explain(&obstacle, root, kernel->release);
	snprintf(module->absence, sizeof(module->absence), "%s", obstacle.hint);
}

void module__release(struct module *module)
{
	policy_status__release(&module->status);
}
