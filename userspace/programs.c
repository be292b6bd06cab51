// SPDX-License-Identifier: GPL-2.0-only
/* The BPF programs as rows; see programs.h. */
#include "programs.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

#include "error.h"

/*
 * In order of attaching: what sees pages go before what sees them come, so that none
 * stays in the table; the batches before their pages, so that these find them open; and
 * of a pair the end first, so that no batch begins without an end.
 */
static const struct program_row {
	const char *name; /* without the backend's prefix */
	enum hook_id hook;
	bool returns;     /* runs at the function's return */
	enum {
		ALWAYS,
		UNBRACKETED, /* for synchronous reads that pass no entry point */
		SKIPPABLE,   /* where the kernel may skip programs: sched_process_exit */
		OUTCOMES,    /* for what becomes of prefetched pages */
		LOOKED_UP,   /* likewise, where look-ups tell of hits themselves */
	} when;
} program_rows[] = {
	{ "delete", HOOK_SWAP_CACHE_DEL_FOLIO, false, OUTCOMES },
	{ "delete_from", HOOK_DELETE_FROM_SWAP_CACHE, false, OUTCOMES },
	{ "found", HOOK_SWAP_UPDATE_READAHEAD, false, OUTCOMES },
	{ "lookup_exit", HOOK_SWAP_CACHE_GET_FOLIO, true, LOOKED_UP },
	{ "wait_exit", HOOK_FOLIO_LOCK_OR_RETRY, true, OUTCOMES },
	{ "wait_entry", HOOK_FOLIO_LOCK_OR_RETRY, false, OUTCOMES },
	{ "readahead_exit", HOOK_SWAPIN_READAHEAD, true, ALWAYS },
	{ "readahead_entry", HOOK_SWAPIN_READAHEAD, false, ALWAYS },
	{ "cluster_exit", HOOK_SWAP_CLUSTER_READAHEAD, true, ALWAYS },
	{ "cluster_entry", HOOK_SWAP_CLUSTER_READAHEAD, false, ALWAYS },
	{ "advice_exit", HOOK_READ_SWAP_CACHE_ASYNC, true, ALWAYS },
	{ "advice_entry", HOOK_READ_SWAP_CACHE_ASYNC, false, ALWAYS },
	{ "sync_exit", HOOK_SWAPIN_SYNC, true, ALWAYS },
	{ "sync_entry", HOOK_SWAPIN_SYNC, false, ALWAYS },
	{ "swapin_folio_exit", HOOK_SWAPIN_FOLIO, true, ALWAYS },
	{ "swapin_folio_entry", HOOK_SWAPIN_FOLIO, false, ALWAYS },
	{ "load_exit", HOOK_ZSWAP_LOAD, true, ALWAYS },
	{ "read_exit", HOOK_SWAP_READ_FOLIO, true, UNBRACKETED },
	{ "read_entry", HOOK_SWAP_READ_FOLIO, false, ALWAYS },
	{ "task_exit", NR_HOOKS, false, SKIPPABLE },
};

#define NR_PROGRAM_ROWS (sizeof(program_rows) / sizeof(program_rows[0]))

_Static_assert(NR_PROGRAM_ROWS + 1 <= PROGRAMS_MAX, "PROGRAMS_MAX holds every row, and verdicts");

static bool row_needed(const struct program_row *row, const struct kernel *kernel,
		       enum backend backend, bool outcomes)
{
	const struct hook *hook = &kernel->hooks[row->hook];

	if (row->when == SKIPPABLE)
		return backend == BACKEND_FENTRY && kernel__preemptible(kernel);
	if (row->when == OUTCOMES || row->when == LOOKED_UP)
		outcomes &= hook->understood;
	else
		outcomes = true;
	if (!outcomes ||
	    (row->when == LOOKED_UP && kernel->hooks[HOOK_SWAP_UPDATE_READAHEAD].in_btf))
		return false;
	if (row->when == UNBRACKETED && !kernel__sync_unbracketed(kernel))
		return false;
	return backend == BACKEND_FENTRY ? hook->in_btf : hook->in_kallsyms;
}

static enum attach_by attach_by(bool returns, enum backend backend, bool has_fprobe_graph)
{
	if (backend == BACKEND_FENTRY)
		return BY_TRAMPOLINE;
	if (!returns)
		return BY_KPROBE;
	return has_fprobe_graph ? BY_RETURN_FPROBE : BY_RETURN_PROBE;
}

/* The next row, for the program of that name. NULL, printed, when there is none. */
static struct attached *add(struct programs *programs, struct bpf_object *object,
			    const char *name)
{
	struct attached *attached = &programs->rows[programs->nr];

	attached->program = bpf_object__find_program_by_name(object, name);
	if (!attached->program) {
		fail(ENOENT, "BPF program", name, "find");
		return NULL;
	}
	bpf_program__set_autoload(attached->program, true);
	programs->nr++;
	return attached;
}

int programs__add_function(struct programs *programs, struct bpf_object *object,
			   const char *name, const char *function, bool returns,
			   enum backend backend, bool has_fprobe_graph)
{
	struct attached *attached;
	char full_name[64];

	snprintf(full_name, sizeof(full_name), "%s_%s", backend__name(backend), name);
	attached = add(programs, object, full_name);
	if (!attached)
		return -ENOENT;
	attached->function = function;
	attached->by = attach_by(returns, backend, has_fprobe_graph);
	if (attached->by == BY_RETURN_FPROBE)
		bpf_program__set_expected_attach_type(attached->program, BPF_TRACE_KPROBE_MULTI);
	return 0;
}

static int select_row(struct programs *programs, struct bpf_object *object,
		      const struct program_row *row, const struct kernel *kernel,
		      enum backend backend)
{
	const char *function = row->when == SKIPPABLE ? "sched_process_exit" :
							kernel->hooks[row->hook].function;
	struct attached *attached = &programs->rows[programs->nr];
	int err = programs__add_function(programs, object, row->name, function, row->returns,
					 backend, kernel->has_fprobe_graph);

	if (err)
		return err;
	if (row->when != SKIPPABLE)
		attached->address = kernel->hooks[row->hook].address;
	attached->when = row->when == UNBRACKETED ? WITH_SYNC : AT_ONCE;
	return 0;
}

static int select_verdicts(struct programs *programs, struct bpf_object *object)
{
	struct attached *attached = add(programs, object, "verdict");

	if (!attached)
		return -ENOENT;
	attached->function = "swapra_verdict";
	attached->by = BY_TRACEPOINT;
	attached->when = WITH_VERDICTS;
	return 0;
}

int programs__select(struct programs *programs, struct bpf_object *object,
		     const struct kernel *kernel, enum backend backend,
		     const struct programs_wanted *wanted)
{
	struct bpf_program *program;
	size_t i;
	int err;

	bpf_object__for_each_program(program, object)
		bpf_program__set_autoload(program, false);
	for (i = 0; i < NR_PROGRAM_ROWS; i++) {
		if (!row_needed(&program_rows[i], kernel, backend, wanted->outcomes))
			continue;
		err = select_row(programs, object, &program_rows[i], kernel, backend);
		if (err)
			return err;
	}
	return wanted->verdicts ? select_verdicts(programs, object) : 0;
}

static struct bpf_link *attach_fprobe(const struct attached *attached)
{
	const char *function = attached->function;
	LIBBPF_OPTS(bpf_kprobe_multi_opts, options, .cnt = 1, .retprobe = true);

	/* By name the kernel would walk all of its symbols, for every program. */
	if (attached->address)
		options.addrs = &attached->address;
	else
		options.syms = &function;
	return bpf_program__attach_kprobe_multi_opts(attached->program, NULL, &options);
}

static int attach_one(struct attached *attached)
{
	if (attached->by == BY_RETURN_FPROBE)
		attached->link = attach_fprobe(attached);
	else if (attached->by == BY_RETURN_PROBE)
		attached->link = return_probe__attach(&attached->return_probe, attached->program,
						      attached->function);
	else
		attached->link = bpf_program__attach(attached->program);
	if (!attached->link)
		return fail(errno, attached->by == BY_TRACEPOINT ? "tracepoint" : "kernel function",
			    attached->function, "attach to");
	return 0;
}

static int attach_some(struct programs *programs, enum attach_when when)
{
	size_t i;
	int err;

	for (i = 0; i < programs->nr; i++) {
		struct attached *attached = &programs->rows[i];

		if (attached->link || attached->when != when)
			continue;
		err = attach_one(attached);
		if (err)
			return err;
	}
	return 0;
}

int programs__attach(struct programs *programs)
{
	return_probe__remove_stale();
	return attach_some(programs, AT_ONCE);
}

int programs__attach_sync(struct programs *programs)
{
	return attach_some(programs, WITH_SYNC);
}

int programs__attach_verdicts(struct programs *programs)
{
	return attach_some(programs, WITH_VERDICTS);
}

/* In the reverse order: pages first, then the batches they belong to. */
void programs__detach(struct programs *programs)
{
	size_t i;

	for (i = programs->nr; i > 0; i--) {
		struct attached *attached = &programs->rows[i - 1];

		bpf_link__destroy(attached->link);
		attached->link = NULL;
		return_probe__remove(&attached->return_probe);
	}
}

/*
 * The kernel's struct bpf_link_info for a kprobe, as far as the missed count.
 * Not taken from <linux/bpf.h>: Debian 12's is of 6.1 and ends before it.
 */
struct kprobe_link_info {
	__u32 type, id, prog_id, pad;
	union {
		struct {
			__u32 type, pad;
			__u64 func_name;
			__u32 name_len, offset;
			__u64 addr, missed;
		} perf_event;
		struct {
			__u64 addrs;
			__u32 count, flags;
			__u64 missed;
		} kprobe_multi;
		__u64 room[8]; /* the kernel copies all of its own structure */
	};
};

static int program_missed(const struct attached *attached, uint64_t *missed)
{
	struct bpf_prog_info info = {};
	__u32 len = sizeof(info);
	int err;

	err = bpf_obj_get_info_by_fd(bpf_program__fd(attached->program), &info, &len);
	if (!err)
		*missed += info.recursion_misses;
	return err;
}

static int link_missed(const struct attached *attached, uint64_t *missed)
{
	struct kprobe_link_info info = {};
	__u32 len = sizeof(info);
	int err;

	err = bpf_obj_get_info_by_fd(bpf_link__fd(attached->link), &info, &len);
	if (err)
		return err;
	*missed += attached->by == BY_RETURN_FPROBE ? info.kprobe_multi.missed :
						      info.perf_event.missed;
	return 0;
}

int attached__missed(const struct attached *attached, uint64_t *missed)
{
	int err;

	*missed = 0;
	if (!attached->link)
		return 0;
	err = program_missed(attached, missed);
	if (!err && attached->by != BY_TRAMPOLINE && attached->by != BY_TRACEPOINT)
		err = link_missed(attached, missed);
	return err;
}

int programs__misses(const struct programs *programs, struct probe_misses *misses)
{
	int err = 0;

	for (size_t i = 0; i < programs->nr && !err; i++) {
		misses[i].program = bpf_program__name(programs->rows[i].program);
		misses[i].function = programs->rows[i].function;
		err = attached__missed(&programs->rows[i], &misses[i].missed);
	}
	return err;
}
