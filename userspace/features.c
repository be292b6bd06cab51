// SPDX-License-Identifier: GPL-2.0-only
/* The facts behind the rows, and the table of rows; see features.h. */
#include "features.h"

#include <stdio.h>
#include <string.h>

#include "feature_rows.h"
#include "sysfile.h"

/* Order = order of printing: what tracing needs, what swap-in does, the module. */
static const struct feature_row feature_rows[] = {
	{ "kernel", feature__kernel, "" },
	{ "BTF", feature__btf, "no tracing: programs are fitted to the kernel by its types" },
	{ "swap_read_folio", feature__hook, "no tracing: this is where every page is read" },
	{ "zswap_load", feature__hook, "no tracing: zswap and disk could not be told apart" },
	{ "swapin_readahead", feature__hook, "no tracing: this is where a fault's batch begins and ends" },
	{ "swap_cluster_readahead", feature__hook, "no tracing: batches of shmem would not be seen" },
	{ "read_swap_cache_async", feature__hook, "madvise(MADV_WILLNEED) reads are shown as unbatched" },
	{ "synchronous swap-in", feature__sync, "the latency of a fault on zram is that of its read alone" },
	{ "prefetched page used", feature__use_found, "nothing is told of hits and waste, only how much was read ahead" },
	{ "prefetched page gone", feature__use_gone, "nothing is told of hits and waste, only how much was read ahead" },
	{ "waiting for a page", feature__use_wait, "nothing is told of how long page faults wait for reads that others began" },
	{ "capabilities", feature__capabilities, "no tracing by this user" },
	{ "lockdown off", feature__lockdown, "no tracing: programs may not read kernel memory" },
	{ "function tracing", feature__ftrace, "hooks attach and never fire: nothing would be counted" },
	{ "bpf()", feature__bpf, "no tracing, no policies" },
	{ "kprobe backend", feature__kprobe, "fentry only: reads are lost, and counted as lost, where tasks are preempted" },
	{ "return probes", feature__returns, "calls beyond the limit are missed, and counted as missed" },
	{ "fentry backend", feature__fentry, "kprobe only: tracing costs almost twice as much" },
	{ "preemption", feature__preempt, "the kprobe backend has to be taken to be exact" },
	{ "backend", feature__backend, "no tracing, or one that misses reads" },
	{ "event records", feature__events, "no --events: totals and histograms only" },
	{ "cgroup2 memory", feature__cgroups, "no counts per cgroup, only of the whole machine" },
	{ "swap", feature__swap, "nothing to trace until swapon" },
	{ "readahead", feature__readahead, "a fault reads the page it asked for, and no other" },
	{ "zswap", feature__zswap, "every page comes from a swap device, or is zero-filled" },
	{ "IAA", feature__iaa, "decompression runs on the CPU" },
	{ "IAA work queues", feature__iaa_queues, "the driver has no device: whoever asks it gets ENODEV" },
	{ "zswap on IAA", feature__iaa_zswap, "zswap compresses and decompresses on the CPU" },
	{ "IAA counts", feature__iaa_counts, "no --view iaa: nothing is told of what IAA does" },
	{ "IAA without hazards", feature__iaa_safety, "see docs/iaa.md for what to avoid" },
	{ "swapra module", feature__module, "no policies: the kernel's own readahead stays as it is" },
	{ "module prerequisites", feature__module_needs, "the module cannot be loaded: no policies" },
	{ "unsigned modules", feature__unsigned_modules, "the module has to be signed with a key that the kernel trusts" },
	{ "policy hooks", feature__policy_hooks, "policies decide nothing, or only hint at a window" },
	{ "module symbols", feature__module_symbols, "policies are told less about a fault" },
	{ "zswap contents", feature__stored, "policies cannot tell what will decompress a page" },
};

#define NR_ROWS (sizeof(feature_rows) / sizeof(feature_rows[0]))

_Static_assert(NR_ROWS <= FEATURES_MAX, "callers have room for every row");

size_t features__list(struct feature *features, const struct feature_facts *facts)
{
	for (size_t i = 0; i < NR_ROWS; i++) {
		features[i] = (struct feature){
			.name = feature_rows[i].name,
			.lost = feature_rows[i].lost,
		};
		feature_rows[i].probe(&features[i], facts);
	}
	return NR_ROWS;
}

void feature_facts__probe(struct feature_facts *facts)
{
	static const char root[] = "";

	*facts = (struct feature_facts){};
	kernel__probe_at(&facts->kernel, root);
	privilege__probe(&facts->privilege, &facts->kernel, root);
	privilege__try_bpf(&facts->privilege, &facts->kernel);
	tracing__judge(&facts->tracing, &facts->kernel, &facts->privilege);
	facts->swap_error = -swap_devices__read(&facts->swap_devices, root);
	readahead__probe(&facts->readahead, &facts->swap_devices, root);
	zswap__probe(&facts->zswap, root);
	cgroups__probe(&facts->cgroups, root);
	iaa__probe(&facts->iaa, root, facts->kernel.btf);
	facts->has_sysfs = !sysfile__exists(root, "/sys/kernel");
	module__probe(&facts->module, &facts->kernel, root);
}

void feature_facts__release(struct feature_facts *facts)
{
	kernel__release(&facts->kernel);
	swap_devices__free(&facts->swap_devices);
	module__release(&facts->module);
}

const char *feature_status__name(enum feature_status status)
{
	static const char *const names[] = {
		[FEATURE_YES] = "yes",
		[FEATURE_NO] = "no",
		[FEATURE_UNKNOWN] = "unknown",
		[FEATURE_DEGRADED] = "degraded",
	};

	return names[status];
}
