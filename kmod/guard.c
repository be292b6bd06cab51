// SPDX-License-Identifier: GPL-2.0-only
/* The guard: see guard.h. */
#include "swapra.h"

#include <linux/memcontrol.h>
#include <linux/memory_hotplug.h>
#include <linux/mm.h>
#include <linux/page_counter.h>
#include <linux/pagemap.h>
#include <linux/slab.h>

#include "guard.h"

/* Faults without readahead after a charge failed: enough for reclaim to make room. */
#define PAUSE_FAULTS 16

void guard_init(struct guard *guard)
{
	spin_lock_init(&guard->lock);
}

void guard_free(struct guard *guard)
{
	kvfree(guard->pages);
}

/*
 * Still in the swap cache for the same entry and still marked: nobody used it. Read
 * without a reference: a page that was freed and used again differs in one of the
 * three, or it is once more a prefetched page of that entry.
 */
static bool is_unused(const struct prefetched *prefetched)
{
	struct page *page = pfn_to_online_page(prefetched->pfn);
	struct folio *folio;

	if (!page)
		return false;
	folio = (struct folio *)page;
	return test_bit(PG_swapcache, folio_flags(folio, 0)) &&
	       test_bit(PG_readahead, folio_flags(folio, 0)) &&
	       data_race(folio->swap.val) == prefetched->entry.val;
}

/* Forget what was used or reclaimed. Costs a few reads for each remembered page. */
static void look_again(struct guard *guard)
{
	u32 kept = 0;

	for (u32 i = 0; i < guard->nr; i++)
		if (is_unused(&guard->pages[i]))
			guard->pages[kept++] = guard->pages[i];
	WRITE_ONCE(guard->nr, kept);
}

u64 guard_room(struct mem_cgroup *memcg)
{
	struct page_counter *counter;
	u64 room = U64_MAX;

	for (counter = &memcg->memory; counter; counter = counter->parent) {
		u64 limit = READ_ONCE(counter->max), usage = page_counter_read(counter);

		if (limit != PAGE_COUNTER_MAX)
			room = min(room, limit > usage ? limit - usage : 0);
	}
	return room;
}

/*
 * Where reclaim can take them, unused pages may be half of memory.max. Where it cannot
 * (see make_reclaimable()), a cgroup dies when they fill what its compressed pages leave
 * of it; that was 17 % in the tightest case that runs at all (docs/policies.md), so an
 * eighth.
 */
u32 guard_cap(struct mem_cgroup *memcg, bool reclaimable)
{
	struct page_counter *counter;
	unsigned long limit = PAGE_COUNTER_MAX;

	for (counter = &memcg->memory; counter; counter = counter->parent)
		limit = min(limit, READ_ONCE(counter->max));
	if (limit == PAGE_COUNTER_MAX)
		return U32_MAX;
	return min_t(unsigned long, limit / (reclaimable ? 2 : 8), GUARD_PAGES_MAX);
}

/*
 * Looking costs as much as there is to look at. So it is done when the cap is reached,
 * and to little effect not again before a quarter of it in faults has passed.
 */
static u32 allow(struct guard *guard, u32 cap, u32 asked)
{
	if (guard->pause) {
		guard->pause--;
		return 1;
	}
	if (guard->nr + asked <= cap)
		return asked;
	look_again(guard);
	if (guard->nr > cap - cap / 4)
		guard->pause = cap / 4;
	return guard->nr + asked <= cap ? asked : 1;
}

u32 guard_window(struct guard *guard, u32 cap, u32 asked)
{
	u32 allowed;

	spin_lock(&guard->lock);
	allowed = allow(guard, cap, asked);
	spin_unlock(&guard->lock);
	return allowed;
}

/* Room for twice as many. Without memory the table stays as it is. */
static void grow(struct guard *guard)
{
	u32 capacity = clamp(READ_ONCE(guard->capacity) * 2, 256u, GUARD_PAGES_MAX);
	struct prefetched *pages = kvmalloc_array(capacity, sizeof(*pages), GFP_KERNEL);

	if (!pages)
		return;
	spin_lock(&guard->lock);
	if (guard->capacity < capacity) {
		memcpy(pages, guard->pages, guard->nr * sizeof(*pages));
		swap(guard->pages, pages);
		guard->capacity = capacity;
	}
	spin_unlock(&guard->lock);
	kvfree(pages);
}

static bool is_short(const struct guard *guard, u32 nr)
{
	return guard->nr + nr > guard->capacity && guard->capacity < GUARD_PAGES_MAX;
}

/*
 * A full table forgets the oldest: they are the least likely to be unused still, and
 * as many again are more than the cap of any cgroup.
 */
static void append(struct guard *guard, const struct prefetched *pages, u32 nr)
{
	u32 over = guard->nr + nr > guard->capacity ? guard->nr + nr - guard->capacity : 0;

	if (over > guard->nr)
		return; /* there was no memory for a table */
	if (over)
		memmove(guard->pages, guard->pages + over, (guard->nr - over) * sizeof(*pages));
	for (u32 i = 0; i < nr; i++) /* few: a call of memcpy() costs more */
		guard->pages[guard->nr - over + i] = pages[i];
	WRITE_ONCE(guard->nr, guard->nr - over + nr);
}

bool guard_remember(struct guard *guard, const struct prefetched *pages, u32 nr)
{
	bool room;

	spin_lock(&guard->lock);
	room = !is_short(guard, nr);
	if (room)
		append(guard, pages, nr);
	spin_unlock(&guard->lock);
	return room;
}

void guard_remember_growing(struct guard *guard, const struct prefetched *pages, u32 nr)
{
	grow(guard);
	spin_lock(&guard->lock);
	append(guard, pages, nr);
	spin_unlock(&guard->lock);
}

void guard_failed(struct guard *guard)
{
	spin_lock(&guard->lock);
	guard->pause = max_t(u32, guard->pause, PAUSE_FAULTS);
	spin_unlock(&guard->lock);
}
