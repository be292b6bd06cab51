/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What swapra needs of the kernel that the kernel does not export. All of it is
 * one table: functions by name and by their prototype in the kernel's own BTF,
 * data by name. Nothing is called before it was checked, and nothing is called
 * through a pointer: sealed functions of an IBT kernel have no landing pad, so
 * every call is a static call.
 */
#ifndef KMOD_SYMBOLS_H
#define KMOD_SYMBOLS_H

#include <linux/types.h>

struct seq_file;

/* One row each in symbols.c. A name that changed its prototype has several. */
enum symbol {
	/* the two functions that are hooked, and what finds their entry */
	SYM_SWAPIN_READAHEAD,
	SYM_SWAP_CLUSTER_READAHEAD,
	SYM_FTRACE_LOCATION,
	SYM_KALLSYMS_LOOKUP_SIZE_OFFSET,
	/* reading one page: which of them exist decides how, see swapin.c */
	SYM_READ_SWAP_CACHE_ASYNC,
	SYM_SWAP_CACHE_GET_FOLIO,
	SYM_SWAP_CACHE_ALLOC_FOLIO,
	SYM_SWAP_READ_FOLIO_PLUG,
	SYM_SWAP_READ_UNPLUG,
	SYM_SWAP_READ_FOLIO_CTX,
	SYM_SWAP_READ_SUBMIT,
	SYM_LRU_ADD_DRAIN,
	SYM_GET_SWAP_DEVICE,
	/* where a page's memory is to come from */
	SYM_GET_VMA_POLICY,
	SYM_MPOL_PUT,
	/* facts about a fault; without them they are told as unknown */
	SYM_SWAP_INFO,
	SYM_PAGE_CLUSTER,
	SYM_NR_ROTATE_SWAP,
	SYM_ENABLE_VMA_READAHEAD,
	SYM_ZSWAP_TREES,
	NR_SYMBOLS
};

/* Look everything up. Returns 0 or -errno when looking up is impossible. */
int symbols_init(void);

/* Address if present with the prototype in the table, else 0. */
unsigned long symbol_address(enum symbol symbol);

/* The same; when it is missing, says so in the kernel's log. */
unsigned long symbol_require(enum symbol symbol);

/* Byte offset of a member and size of a struct by the kernel's BTF, or -ENOENT. */
int symbols_member_offset(const char *type, const char *member);
int symbols_type_size(const char *type);

void symbols_show(struct seq_file *m);

#endif
