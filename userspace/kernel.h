/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the running kernel offers: asked from BTF, kallsyms and sysfs, never
 * from its version number. The session picks its programs by it, `swapra
 * features` prints it.
 */
#ifndef SWAPRA_KERNEL_H
#define SWAPRA_KERNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct btf;

/* The functions swapra hooks or asks about. Order = order of `swapra features`. */
enum hook_id {
	HOOK_SWAP_READ_FOLIO,
	HOOK_ZSWAP_LOAD,
	HOOK_SWAPIN_READAHEAD,
	HOOK_SWAP_CLUSTER_READAHEAD,
	HOOK_READ_SWAP_CACHE_ASYNC,
	HOOK_SWAPIN_SYNC,   /* 7.2 and later */
	HOOK_SWAPIN_FOLIO,  /* 7.0 and 7.1 */
	HOOK_SWAP_UPDATE_READAHEAD,  /* 6.18 and later */
	HOOK_SWAP_CACHE_GET_FOLIO,   /* tells of hits where the former is absent */
	HOOK_SWAP_CACHE_DEL_FOLIO,   /* 6.18 and later */
	HOOK_DELETE_FROM_SWAP_CACHE, /* before */
	HOOK_FOLIO_LOCK_OR_RETRY,
	NR_HOOKS,
};

struct hook {
	const char *function;
	bool in_btf;       /* BTF has its prototype: fentry can attach */
	bool in_kallsyms;  /* the symbol exists: kprobe can attach */
	uint64_t address;  /* from kallsyms; 0 when hidden or absent */
	int btf_id;        /* in vmlinux BTF; 0 when absent */
	bool required;     /* swapra cannot count without it */
	bool understood;   /* its prototype is one that the programs can read */
};

/* Preemption model; it decides whether fentry programs may be skipped. */
enum preempt_model {
	PREEMPT_UNKNOWN,
	PREEMPT_NONE,
	PREEMPT_VOLUNTARY,
	PREEMPT_LAZY,
	PREEMPT_FULL,
	PREEMPT_RT,
};

struct kernel {
	char release[65];          /* uname -r, for display only */
	struct btf *btf;           /* NULL: not readable; errno in btf_error */
	int btf_error;             /* 0 or a positive errno */
	int kallsyms_error;        /* 0 or a positive errno */
	bool kallsyms_hidden;      /* addresses read as 0 (kptr_restrict, no CAP_SYSLOG) */
	struct hook hooks[NR_HOOKS];
	enum preempt_model preempt;
	const char *preempt_source; /* where it was learnt: debugfs, command line, uname, … */
	unsigned read_folio_arg;   /* index of swap_read_folio()'s folio argument: 0, or 1 from 7.3 on */
	bool load_returns_int;     /* zswap_load(): int errno, not bool */
	bool has_kprobe;           /* perf events of the kprobe kind: single kprobe links */
	bool has_fprobe_graph;     /* return probes without a limit on concurrent calls */
	bool has_kprobe_events;    /* tracefs defines probes: return probes with room for many calls */
};

/* Probe everything that needs no privilege beyond reading. Never fails: what
 * could not be learnt is recorded as absent. */
void kernel__probe(struct kernel *kernel);

/* The same on a recorded tree that holds proc/ and sys/; root "" = running system. */
void kernel__probe_at(struct kernel *kernel, const char *root);

void kernel__release(struct kernel *kernel);

const char *preempt_model__name(enum preempt_model model);

/* True when a task can be preempted inside an fentry program. */
bool kernel__preemptible(const struct kernel *kernel);

/* True when it can be seen what becomes of prefetched pages. */
bool kernel__tells_outcomes(const struct kernel *kernel, bool by_btf);

/* True when reads on synchronous devices pass no entry point of their own:
 * 6.12 to 6.19, where do_swap_page() calls swap_read_folio() itself. */
bool kernel__sync_unbracketed(const struct kernel *kernel);

#endif
