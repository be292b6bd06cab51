// SPDX-License-Identifier: GPL-2.0-only
/* Rows of `swapra features` about IAA: whether it is there, used, counted, and what may go wrong. */
#include "feature_rows.h"

#include <string.h>

#define COMPRESSOR "deflate-iaa"

void feature__iaa(struct feature *feature, const struct feature_facts *facts)
{
	const struct iaa *iaa = &facts->iaa;

	if (!facts->has_sysfs)
		feature__set(feature, FEATURE_UNKNOWN, "/sys is not mounted");
	else if (iaa->has_crypto)
		feature__set(feature, FEATURE_YES, "the iaa_crypto module is loaded%s",
			     iaa->has_bus ? "" : ", the dsa bus is missing");
	else
		feature__set(feature, FEATURE_NO, iaa->has_bus ?
			     "not present: the dsa bus is there, the iaa_crypto module is not loaded" :
			     "not present");
}

/* Without the driver the other rows have nothing to tell. */
static bool is_absent(struct feature *feature, const struct feature_facts *facts)
{
	if (facts->iaa.has_crypto)
		return false;
	feature__set(feature, facts->has_sysfs ? FEATURE_NO : FEATURE_UNKNOWN,
		     "the iaa_crypto module is not loaded");
	return true;
}

void feature__iaa_queues(struct feature *feature, const struct feature_facts *facts)
{
	const struct iaa *iaa = &facts->iaa;

	if (is_absent(feature, facts))
		return;
	if (!iaa->nr_bound) {
		feature__set(feature, FEATURE_NO,
			     "none of %u work queues is bound to the driver (docs/iaa.md)",
			     iaa->nr_queues);
		return;
	}
	feature__set(feature, FEATURE_YES, "%u of %u bound to the driver: %s", iaa->nr_bound,
		     iaa->nr_queues, iaa->bound);
	feature__add(feature, "; sync_mode %s, verify_compress %s",
		     iaa->sync_mode[0] ? iaa->sync_mode : "unknown",
		     iaa->verify_compress < 0 ? "unknown" : iaa->verify_compress ? "on" : "off");
}

void feature__iaa_zswap(struct feature *feature, const struct feature_facts *facts)
{
	const struct zswap *zswap = &facts->zswap;

	if (is_absent(feature, facts))
		return;
	if (strcmp(zswap->compressor, COMPRESSOR))
		feature__set(feature, FEATURE_NO, "zswap's compressor is %s",
			     zswap->compressor[0] ? zswap->compressor : "unknown");
	else if (!facts->iaa.nr_bound)
		feature__set(feature, FEATURE_DEGRADED, "zswap's compressor is " COMPRESSOR
			     ", but no work queue is bound: pages that are in zswap cannot be read");
	else
		feature__set(feature, zswap->enabled ? FEATURE_YES : FEATURE_DEGRADED,
			     "zswap's compressor is " COMPRESSOR "%s", zswap->enabled ? "" :
			     ", but zswap is disabled");
}

void feature__iaa_counts(struct feature *feature, const struct feature_facts *facts)
{
	if (is_absent(feature, facts))
		return;
	if (!facts->iaa.has_btf)
		feature__set(feature, FEATURE_UNKNOWN, "/sys/kernel/btf/iaa_crypto cannot be read");
	else
		feature__set(feature, facts->iaa.can_count ? FEATURE_YES : FEATURE_NO,
			     facts->iaa.can_count ? "the driver has the functions to attach to" :
			     "the driver lacks functions to attach to");
}

static void add_hazard(struct feature *feature, const char *text)
{
	feature__add(feature, "%s%s", feature->detail[0] ? "; " : "", text);
	feature->status = FEATURE_DEGRADED;
}

/* Known ones, by what this kernel's types and settings say. docs/iaa.md has them at length. */
void feature__iaa_safety(struct feature *feature, const struct feature_facts *facts)
{
	const struct iaa *iaa = &facts->iaa;

	if (is_absent(feature, facts))
		return;
	if (!iaa->has_btf || !facts->kernel.hooks[HOOK_ZSWAP_LOAD].understood) {
		feature__set(feature, FEATURE_UNKNOWN, "needs BTF of the kernel and of iaa_crypto");
		return;
	}
	/* 6.18: zswap_load() can tell of an error. Drop when 6.12 is no longer supported. */
	if (!facts->kernel.load_returns_int)
		add_hazard(feature, "a page that cannot be decompressed panics the kernel");
	/* 6.12: all CPUs share one decompressor. There is no driver yet without either fault. */
	if (!iaa->has_software_compress)
		add_hazard(feature, "the software fallback fails when two CPUs need it at a time");
	if (iaa->has_software_compress && !iaa->joins_parts)
		add_hazard(feature, "pages that zswap keeps in two parts are left to software, which may "
			   "lose them");
	if (iaa->has_software_compress)
		add_hazard(feature, "the software fallback may fail to decompress what IAA compressed");
	if (!strcmp(iaa->sync_mode, "async_irq") && iaa->verify_compress > 0)
		add_hazard(feature, "async_irq with verify_compress can run out of descriptors and hang");
}
