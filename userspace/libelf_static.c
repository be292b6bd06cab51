// SPDX-License-Identifier: GPL-2.0-only
/*
 * Debian 13's static libelf (0.192) uses two functions of a library of its own
 * that the package leaves out. They set up and tear down a tree of raw chunks,
 * which only elf_getdata_rawchunk() fills; neither we nor libbpf call that, and
 * the memory is zeroed, so an empty tree needs nothing done. Weak: where libelf
 * brings its own, those are taken. Drop when Debian 13 leaves the supported
 * build hosts or its libelf.a is complete.
 */
void eu_search_tree_init(void *tree);
void eu_search_tree_fini(void *tree, void (*free_node)(void *));

__attribute__((weak)) void eu_search_tree_init(void *tree)
{
	(void)tree;
}

__attribute__((weak)) void eu_search_tree_fini(void *tree, void (*free_node)(void *))
{
	(void)tree;
	(void)free_node;
}
