// SPDX-License-Identifier: GPL-2.0-only
/* Which way this kernel has to read a page from swap: see swapin.h. */
#include "swapra.h"

#include "swapin.h"
#include "symbols.h"

struct swap_info_struct *kernel_get_swap_device(swp_entry_t entry);

DEFINE_STATIC_CALL_NULL(swapin_read_async, kernel_read_swap_cache_async);
DEFINE_STATIC_CALL_NULL(swapin_alloc_folio, kernel_swap_cache_alloc_folio);
DEFINE_STATIC_CALL_NULL(swapin_read_plug, kernel_swap_read_folio_plug);
DEFINE_STATIC_CALL_NULL(swapin_unplug, kernel_swap_read_unplug);
DEFINE_STATIC_CALL_NULL(swapin_read_ctx, kernel_swap_read_folio_ctx);
DEFINE_STATIC_CALL_NULL(swapin_submit_ctx, kernel_swap_read_submit);
DEFINE_STATIC_CALL_NULL(swapin_lru_add_drain, kernel_lru_add_drain);
DEFINE_STATIC_CALL_NULL(swapin_get_folio, kernel_swap_cache_get_folio);
DEFINE_STATIC_CALL_NULL(get_device, kernel_get_swap_device);

DEFINE_STATIC_KEY_FALSE(swapin_has_read_async);
DEFINE_STATIC_KEY_FALSE(swapin_has_ctx);

/* Bind a static call to a symbol; missing is said and counted. */
#define bind(name, symbol)								\
	({										\
		unsigned long address = symbol_require(symbol);				\
		if (address)								\
			static_call_update(name,					\
				(typeof(&STATIC_CALL_TRAMP(name)))address);		\
		address ? 0 : 1;							\
	})

static int bind_ctx(void)
{
	int missing = bind(swapin_read_ctx, SYM_SWAP_READ_FOLIO_CTX) +
		      bind(swapin_submit_ctx, SYM_SWAP_READ_SUBMIT);

	static_branch_enable(&swapin_has_ctx);
	if (symbols_type_size("swap_io_ctx") <= (int)sizeof(struct swapin_io))
		return missing;
	pr_err("struct swap_io_ctx of this kernel is larger than known\n");
	return missing + 1;
}

static int bind_reading(void)
{
	if (symbol_address(SYM_SWAP_READ_FOLIO_CTX))
		return bind_ctx();
	return bind(swapin_read_plug, SYM_SWAP_READ_FOLIO_PLUG) +
	       bind(swapin_unplug, SYM_SWAP_READ_UNPLUG);
}

static int bind_allocation(void)
{
	if (symbol_address(SYM_READ_SWAP_CACHE_ASYNC)) {
		static_branch_enable(&swapin_has_read_async);
		return bind(swapin_read_async, SYM_READ_SWAP_CACHE_ASYNC) +
		       bind(swapin_lru_add_drain, SYM_LRU_ADD_DRAIN);
	}
	return bind(swapin_get_folio, SYM_SWAP_CACHE_GET_FOLIO) +
	       bind(swapin_alloc_folio, SYM_SWAP_CACHE_ALLOC_FOLIO);
}

int swapin_init(void)
{
	if (bind_allocation() + bind_reading() + bind(get_device, SYM_GET_SWAP_DEVICE)) {
		pr_err("this kernel reads pages from swap in a way that is not known\n");
		return -EOPNOTSUPP;
	}
	return 0;
}

struct swap_info_struct *swapin_get_device(swp_entry_t entry)
{
	return static_call(get_device)(entry);
}
