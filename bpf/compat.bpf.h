/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The only file that knows kernels differ. Everything here answers one
 * question about a kernel object; how this kernel stores the answer is
 * settled while the program is loaded, and costs nothing when it runs.
 */
#ifndef SWAPRA_COMPAT_BPF_H
#define SWAPRA_COMPAT_BPF_H

#include "../vmlinux/swapra_vmlinux.h"
#include <bpf/bpf_helpers.h>
#include <bpf/bpf_core_read.h>
#include "swapra.h"

/* The word of page flags. */
static __always_inline unsigned long folio_flags(const struct folio *folio)
{
	/* 6.18: a struct. Drop the other branch when 6.12 leaves the list. */
	if (bpf_core_field_exists(struct folio___618, flags.f))
		return bpf_core_cast(folio, struct folio___618)->flags.f;
	return bpf_core_cast(folio, struct folio)->flags;
}

#define has_flag(flags, flag) ((flags) >> bpf_core_enum_value(enum pageflags, flag) & 1)
#define folio_test(folio, flag) has_flag(folio_flags(folio), flag)

/* Pages of the folio. Only the synchronous path reads large ones. */
static __always_inline __u32 folio_nr_pages(const struct folio *folio)
{
	if (!folio_test(folio, PG_head))
		return 1;
	return 1U << (bpf_core_cast(folio, struct folio)->_flags_1 & 0x1f);
}

/*
 * The folio's swap entry. It shares its place with a pointer, for which newer verifiers
 * take it and forbid arithmetic; so read the place as another type.
 */
static __always_inline __u64 folio_entry(const struct folio *folio)
{
	const void *place = (const void *)folio + bpf_core_field_offset(struct folio, swap);

	return bpf_core_cast(place, struct timespec64)->tv_sec;
}

static __always_inline __u64 cgroup_id(const struct cgroup *cgroup)
{
	return cgroup ? cgroup->kn->id : SWAPRA_CGROUP_UNKNOWN;
}

/* What memcg_data points to, without the two flag bits. */
static __always_inline struct mem_cgroup *memcg_of(unsigned long memcg_data)
{
	void *object = (void *)(memcg_data & ~3UL);

	/* 7.1: an obj_cgroup. Drop the other branch when 7.0 leaves the list. */
	if (bpf_core_field_exists(struct obj_cgroup___71, is_root))
		return bpf_core_cast(object, struct obj_cgroup)->memcg;
	return bpf_core_cast(object, struct mem_cgroup);
}

/* The memory controller's state of the cgroup a folio is charged to, or NULL. */
static __always_inline struct cgroup_subsys_state *folio_css(unsigned long memcg_data)
{
	return memcg_data ? &memcg_of(memcg_data)->css : NULL;
}

static __always_inline struct cgroup *css_cgroup(struct cgroup_subsys_state *css)
{
	return css ? bpf_core_cast(css, struct cgroup_subsys_state)->cgroup : NULL;
}

/*
 * That of a task: not the task's own cgroup where that is a threaded one or
 * lacks the memory controller.
 */
static __always_inline struct cgroup_subsys_state *task_css(const struct task_struct *task)
{
	const __u32 memory = bpf_core_enum_value(enum cgroup_subsys_id, memory_cgrp_id);
	struct css_set *set = bpf_core_cast(task, struct task_struct)->cgroups;

	return set->subsys[memory];
}

/* That whose memory.stat counts a major fault in this address space. */
static __always_inline struct cgroup_subsys_state *mm_css(const struct mm_struct *mm)
{
	struct task_struct *owner;

	owner = mm ? bpf_core_cast(mm, struct mm_struct)->owner : NULL;
	return task_css(owner ?: bpf_get_current_task_btf());
}

static __always_inline const struct mm_struct *current_mm(void)
{
	return bpf_get_current_task_btf()->mm;
}

extern const struct vm_event_state vm_event_states __ksym __weak;

/* What this CPU has of vmstat's counters, or NULL. */
static __always_inline const void *events_of_this_cpu(void)
{
	return &vm_event_states ? bpf_this_cpu_ptr(&vm_event_states) : NULL;
}

static __always_inline __u64 hits_of_events(const void *events)
{
	return *(const unsigned long *)(events + sizeof(long) *
					bpf_core_enum_value(enum vm_event_item, SWAP_RA_HIT));
}

/* swapoff(2) offers itself to the OOM killer first while it reads pages; so does KSM's unmerge. */
static __always_inline bool current_is_swapoff(void)
{
	return bpf_get_current_task_btf()->signal->oom_flag_origin;
}

/* Is the cgroup this ancestor, or below it? level: depth of the ancestor. */
static __always_inline bool cgroup_below(const struct cgroup *cgroup, __u64 ancestor, __u32 level)
{
	struct cgroup *at_level;

	if (!cgroup || bpf_core_cast(cgroup, struct cgroup)->level < (int)level)
		return false;
	if (bpf_probe_read_kernel(&at_level, sizeof(at_level), &cgroup->ancestors[level]))
		return false;
	return cgroup_id(bpf_core_cast(at_level, struct cgroup)) == ancestor;
}

#endif /* SWAPRA_COMPAT_BPF_H */
