/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Looking into the page table of a fault's neighbours without its lock. It is done once
 * or twice for each page that is read, so nothing is called: a look is a few loads.
 */
#ifndef KMOD_PAGE_TABLE_H
#define KMOD_PAGE_TABLE_H

#include <linux/pgtable.h>
#include <linux/preempt.h>

#ifdef CONFIG_HIGHPTE
#error "page tables have to be mapped here before they are read"
#endif

struct page_table {
	pmd_t *pmd;	/* that names it; .pmd of a fault */
	pmdval_t named; /* what *pmd said when ptes was found */
	pte_t *ptes;	/* the first of the table */
};

/* *pmd never says this: what is compared lacks the accessed bit. */
#define PAGE_TABLE_NOT_FOUND ((pmdval_t)_PAGE_ACCESSED)

/* What says which table it is. MGLRU clears the accessed bit, and the CPU sets it. */
static inline pmdval_t page_table_named(const struct page_table *table)
{
	return native_pmd_val(pmdp_get_lockless(table->pmd)) & ~(pmdval_t)_PAGE_ACCESSED;
}

/* Anything but a table is bad: nothing, a huge page, a migration entry. */
static inline bool page_table_find(struct page_table *table)
{
	pmdval_t named = page_table_named(table);
	pmd_t pmd = native_make_pmd(named);

	if (pmd_bad(pmd))
		return false;
	table->named = named;
	table->ptes = pte_offset_kernel(&pmd, 0);
	return true;
}

/*
 * The entry of an address, pte_none() where there is no table. Tables go by RCU: one that
 * is still named with preemption off, which is an RCU read lock, stays until it is on again.
 */
static inline pte_t page_table_look(struct page_table *table, unsigned long address)
{
	pte_t pte = {};

	preempt_disable();
	if (likely(page_table_named(table) == table->named) || page_table_find(table))
		pte = ptep_get_lockless(table->ptes + pte_index(address));
	preempt_enable();
	return pte;
}

#endif
