// SPDX-License-Identifier: GPL-2.0-only
/*
 * The record of what the running kernel offers; see kernel.h. Each source of
 * knowledge has its own file: kernel_btf.c, kernel_symbols.c, kernel_preempt.c.
 */
#include "kernel.h"

#include <limits.h>
#include <bpf/btf.h>
#include <unistd.h>

#include "kernel_probe.h"
#include "sysfile.h"

static const struct hook hook_table[NR_HOOKS] = {
	[HOOK_SWAP_READ_FOLIO] = { .function = "swap_read_folio", .required = true },
	[HOOK_ZSWAP_LOAD] = { .function = "zswap_load", .required = true },
	[HOOK_SWAPIN_READAHEAD] = { .function = "swapin_readahead", .required = true },
	[HOOK_SWAP_CLUSTER_READAHEAD] = { .function = "swap_cluster_readahead", .required = true },
	[HOOK_READ_SWAP_CACHE_ASYNC] = { .function = "read_swap_cache_async" },
	[HOOK_SWAPIN_SYNC] = { .function = "swapin_sync" },
	[HOOK_SWAPIN_FOLIO] = { .function = "swapin_folio" },
	[HOOK_SWAP_UPDATE_READAHEAD] = { .function = "swap_update_readahead" },
	[HOOK_SWAP_CACHE_GET_FOLIO] = { .function = "swap_cache_get_folio" },
	[HOOK_SWAP_CACHE_DEL_FOLIO] = { .function = "__swap_cache_del_folio" },
	[HOOK_DELETE_FROM_SWAP_CACHE] = { .function = "__delete_from_swap_cache" },
	[HOOK_FOLIO_LOCK_OR_RETRY] = { .function = "__folio_lock_or_retry" },
};

void kernel__probe(struct kernel *kernel)
{
	kernel__probe_at(kernel, "");
}

void kernel__probe_at(struct kernel *kernel, const char *root)
{
	char path[PATH_MAX];

	*kernel = (struct kernel){ .preempt = PREEMPT_UNKNOWN };
	for (int i = 0; i < NR_HOOKS; i++)
		kernel->hooks[i] = hook_table[i];

	sysfile__read(root, "/proc/sys/kernel/osrelease", kernel->release,
		      sizeof(kernel->release));
	kernel__probe_btf(kernel, root);
	kernel__probe_symbols(kernel, root);
	sysfile__path(path, root, "/sys/kernel/tracing/kprobe_events");
	kernel->has_kprobe_events = !access(path, W_OK);
	kernel->has_kprobe = !sysfile__exists(root,
		"/sys/bus/event_source/devices/kprobe/type");
	kernel__probe_preempt(kernel, root);
}

void kernel__release(struct kernel *kernel)
{
	btf__free(kernel->btf);
	*kernel = (struct kernel){};
}

const char *preempt_model__name(enum preempt_model model)
{
	static const char *const names[] = {
		[PREEMPT_UNKNOWN] = "unknown",
		[PREEMPT_NONE] = "none",
		[PREEMPT_VOLUNTARY] = "voluntary",
		[PREEMPT_LAZY] = "lazy",
		[PREEMPT_FULL] = "full",
		[PREEMPT_RT] = "rt",
	};

	return names[model];
}

bool kernel__preemptible(const struct kernel *kernel)
{
	/* Not knowing counts as preemptible: kprobes are exact everywhere. */
	return kernel->preempt != PREEMPT_NONE &&
	       kernel->preempt != PREEMPT_VOLUNTARY;
}

bool kernel__sync_unbracketed(const struct kernel *kernel)
{
	return !kernel->hooks[HOOK_SWAPIN_SYNC].in_btf &&
	       !kernel->hooks[HOOK_SWAPIN_FOLIO].in_btf;
}

static bool can_hook(const struct kernel *kernel, enum hook_id id, bool by_btf)
{
	const struct hook *hook = &kernel->hooks[id];

	return by_btf ? hook->in_btf && hook->understood : hook->in_kallsyms && hook->understood;
}

bool kernel__tells_outcomes(const struct kernel *kernel, bool by_btf)
{
	return (can_hook(kernel, HOOK_SWAP_UPDATE_READAHEAD, by_btf) ||
		can_hook(kernel, HOOK_SWAP_CACHE_GET_FOLIO, by_btf)) &&
	       (can_hook(kernel, HOOK_SWAP_CACHE_DEL_FOLIO, by_btf) ||
		can_hook(kernel, HOOK_DELETE_FROM_SWAP_CACHE, by_btf));
}
