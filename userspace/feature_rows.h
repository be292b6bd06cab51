/* SPDX-License-Identifier: GPL-2.0-only */
/* One function a row of `swapra features`: from facts to state and detail. */
#ifndef SWAPRA_FEATURE_ROWS_H
#define SWAPRA_FEATURE_ROWS_H

#include "features.h"

typedef void feature_fn(struct feature *feature, const struct feature_facts *facts);

struct feature_row {
	const char *name;
	feature_fn *probe; /* finds the name and no detail in the feature */
	const char *lost;
};

/* Set the state, and the detail or what follows the detail so far. */
void feature__set(struct feature *feature, enum feature_status status,
		  const char *format, ...) __attribute__((format(printf, 3, 4)));
void feature__add(struct feature *feature, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* How a hook can be attached to, and in which of the known forms. */
void feature__describe_hook(struct feature *feature, const struct kernel *kernel,
			    enum hook_id id);

/* feature_tracing.c: what tracing needs */
feature_fn feature__kernel, feature__btf, feature__hook, feature__sync,
	feature__returns, feature__capabilities, feature__lockdown,
	feature__ftrace, feature__bpf, feature__kprobe, feature__fentry,
	feature__preempt, feature__backend, feature__events;

/* feature_use.c: what becomes of prefetched pages */
feature_fn feature__use_found, feature__use_gone, feature__use_wait;

/* feature_swap.c: what swap-in does */
feature_fn feature__cgroups, feature__swap, feature__readahead, feature__zswap;

/* feature_iaa.c: whether IAA decompresses */
feature_fn feature__iaa, feature__iaa_queues, feature__iaa_zswap, feature__iaa_counts,
	feature__iaa_safety;

/* feature_module.c: whether policies can decide */
feature_fn feature__module, feature__module_needs, feature__unsigned_modules,
	feature__policy_hooks, feature__module_symbols, feature__stored;

#endif
