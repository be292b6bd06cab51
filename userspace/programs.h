/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The BPF programs: which of them this kernel and this backend need, how each
 * is attached, and how many of its runs the kernel skipped. Only the session
 * uses this.
 */
#ifndef SWAPRA_PROGRAMS_H
#define SWAPRA_PROGRAMS_H

#include "kernel.h"
#include "return_probe.h"
#include "session.h"

struct bpf_object;
struct bpf_program;
struct bpf_link;

/* The most programs that one backend has. */
#define PROGRAMS_MAX 24

enum attach_by {
	BY_TRAMPOLINE,    /* fentry and fexit */
	BY_KPROBE,        /* a function's entry */
	BY_RETURN_PROBE,  /* its return; see return_probe.h */
	BY_RETURN_FPROBE, /* its return, on function graph: any number of calls at once */
	BY_TRACEPOINT,
};

enum attach_when {
	AT_ONCE,       /* programs__attach() */
	WITH_SYNC,     /* programs__attach_sync() */
	WITH_VERDICTS, /* programs__attach_verdicts() */
};

/* What is wanted besides the counts themselves. */
struct programs_wanted {
	bool verdicts; /* the one that needs the module */
	bool outcomes; /* those that see what becomes of prefetched pages */
};

struct attached {
	struct bpf_program *program;
	struct bpf_link *link;
	const char *function;   /* or tracepoint */
	unsigned long address;  /* of the function; 0 when the kernel hides it */
	enum attach_by by;
	struct return_probe return_probe; /* BY_RETURN_PROBE */
	enum attach_when when;
};

struct programs {
	struct attached rows[PROGRAMS_MAX];
	size_t nr;
};

/*
 * Before load: mark the programs that backend needs on this kernel, and no
 * others, for loading. Returns 0, or -ENOENT when the object lacks one.
 */
int programs__select(struct programs *programs, struct bpf_object *object,
		     const struct kernel *kernel, enum backend backend,
		     const struct programs_wanted *wanted);

/*
 * Before load of any object that names its programs as ours does, BACKEND_NAME: one that
 * programs__attach() attaches to a function's entry or return. Returns 0, or -ENOENT.
 */
int programs__add_function(struct programs *programs, struct bpf_object *object,
			   const char *name, const char *function, bool returns,
			   enum backend backend, bool has_fprobe_graph);

/* After load. Prints what failed; returns 0 or -errno. */
int programs__attach(struct programs *programs);

/*
 * Attach what only reads on synchronous devices need, where they pass no entry
 * point; without such a device it would cost every other read. Does nothing the
 * second time. Prints what failed; returns 0 or -errno.
 */
int programs__attach_sync(struct programs *programs);

/* What the module's tracepoint tells. Prints what failed; returns 0 or -errno. */
int programs__attach_verdicts(struct programs *programs);

void programs__detach(struct programs *programs);

/* One entry a program: runs that the kernel skipped. Returns 0 or -errno. */
int programs__misses(const struct programs *programs, struct probe_misses *misses);

/* Runs that the kernel skipped since attach: 0, or -errno. */
int attached__missed(const struct attached *attached, uint64_t *missed);

#endif
