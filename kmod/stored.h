/* SPDX-License-Identifier: GPL-2.0-only */
/* Where a page that is swapped out is kept. */
#ifndef KMOD_STORED_H
#define KMOD_STORED_H

#include <linux/mm_types.h>

struct seq_file;

/* Finds out whether this kernel's zswap can be read; if not, all answers are unknown. */
void stored_init(void);

/* enum swapra_stored of an entry whose device is held. Does not sleep. */
u32 stored_where(swp_entry_t entry);

void stored_show(struct seq_file *m);

#endif
