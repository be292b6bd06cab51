/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel types that the BPF programs read, reduced to the fields they
 * read: CO-RE finds the real offsets at load time, so no full vmlinux.h is
 * needed and a kernel update changes nothing here. A name with three
 * underscores is a flavour of the type before them: another kernel's layout.
 */
#ifndef SWAPRA_VMLINUX_H
#define SWAPRA_VMLINUX_H

#include "swapra_uapi.h"

#pragma clang attribute push(__attribute__((preserve_access_index)), apply_to = record)

struct pt_regs {
	unsigned long r15, r14, r13, r12, bp, bx, r11, r10, r9, r8;
	unsigned long ax, cx, dx, si, di, orig_ax, ip, cs, flags, sp, ss;
};

struct kernfs_node {
	__u64 id;
};

struct cgroup {
	struct kernfs_node *kn;
	int level;
	struct cgroup *ancestors[0];
};

struct cgroup_subsys_state {
	struct cgroup *cgroup;
};

/* Only its memory_cgrp_id is used, and that through its kernel value. */
enum cgroup_subsys_id {
	memory_cgrp_id = 4,
};

#define MAX_CGROUP_SUBSYS 16

struct css_set {
	struct cgroup_subsys_state *subsys[MAX_CGROUP_SUBSYS];
};

struct mem_cgroup {
	struct cgroup_subsys_state css;
};

struct obj_cgroup {
	struct mem_cgroup *memcg;
};

/* 7.1: a folio's memcg_data points to an obj_cgroup, which then has is_root. */
struct obj_cgroup___71 {
	struct mem_cgroup *memcg;
	bool is_root;
};

struct mm_struct {
	struct task_struct *owner;
};

struct task_struct {
	struct mm_struct *mm;
	struct css_set *cgroups;
	struct signal_struct *signal;
};

typedef struct {
	long counter;
} atomic_long_t;

struct vm_area_struct {
	struct mm_struct *vm_mm;
	atomic_long_t swap_readahead_info;
};

typedef struct {
	unsigned long pte;
} pte_t;

struct vm_fault {
	struct vm_area_struct *vma;
	unsigned long address;
	pte_t orig_pte;
};

typedef struct {
	unsigned long val;
} swp_entry_t;

enum pageflags {
	PG_locked = 0,
	PG_writeback = 1,
	PG_uptodate = 3,
	PG_head = 6,
	PG_swapcache = 10, /* an alias of PG_owner_priv_1 */
	PG_owner_priv_1 = 10,
	PG_readahead = 16, /* an alias of PG_reclaim */
};

/* Only its kernel value is used: it differs in every kernel. */
enum vm_event_item {
	SWAP_RA_HIT = 1,
};

struct vm_event_state {
	unsigned long event[1];
};

struct signal_struct {
	bool oom_flag_origin;
};

struct folio {
	unsigned long flags;
	swp_entry_t swap;
	unsigned long memcg_data;
	unsigned long _flags_1;
};

/* 6.18: flags became a struct around the same word. */
typedef struct {
	unsigned long f;
} memdesc_flags_t;

struct folio___618 {
	memdesc_flags_t flags;
};

/* Stands for "a 64-bit integer": see folio_entry(). */
struct timespec64 {
	__s64 tv_sec;
};

struct seq_file;

struct bpf_iter_meta {
	struct seq_file *seq;
};

struct bpf_iter__bpf_map_elem {
	struct bpf_iter_meta *meta;
	struct bpf_map *map;
	void *key;
	void *value;
};

#pragma clang attribute pop

#endif /* SWAPRA_VMLINUX_H */
