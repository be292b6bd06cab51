/* SPDX-License-Identifier: GPL-2.0-only */
/* Asking a BPF object to give back rows; see bpf/leaving.bpf.h. Only sessions use this. */
#ifndef SWAPRA_LEAVING_H
#define SWAPRA_LEAVING_H

#include <stdbool.h>
#include <stddef.h>

#include "../bpf/swapra.h"

struct bpf_program;

/* The object's program and what it shares with user space. */
struct leaving_object {
	const struct bpf_program *program;
	struct swapra_leaving *list; /* SWAPRA_LEAVING_MAX */
	__u32 *nr;
};

/*
 * Have the object see to those of the list that has_table() says are its own, and set their
 * is_done. Returns 0 or -errno: then none of these is done.
 */
int leaving__run(const struct leaving_object *object, bool (*has_table)(unsigned table),
		 struct swapra_leaving *list, size_t nr);

#endif
