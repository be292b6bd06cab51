// SPDX-License-Identifier: GPL-2.0-only
/*
 * The three ways of supported kernels to read one page from swap. Which one a
 * kernel has is told by the prototypes of its functions:
 *   6.12: __read_swap_cache_async() allocates, swap_read_folio(folio, plug) reads
 *   7.2:  swap_cache_alloc_folio() allocates, the same swap_read_folio()
 *   7.3:  swap_cache_alloc_folio() allocates, swap_read_folio(ctx, folio) reads
 */
#include "swapra.h"

#include <linux/err.h>
#include <linux/static_call.h>

#include "swapin.h"
#include "symbols.h"

struct swap_iocb;
struct swap_io_ctx;

struct folio *kernel_read_swap_cache_async(swp_entry_t entry, gfp_t gfp, struct mempolicy *mpol,
					   pgoff_t ilx, bool *allocated, bool skip_if_exists);
struct folio *kernel_swap_cache_get_folio(swp_entry_t entry);
struct folio *kernel_swap_cache_alloc_folio(swp_entry_t entry, gfp_t gfp, unsigned long orders,
					    struct vm_fault *vmf, struct mempolicy *mpol,
					    pgoff_t ilx);
void kernel_swap_read_folio_plug(struct folio *folio, struct swap_iocb **plug);
void kernel_swap_read_unplug(struct swap_iocb *plug);
void kernel_swap_read_folio_ctx(struct swap_io_ctx *ctx, struct folio *folio);
void kernel_swap_read_submit(struct swap_io_ctx *ctx);
void kernel_lru_add_drain(void);
struct swap_info_struct *kernel_get_swap_device(swp_entry_t entry);

DEFINE_STATIC_CALL_NULL(read_async, kernel_read_swap_cache_async);
DEFINE_STATIC_CALL_NULL(get_folio, kernel_swap_cache_get_folio);
DEFINE_STATIC_CALL_NULL(alloc_folio, kernel_swap_cache_alloc_folio);
DEFINE_STATIC_CALL_NULL(read_plug, kernel_swap_read_folio_plug);
DEFINE_STATIC_CALL_NULL(unplug, kernel_swap_read_unplug);
DEFINE_STATIC_CALL_NULL(read_ctx, kernel_swap_read_folio_ctx);
DEFINE_STATIC_CALL_NULL(submit_ctx, kernel_swap_read_submit);
DEFINE_STATIC_CALL_NULL(drain, kernel_lru_add_drain);
DEFINE_STATIC_CALL_NULL(get_device, kernel_get_swap_device);

static bool has_read_async __ro_after_init; /* else alloc_folio */
static bool has_ctx __ro_after_init;	    /* else a plug */

/* Bind a static call to a symbol; missing is said and counted. */
#define bind(name, symbol)								\
	({										\
		unsigned long address = symbol_require(symbol);				\
		if (address)								\
			static_call_update(name,					\
				(typeof(&STATIC_CALL_TRAMP(name)))address);		\
		address ? 0 : 1;							\
	})

static int bind_reading(void)
{
	int missing = 0;

	if (has_ctx) {
		missing += bind(read_ctx, SYM_SWAP_READ_FOLIO_CTX);
		missing += bind(submit_ctx, SYM_SWAP_READ_SUBMIT);
		if (symbols_type_size("swap_io_ctx") > (int)sizeof(struct swapin_io)) {
			pr_err("struct swap_io_ctx of this kernel is larger than known\n");
			missing++;
		}
		return missing;
	}
	missing += bind(read_plug, SYM_SWAP_READ_FOLIO_PLUG);
	return missing + bind(unplug, SYM_SWAP_READ_UNPLUG);
}

static int bind_allocation(void)
{
	if (has_read_async)
		return bind(read_async, SYM_READ_SWAP_CACHE_ASYNC) +
		       bind(drain, SYM_LRU_ADD_DRAIN);
	return bind(get_folio, SYM_SWAP_CACHE_GET_FOLIO) +
	       bind(alloc_folio, SYM_SWAP_CACHE_ALLOC_FOLIO);
}

int swapin_init(void)
{
	has_read_async = symbol_address(SYM_READ_SWAP_CACHE_ASYNC);
	has_ctx = symbol_address(SYM_SWAP_READ_FOLIO_CTX);
	if (bind_allocation() + bind_reading() + bind(get_device, SYM_GET_SWAP_DEVICE)) {
		pr_err("this kernel reads pages from swap in a way that is not known\n");
		return -EOPNOTSUPP;
	}
	return 0;
}

static struct folio *get_or_alloc(swp_entry_t entry, gfp_t gfp, struct mempolicy *mpol,
				  pgoff_t ilx, bool *fresh)
{
	struct folio *folio;

	*fresh = false;
	do {
		folio = static_call(get_folio)(entry);
		if (folio)
			return folio;
		folio = static_call(alloc_folio)(entry, gfp, BIT(0), NULL, mpol, ilx);
	} while (folio == ERR_PTR(-EEXIST)); /* lost a race: it is in the cache now */
	if (IS_ERR_OR_NULL(folio))
		return NULL;
	*fresh = true;
	return folio;
}

struct folio *swapin_get(swp_entry_t entry, gfp_t gfp, struct mempolicy *mpol, pgoff_t ilx,
			 bool *fresh)
{
	if (has_read_async)
		return static_call(read_async)(entry, gfp, mpol, ilx, fresh, false);
	return get_or_alloc(entry, gfp, mpol, ilx, fresh);
}

void swapin_read(struct swapin_io *io, struct folio *folio)
{
	if (has_ctx)
		static_call(read_ctx)((struct swap_io_ctx *)io, folio);
	else
		static_call(read_plug)(folio, (struct swap_iocb **)io);
}

void swapin_submit(struct swapin_io *io)
{
	struct swap_iocb *plug = (struct swap_iocb *)io->words[0];

	if (has_ctx)
		static_call(submit_ctx)((struct swap_io_ctx *)io);
	else if (plug)
		static_call(unplug)(plug);
}

/* 6.12 puts a batch on the LRU lists at once; later kernels leave it to the per-CPU batches. */
void swapin_drain(void)
{
	if (has_read_async)
		static_call(drain)();
}

struct swap_info_struct *swapin_get_device(swp_entry_t entry)
{
	return static_call(get_device)(entry);
}

/*
 * Reclaim changed when swap_writepage() went, before swap_cache_alloc_folio() came;
 * what reclaim does itself cannot be seen from outside.
 */
bool swapin_pins_unmapped(void)
{
	return !has_read_async;
}
