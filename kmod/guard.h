/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The guard: readahead that a policy forces must not get its cgroup OOM-killed.
 * It bounds the pages that were prefetched for a cgroup and not used yet.
 */
#ifndef KMOD_GUARD_H
#define KMOD_GUARD_H

#include <linux/mm_types.h>
#include <linux/spinlock.h>
#include <linux/types.h>

struct mem_cgroup;

/* A page that was prefetched, remembered until it is seen to be used or gone. */
struct prefetched {
	swp_entry_t entry;
	unsigned long pfn;
};

struct guard {
	spinlock_t lock;
	struct prefetched *pages; /* grows up to GUARD_PAGES_MAX */
	u32 capacity;		  /* of pages */
	u32 nr;			  /* remembered: an upper bound of the unused ones */
	u32 pause;		  /* faults left without readahead */
};

/* The most unused prefetched pages that a cgroup may have: 16 MiB, 64 KiB to remember. */
#define GUARD_PAGES_MAX 4096

void guard_init(struct guard *guard);
void guard_free(struct guard *guard);

/* Pages remembered: at most so many are unused. */
static inline u32 guard_unused(const struct guard *guard)
{
	return READ_ONCE(guard->nr);
}

/* Pages that can be charged before a memory.max is reached; U64_MAX: there is none. */
u64 guard_room(struct mem_cgroup *memcg);

/*
 * Pages that may be prefetched and unused at a time; U32_MAX: there is no memory.max,
 * so nobody can be killed for them and nothing has to be remembered. reclaimable:
 * what is prefetched will be.
 */
u32 guard_cap(struct mem_cgroup *memcg, bool reclaimable);

/* The window that may be granted, 1 to asked. */
u32 guard_window(struct guard *guard, u32 cap, u32 asked);

/* What a batch prefetched. Returns false when nothing is remembered: the table is to grow. */
bool guard_remember(struct guard *guard, const struct prefetched *pages, u32 nr);

/* The same with a larger table. May sleep. */
void guard_remember_growing(struct guard *guard, const struct prefetched *pages, u32 nr);

/* A neighbour could not be charged. */
void guard_failed(struct guard *guard);

#endif
