// SPDX-License-Identifier: GPL-2.0-only
/*
 * zswap's own tables, read only: an xarray per 64 MiB of swap, an entry per page,
 * its pool, the name of the pool's compressor. Where the members lie is learnt
 * from the kernel's BTF.
 */
#include "swapra.h"

#include <linux/seq_file.h>
#include <linux/swap.h> /* before swapops.h, which needs it */
#include <linux/swapops.h>
#include <linux/uaccess.h>
#include <linux/xarray.h>

#include "stored.h"
#include "symbols.h"

#define IAA_COMPRESSOR "deflate-iaa"

/* Slots per xarray: SWAP_ADDRESS_SPACE_SHIFT, later ZSWAP_ADDRESS_SPACE_SHIFT. */
#define TREE_SHIFT 14

static struct xarray **zswap_trees __ro_after_init;
static int entry_pool __ro_after_init; /* offset of the pool in struct zswap_entry */
static int pool_name __ro_after_init;  /* offset of the compressor's name in struct zswap_pool */

void stored_init(void)
{
	entry_pool = symbols_member_offset("zswap_entry", "pool");
	pool_name = symbols_member_offset("zswap_pool", "tfm_name");
	if (entry_pool >= 0 && pool_name >= 0)
		zswap_trees = (struct xarray **)symbol_address(SYM_ZSWAP_TREES);
}

/*
 * The trees live as long as the device is held. An entry may be freed at any time
 * and its memory be used again by zswap, whose entries come from a slab of their own
 * without RCU; a pool, whose name is in it, is freed after a grace period.
 */
u32 stored_where(swp_entry_t entry)
{
	struct xarray *trees;
	char name[sizeof(IAA_COMPRESSOR)];
	void *stored, *pool;

	if (!zswap_trees)
		return SWAPRA_STORED_UNKNOWN;
	trees = READ_ONCE(zswap_trees[swp_type(entry)]);
	stored = trees ? xa_load(&trees[swp_offset(entry) >> TREE_SHIFT], swp_offset(entry)) : NULL;
	if (!stored)
		return SWAPRA_STORED_DEVICE;
	if (copy_from_kernel_nofault(&pool, stored + entry_pool, sizeof(pool)) ||
	    copy_from_kernel_nofault(name, pool + pool_name, sizeof(name)))
		return SWAPRA_STORED_UNKNOWN;
	return memcmp(name, IAA_COMPRESSOR, sizeof(name)) ? SWAPRA_STORED_ZSWAP_SOFTWARE :
							     SWAPRA_STORED_ZSWAP_IAA;
}

void stored_show(struct seq_file *m)
{
	seq_printf(m, "zswap state=%s\n", zswap_trees ? "readable" : "unknown");
}
