// SPDX-License-Identifier: GPL-2.0-only
/* Rows of `swapra features` about swap itself: what swap-in does here. */
#include "feature_rows.h"

#include <errno.h>
#include <string.h>

void feature__cgroups(struct feature *feature, const struct feature_facts *facts)
{
	const struct cgroups *cgroups = &facts->cgroups;

	if (cgroups->error)
		feature__set(feature, FEATURE_UNKNOWN, "/proc/self/mounts: %s (%s)",
			     strerrorname_np(cgroups->error), strerror(cgroups->error));
	else if (cgroups->has_memory)
		feature__set(feature, FEATURE_YES, "%s", cgroups->mount);
	else if (cgroups->mount[0])
		feature__set(feature, FEATURE_NO, "%s has no memory controller%s", cgroups->mount,
			     cgroups->has_v1_memory ? ": a cgroup version 1 hierarchy holds it" : "");
	else
		feature__set(feature, FEATURE_NO, "cgroup2 is not mounted%s",
			     cgroups->has_v1_memory ? ", only cgroup version 1 is" : "");
}

static void describe_device(struct feature *feature,
			    const struct swap_device *device)
{
	feature__add(feature, "%s%s (", feature->detail[0] ? "; " : "", device->path);
	if (device->is_file)
		feature__add(feature, "file on ");
	if (!device->disk[0])
		feature__add(feature, "a device not in /sys");
	else if (device->synchronous)
		feature__add(feature, "%s, synchronous", device->disk);
	else if (device->rotational < 0)
		feature__add(feature, "disk %s", device->disk);
	else
		feature__add(feature, "%srotational disk %s",
			     device->rotational ? "" : "non-", device->disk);
	feature__add(feature, ")");
}

void feature__swap(struct feature *feature, const struct feature_facts *facts)
{
	const struct swap_devices *devices = &facts->swap_devices;

	if (facts->swap_error == ENOENT) {
		feature__set(feature, FEATURE_NO, "no /proc/swaps: built without CONFIG_SWAP, or /proc is not mounted");
		return;
	}
	if (facts->swap_error) {
		feature__set(feature, FEATURE_UNKNOWN, "/proc/swaps: %s (%s)",
			     strerrorname_np(facts->swap_error),
			     strerror(facts->swap_error));
		return;
	}
	if (!devices->nr) {
		feature__set(feature, FEATURE_NO, "no swap device in use");
		return;
	}
	feature->status = FEATURE_YES;
	for (size_t i = 0; i < devices->nr; i++)
		describe_device(feature, &devices->rows[i]);
}

static void describe_kind(struct feature *feature,
			  const struct readahead *readahead)
{
	const struct swap_device *device = readahead->device;

	switch (readahead->kind) {
	case READAHEAD_VMA:
		feature__set(feature, FEATURE_YES, "VMA: vma_ra_enabled is true, no swap device is rotational");
		break;
	case READAHEAD_CLUSTER:
		if (device)
			feature__set(feature, FEATURE_YES, "cluster: %s is rotational, which decides for all devices", device->path);
		else
			feature__set(feature, FEATURE_YES, "cluster: vma_ra_enabled is false");
		break;
	case READAHEAD_UNKNOWN:
		if (device)
			feature__set(feature, FEATURE_UNKNOWN, "whether %s is rotational cannot be read", device->path);
		else
			feature__set(feature, FEATURE_UNKNOWN, "/sys/kernel/mm/swap/vma_ra_enabled cannot be read");
		break;
	}
}

/* The kernel caps the VMA window at 2^5 pages, the cluster not at all. */
static unsigned long largest_window(const struct readahead *readahead)
{
	int order = readahead->page_cluster;

	if (readahead->kind == READAHEAD_VMA && order > 5)
		order = 5;
	return 1UL << order;
}

void feature__readahead(struct feature *feature, const struct feature_facts *facts)
{
	const struct readahead *readahead = &facts->readahead;
	const struct swap_devices *devices = &facts->swap_devices;
	size_t nr_synchronous = 0;

	describe_kind(feature, readahead);
	if (readahead->page_cluster < 0) {
		feature__add(feature, "; vm.page-cluster cannot be read");
	} else if (readahead->page_cluster == 0) {
		feature->status = FEATURE_DEGRADED;
		feature__add(feature, "; switched off by vm.page-cluster=0");
	} else {
		feature__add(feature, "; vm.page-cluster=%d: up to %lu pages",
			     readahead->page_cluster, largest_window(readahead));
	}
	for (size_t i = 0; i < devices->nr; i++)
		nr_synchronous += devices->rows[i].synchronous;
	if (!nr_synchronous)
		return;
	feature__add(feature, "; skipped on synchronous devices");
	if (nr_synchronous == devices->nr)
		feature->status = FEATURE_DEGRADED;
}

static const char *on_off(int value)
{
	return value < 0 ? "unknown" : value ? "on" : "off";
}

void feature__zswap(struct feature *feature, const struct feature_facts *facts)
{
	const struct zswap *zswap = &facts->zswap;

	if (!facts->has_sysfs) {
		feature__set(feature, FEATURE_UNKNOWN, "/sys is not mounted");
		return;
	}
	if (zswap->error == ENOENT) {
		feature__set(feature, FEATURE_NO, "not in this kernel");
		return;
	}
	if (zswap->error) {
		feature__set(feature, FEATURE_UNKNOWN, "/sys/module/zswap/parameters/enabled: %s (%s)",
			     strerrorname_np(zswap->error), strerror(zswap->error));
		return;
	}
	feature__set(feature, zswap->enabled ? FEATURE_YES : FEATURE_NO,
		     "%s, compressor %s", zswap->enabled ? "enabled" :
		     "disabled (pages stored before are still read from it)",
		     zswap->compressor[0] ? zswap->compressor : "unknown");
	if (zswap->zpool[0])
		feature__add(feature, ", pool %s", zswap->zpool);
	if (zswap->max_pool_percent >= 0)
		feature__add(feature, ", at most %d %% of memory", zswap->max_pool_percent);
	feature__add(feature, ", shrinker %s", on_off(zswap->shrinker_enabled));
}
