/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The verdict on tracing: which backend can attach here, what stands in the
 * way of the others, and which one `--backend auto` takes.
 */
#ifndef SWAPRA_TRACING_H
#define SWAPRA_TRACING_H

#include "kernel.h"
#include "obstacle.h"
#include "privilege.h"
#include "session.h"

struct tracing {
	struct obstacle kprobe; /* error 0: this backend can attach */
	struct obstacle fentry;
	enum backend backend;   /* what auto takes; BACKEND_AUTO: none can attach */
	bool exact;             /* it misses nothing */
	const char *reason;     /* why this one; NULL when none */
};

/* Pure: made of what was probed. */
void tracing__judge(struct tracing *tracing, const struct kernel *kernel,
		    const struct privilege *privilege);

/*
 * What stands in the way of a backend; for BACKEND_AUTO, of all of them. NULL
 * when nothing does.
 */
const struct obstacle *tracing__obstacle(const struct tracing *tracing,
					 enum backend backend);

/*
 * What a command that traces starts with: try bpf(), without attaching anything, and
 * replace BACKEND_AUTO in *backend by the one to take. When the one asked for
 * cannot attach, print error and hint and return -ENOTSUP or -EPERM.
 */
int tracing__require(const struct kernel *kernel, enum backend *backend);

#endif
