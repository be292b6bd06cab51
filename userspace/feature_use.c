// SPDX-License-Identifier: GPL-2.0-only
/* Rows of `swapra features` about what becomes of prefetched pages. */
#include "feature_rows.h"

/* The first of these that the kernel has. */
static void describe_either(struct feature *feature, const struct kernel *kernel,
			    enum hook_id first, enum hook_id second)
{
	enum hook_id id = kernel->hooks[first].in_btf ? first : second;

	if (!kernel->btf) {
		feature__set(feature, FEATURE_UNKNOWN, "needs BTF");
		return;
	}
	feature__describe_hook(feature, kernel, id);
	if (kernel->hooks[id].in_btf)
		feature__add(feature, " on %s", kernel->hooks[id].function);
}

/*
 * 6.18: a function of its own for hits, before the look-up itself. Drop the second
 * when 6.12 is no longer supported.
 */
void feature__use_found(struct feature *feature, const struct feature_facts *facts)
{
	describe_either(feature, &facts->kernel, HOOK_SWAP_UPDATE_READAHEAD,
			HOOK_SWAP_CACHE_GET_FOLIO);
}

/* 6.18: renamed, with one argument more. Drop the second when 6.12 is no longer supported. */
void feature__use_gone(struct feature *feature, const struct feature_facts *facts)
{
	describe_either(feature, &facts->kernel, HOOK_SWAP_CACHE_DEL_FOLIO,
			HOOK_DELETE_FROM_SWAP_CACHE);
}

void feature__use_wait(struct feature *feature, const struct feature_facts *facts)
{
	describe_either(feature, &facts->kernel, HOOK_FOLIO_LOCK_OR_RETRY,
			HOOK_FOLIO_LOCK_OR_RETRY);
}
