/* SPDX-License-Identifier: GPL-2.0-only */
/* Inside of the writer: what it wrote last, in order not to write it again. */
#ifndef SWAPRA_RECORD_WRITER_STATE_H
#define SWAPRA_RECORD_WRITER_STATE_H

#include "../known_cgroups.h"
#include "items.h"
#include "writer.h"

struct record_writer {
	struct record_items items;
	uint64_t limit;
	bool is_full;               /* the limit was reached */
	struct known_cgroups names; /* as they were written */
	struct snapshot before;     /* the arrays that stay, as they were written */
	int64_t wall_offset_ns;
	bool has_clock;
	struct record_end end;
};

/* Print it; returns the writer's first error. */
int record_writer__out_of_memory(struct record_writer *writer);

#endif
