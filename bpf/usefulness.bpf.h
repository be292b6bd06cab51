/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What became of prefetched pages. page_begin() remembers one under its swap entry;
 * the first of these to find it there takes it out and counts:
 *
 *   use_hit    the swap cache was looked up for a user
 *   use_gone   the page left the swap cache
 *
 * What they look up is a table of fixed size, a cache line for four entries that
 * follow each other on the swap device: as long as it has a place for every slot of
 * a device, all of its pages fit; two devices share it. A page that finds its line full is not tracked, and counted
 * as such. Nothing is locked: who changes the word of an entry from what he saw owns
 * the outcome.
 */
#ifndef SWAPRA_USEFULNESS_BPF_H
#define SWAPRA_USEFULNESS_BPF_H

#include "maps.bpf.h"
#include "compat.bpf.h"
#include "leaving.bpf.h"

#define USE_WAYS 4 /* of a line */

struct use_line {
	__u64 entry[USE_WAYS]; /* 0: free */
	__u64 info[USE_WAYS];  /* row, and the time of the batch; see use_info() */
};

/*
 * The state of a place, in the uppermost bits of the swap offset, which no device
 * reaches. What comes after EARLY is over: the place may be taken for another entry.
 */
#define USE_STATE_SHIFT 55
#define USE_STATE (7ULL << USE_STATE_SHIFT)
#define USE_PENDING (0ULL << USE_STATE_SHIFT)
#define USE_CLAIMED (1ULL << USE_STATE_SHIFT) /* its info is being written */
#define USE_EARLY (2ULL << USE_STATE_SHIFT)   /* wanted by a user before its reader came to count it */
#define USE_LATE (3ULL << USE_STATE_SHIFT)    /* used, its user may be about to wait for the read */

/* The row's index below, the time above: 44 bits of 256 ns are 52 days. */
#define USE_ROW_BITS 20
#define USE_ROW_MASK ((1U << USE_ROW_BITS) - 1)
#define USE_TIME_MASK (~0ULL >> USE_ROW_BITS)

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1); /* set by user space, a power of two */
	__type(key, __u32);
	__type(value, struct use_line);
} use_lines SEC(".maps");

/* Read by user space through mmap(): map system calls would keep kprobes from running. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, 1); /* set by user space, at most 2^USE_ROW_BITS */
	__type(key, __u32);
	__type(value, struct swapra_use_row);
} use_rows SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, 1);
	__type(key, struct swapra_use_key);
	__type(value, __u32);
} use_index SEC(".maps");

/* Rows of use_rows that were given back. */
struct {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(max_entries, 1); /* as many as rows */
	__type(value, __u32);
} use_free SEC(".maps");

const volatile __u32 cfg_use_lines_shift; /* use_lines has 2^this */
const volatile __u32 cfg_use_rows;       /* of use_rows; 0: usefulness is off */
const volatile bool cfg_outcomes;        /* a record of each outcome is wanted */

__u32 nr_use_rows = 1; /* row 0 is for keys that find the table full */
__u32 use_epoch;       /* one more: rows that tasks remember may have been closed */
struct swapra_kernel_hits kernel_hits;

#define CPUS_MAX 8192 /* that Debian builds its kernels for */

/*
 * What lies beyond the end of the table, or on another device, is spread over it: the
 * kernel takes its clusters of slots from all over a device, at distances of a power of two.
 */
static __always_inline struct use_line *use_line_of(__u64 entry)
{
	__u64 place = entry / USE_WAYS, far = place >> cfg_use_lines_shift;
	__u32 line = place + (far * 0x9e3779b97f4a7c15ULL >> 40);

	line &= (1U << cfg_use_lines_shift) - 1;
	return bpf_map_lookup_elem(&use_lines, &line);
}

/* Where an entry goes, unless another one is there already. */
static __always_inline __u32 use_own_way(__u64 entry)
{
	return entry & (USE_WAYS - 1);
}

/* The place in the line that is about the entry, whatever its state; USE_WAYS: none is. */
static __always_inline __u32 use_way(const struct use_line *line, __u64 entry, __u64 *word)
{
	__u32 way = use_own_way(entry);

	*word = *(volatile __u64 *)&line->entry[way];
	if (*word == entry)
		return way;
#pragma unroll
	for (way = 0; way < USE_WAYS; way++) {
		*word = *(volatile __u64 *)&line->entry[way];
		if ((*word & ~USE_STATE) == entry)
			return way;
	}
	return USE_WAYS;
}

static __always_inline bool use_take(struct use_line *line, __u32 way, __u64 word, __u64 leave)
{
	return __sync_val_compare_and_swap(&line->entry[way & (USE_WAYS - 1)], word, leave) == word;
}

static __always_inline struct swapra_use_row *use_row(__u32 index)
{
	return bpf_map_lookup_elem(&use_rows, &index);
}

/* A row that nobody has; 0: there is none. */
static __always_inline __u32 use_new_row(void)
{
	__u32 index;

	if (!bpf_map_pop_elem(&use_free, &index))
		return index;
	if (nr_use_rows >= cfg_use_rows)
		return 0;
	index = __sync_fetch_and_add(&nr_use_rows, 1);
	return index < cfg_use_rows ? index : 0;
}

/* The key's row; 0: it has none, or that is closed. */
static __always_inline __u32 use_find_row(const struct swapra_use_key *key)
{
	__u32 *index = bpf_map_lookup_elem(&use_index, key);

	return !index || *index & INDEX_CLOSED ? 0 : *index;
}

static __noinline __u32 use_row_create(const struct swapra_use_key *key)
{
	__u32 index = use_find_row(key);
	struct swapra_use_row *row;

	if (index)
		return index;
	index = use_new_row();
	row = index ? use_row(index) : NULL;
	if (row) {
		row->key = *key;
		if (!bpf_map_update_elem(&use_index, key, &index, BPF_NOEXIST))
			return index;
		/* Another CPU was faster, or the one that there is is closed. */
		bpf_map_push_elem(&use_free, &index, 0);
		index = use_find_row(key);
		if (index)
			return index;
	}
	count(&losses.no_use_row, 1);
	return 0;
}

/* User space sees to it that nothing of the row is pending when it is freed. */
static __noinline bool leave_uses(__u32 place, __u32 step)
{
	static const struct swapra_use_row unused;
	struct swapra_use_row *row = place ? use_row(place) : NULL;
	struct swapra_use_key key;
	__u32 *index;

	if (!row)
		return false;
	key = row->key;
	index = bpf_map_lookup_elem(&use_index, &key);
	if (!index || (*index & ~INDEX_CLOSED) != place)
		return false;
	if (step == SWAPRA_CLOSE) {
		*index = place | INDEX_CLOSED;
		__sync_fetch_and_add(&use_epoch, 1);
		return true;
	}
	if (!(*index & INDEX_CLOSED) || bpf_map_delete_elem(&use_index, &key))
		return false;
	*row = unused;
	return !bpf_map_push_elem(&use_free, &place, 0);
}

/* Make the state's row that of the cgroup and of what decided the open batch. */
__noinline int use_select_row(struct task_state *state, __u64 cgroup)
{
	struct swapra_use_key key = {};

	if (!state)
		return 0;
	key.cgroup = cgroup;
	if (cfg_verdicts && state->policy) {
		key.policy = state->policy;
		key.window = state->verdict_window;
		key.placement = key.window ? state->verdict_placement : 0;
	}
	state->use_epoch = use_epoch; /* before the row: it may be closed after */
	barrier();
	state->use_row = use_row_create(&key);
	state->use_cgroup = cgroup;
	state->use_policy = key.policy;
	state->use_window = key.window;
	state->use_placement = key.placement;
	return 0;
}

static __always_inline bool use_row_fits(const struct task_state *state, __u64 cgroup)
{
	if (state->use_cgroup != cgroup || !state->use_row || state->use_epoch != use_epoch)
		return false;
	if (!cfg_verdicts)
		return true;
	if (!state->policy || state->use_policy != state->policy)
		return state->use_policy == state->policy;
	return state->use_window == state->verdict_window &&
	       (!state->use_window || state->use_placement == state->verdict_placement);
}

static __always_inline __u32 use_row_index(struct task_state *state, __u64 cgroup)
{
	if (!use_row_fits(state, cgroup))
		use_select_row(state, cgroup);
	return state->use_row;
}

static __always_inline __u64 use_info(__u32 row, __u64 time_ns)
{
	return (row & USE_ROW_MASK) | time_ns >> SWAPRA_AGE_UNIT_SHIFT << USE_ROW_BITS;
}

__noinline int send_outcome(const struct swapra_use_key *key, __u64 entry, __u32 outcome,
			    __u64 age_ns)
{
	__u64 id = bpf_get_current_pid_tgid();
	struct swapra_outcome_event *event;

	if (!key)
		return 0;
	event = bpf_ringbuf_reserve(&events, sizeof(*event), 0);
	if (!event) {
		count(&losses.events_dropped, 1);
		return 0;
	}
	event->time_ns = bpf_ktime_get_ns();
	event->age_ns = age_ns;
	event->cgroup = key->cgroup;
	event->policy = key->policy;
	event->swap_offset = entry & ((1ULL << SWP_TYPE_SHIFT) - 1);
	event->swap_type = entry >> SWP_TYPE_SHIFT;
	event->outcome = outcome;
	event->window = key->window;
	event->placement = key->placement;
	event->pid = id >> 32;
	event->tid = id;
	bpf_get_current_comm(event->comm, sizeof(event->comm));
	bpf_ringbuf_submit(event, 0);
	return 0;
}

/* Of a page whose batch was timed. Returns its age. */
static __noinline __u64 count_age(__u64 cgroup, __u64 time, __u32 outcome)
{
	__u64 now = bpf_ktime_get_ns() >> SWAPRA_AGE_UNIT_SHIFT;
	__u64 age_ns = (now - time & USE_TIME_MASK) << SWAPRA_AGE_UNIT_SHIFT;
	__u32 bucket = swapra_age_bucket(age_ns);
	struct swapra_totals *totals = cgroup_totals(cgroup);

	if (!totals || bucket >= SWAPRA_AGE_BUCKETS)
		return age_ns;
	if (outcome == SWAPRA_HIT || outcome == SWAPRA_LATE) {
		count(&totals->use_age_ns[bucket], 1);
		count(&totals->use_age_ns_sum, age_ns);
	} else {
		count(&totals->waste_age_ns[bucket], 1);
		count(&totals->waste_age_ns_sum, age_ns);
	}
	return age_ns;
}

static __always_inline void use_settle(__u64 info, __u64 entry, __u32 outcome)
{
	struct swapra_use_row *row = use_row(info & USE_ROW_MASK);
	__u64 time = info >> USE_ROW_BITS, age_ns = 0;

	if (!row)
		return;
	count(&row->use.outcomes[outcome & (SWAPRA_OUTCOMES - 1)], 1);
	if (time)
		age_ns = count_age(row->key.cgroup, time, outcome);
	if (cfg_outcomes)
		send_outcome(&row->key, entry, outcome, age_ns);
}

/* The entry was in the table before its page was read: it left the swap cache unseen. */
static __always_inline void use_unseen(__u64 info)
{
	struct swapra_use_row *row = use_row(info & USE_ROW_MASK);

	if (row)
		count(&row->use.unseen, 1);
}

static __always_inline bool use_claim(struct use_line *line, __u32 way, __u64 entry, __u64 info)
{
	__u64 *word = &line->entry[way & (USE_WAYS - 1)], old = *(volatile __u64 *)word;

	if (old && (old & USE_STATE) <= USE_EARLY)
		return false;
	if (__sync_val_compare_and_swap(word, old, entry | USE_CLAIMED) != old)
		return false;
	line->info[way & (USE_WAYS - 1)] = info;
	barrier(); /* x86 keeps the order of stores */
	*(volatile __u64 *)word = entry;
	return true;
}

/* Of a sampled batch, one page in four is timed: that many outcomes have to read the clock. */
static __always_inline bool use_is_timed(__u64 entry)
{
	return !cfg_sample_mask || !use_own_way(entry);
}

/*
 * A prefetched page is about to be read. Nobody else can be adding this entry: its
 * page is in the swap cache, locked.
 */
static __always_inline int use_add(struct task_state *state, __u64 entry)
{
	struct use_line *line = use_line_of(entry);
	__u64 info, word;
	__u32 way;

	if (!state || !line)
		return 0;
	info = use_info(use_row_index(state, state->charged), use_is_timed(entry) ? state->start_ns : 0);
	way = use_way(line, entry, &word);
	if (way < USE_WAYS && use_take(line, way, word, 0)) {
		if ((word & USE_STATE) == USE_EARLY) {
			state->use_tracked++;
			count(&kernel_hits.silent, 1);
			use_settle(info, entry, SWAPRA_LATE);
			return 0;
		}
		if ((word & USE_STATE) == USE_PENDING)
			use_unseen(line->info[way & (USE_WAYS - 1)]);
	}
	for (way = 0; way < USE_WAYS; way++) {
		if (use_claim(line, use_own_way(entry) + way, entry, info)) {
			state->use_tracked++;
			return 0;
		}
	}
	state->use_untracked++;
	return 0;
}

/* The open page could not be read after all, and counts as no page. */
__noinline int use_forget(struct task_state *state, __u64 entry)
{
	struct use_line *line = use_line_of(entry);
	__u64 word;
	__u32 way;

	if (!state || !line)
		return 0;
	way = use_way(line, entry, &word);
	if (way == USE_WAYS)
		state->use_untracked--;
	else if (word == entry && use_take(line, way, word, 0))
		state->use_tracked--;
	return 0;
}

/* A user who found no record of the page that is being read: it may be just coming. */
static __always_inline void use_mark_early(struct use_line *line, __u64 entry)
{
	__u32 way;

	for (way = 0; way < USE_WAYS; way++)
		if (!line->entry[way] &&
		    !__sync_val_compare_and_swap(&line->entry[way], 0, entry | USE_EARLY))
			return;
}

/* A user found the page. late: it is still being read. Returns how many of ours that was: 1 or 0. */
static __always_inline __u32 use_hit(__u64 entry, bool late)
{
	struct use_line *line = entry ? use_line_of(entry) : NULL;
	__u64 word = 0, info;
	__u32 way;

	if (!line)
		return 0;
	way = use_way(line, entry, &word);
	if (way < USE_WAYS && word == entry) {
		info = line->info[way & (USE_WAYS - 1)];
		if (use_take(line, way, word, late ? entry | USE_LATE : 0)) {
			use_settle(info, entry, late ? SWAPRA_LATE : SWAPRA_HIT);
			return 1;
		}
		way = use_way(line, entry, &word); /* another CPU was faster */
	}
	if (late && way == USE_WAYS)
		use_mark_early(line, entry);
	return 0;
}

/* Most pages that leave the swap cache have been used, or were never prefetched. */
static __always_inline bool use_line_is_empty(const struct use_line *line)
{
	return !(line->entry[0] | line->entry[1] | line->entry[2] | line->entry[3]);
}

/* The page leaves the swap cache. shadow: what reclaim leaves in its place. */
static __always_inline int use_gone(__u64 entry, __u64 shadow)
{
	struct use_line *line = use_line_of(entry);
	__u64 word, info;
	__u32 way;

	if (!line || use_line_is_empty(line))
		return 0;
	way = use_way(line, entry, &word);
	if (way == USE_WAYS)
		return 0;
	info = line->info[way & (USE_WAYS - 1)];
	if (use_take(line, way, word, 0) && word == entry)
		use_settle(info, entry, shadow ? SWAPRA_RECLAIMED : SWAPRA_FREED);
	return 0;
}

/* Was the page that a user waits for a late hit of his? Asked once. */
__noinline int use_was_late(__u64 entry)
{
	struct use_line *line = use_line_of(entry);
	__u64 word;
	__u32 way;

	if (!line)
		return 0;
	way = use_way(line, entry, &word);
	if (way == USE_WAYS)
		return 0;
	return (word & USE_STATE) == USE_LATE && use_take(line, way, word, 0);
}

/*
 * The kernel's own hits. Whether it counts a look-up is not to be seen from the page:
 * its flag is set and cleared by others at any moment. But it is to be seen from the
 * CPU's count of hits, which is remembered here: 2 * (hits + 1), and 1 if the look-up
 * that came last was a hit of ours that the kernel may not have come to count yet.
 * 0: nobody has looked yet.
 */
struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u64);
} hits_told SEC(".maps");

static __always_inline __u64 hits_word(__u64 hits, __u32 ours)
{
	return (hits + 1) << 1 | ours;
}

/* The kernel counted so many hits where so many were ours. */
static __always_inline void tell_hits(__u64 counted, __u64 ours)
{
	if (counted > ours)
		count(&kernel_hits.phantom, counted - ours);
	else if (counted < ours)
		count(&kernel_hits.silent, ours - counted);
}

/*
 * Remember this look-up, and give the word of the one before. A task that moves to
 * another CPU in between makes a silent hit here and a phantom there, or the other way round.
 */
static __always_inline __u64 next_look_up(__u64 hits, __u32 ours)
{
	__u32 zero = 0;
	__u64 *told = bpf_map_lookup_elem(&hits_told, &zero);

	return told ? __atomic_exchange_n(told, hits_word(hits, ours), __ATOMIC_RELAXED) : 0;
}

/*
 * A user found the page in the swap cache, and the kernel is about to count that, or
 * not: the next look-up will tell.
 */
static __always_inline void page_found(struct folio *folio)
{
	const void *events = events_of_this_cpu();
	unsigned long flags = folio_flags(folio);
	__u64 hits, before;
	__u32 ours;

	if (has_flag(flags, PG_head)) /* such are not read ahead, and the kernel does not ask */
		return;
	ours = use_hit(folio_entry(folio), !has_flag(flags, PG_uptodate));
	if (!events)
		return;
	hits = hits_of_events(events);
	before = next_look_up(hits, ours);
	if (before)
		tell_hits(hits + 1 - (before >> 1), before & 1);
}

static __always_inline bool use_is_pending(__u64 entry)
{
	struct use_line *line = use_line_of(entry);
	__u64 word;

	return line && use_way(line, entry, &word) < USE_WAYS && word == entry;
}

/*
 * The same on 6.12, after the kernel has counted. Of the first look-up on a CPU it is
 * not known; take the kernel to be right. swapoff(2) looks up as well, and uses nothing:
 * the page stays pending. Drop with 6.12.
 */
static __always_inline void page_looked_up(struct folio *folio)
{
	const void *events = events_of_this_cpu();
	__u64 entry, hits, before;
	unsigned long flags;
	__u32 ours;

	if (!folio)
		return;
	flags = folio_flags(folio);
	if (has_flag(flags, PG_head))
		return;
	entry = folio_entry(folio);
	ours = current_is_swapoff() ? 0 : use_hit(entry, !has_flag(flags, PG_uptodate));
	if (!events)
		return;
	hits = hits_of_events(events);
	before = next_look_up(hits, 0);
	if (before)
		tell_hits(hits + 1 - (before >> 1), ours);
	else if (current_is_swapoff())
		tell_hits(use_is_pending(entry), 0);
}

/* What the kernel has counted on a CPU since the last look-up there, if any. 1: there is no such CPU. */
static long settle_hits_of_cpu(__u64 cpu, void *unused)
{
	__u32 zero = 0;
	__u64 *told = bpf_map_lookup_percpu_elem(&hits_told, &zero, cpu);
	const void *events = bpf_per_cpu_ptr(&vm_event_states, cpu);
	__u64 before, hits;

	if (!told || !events)
		return 1;
	before = *(volatile __u64 *)told;
	hits = hits_of_events(events);
	if (__sync_val_compare_and_swap(told, before, hits_word(hits, 0)) == before && before)
		tell_hits(hits + 1 - (before >> 1), before & 1);
	return 0;
}

/* Before the numbers are read. A look-up that is not done yet becomes one silent and one phantom hit. */
static __always_inline void settle_hits(void)
{
	if (cfg_use_rows && &vm_event_states)
		bpf_loop(CPUS_MAX, settle_hits_of_cpu, NULL, 0);
}

/* A page fault is about to wait for the page. */
static __always_inline void wait_begin(struct folio *folio)
{
	struct task_state *state;

	if (!folio_test(folio, PG_swapcache))
		return;
	state = task_state_create();
	if (!state)
		return;
	state->wait_kind = use_was_late(folio_entry(folio)) ?
				   SWAPRA_WAIT_LATE : SWAPRA_WAIT_DEMAND;
	state->wait_ns = bpf_ktime_get_ns();
}

static __always_inline void wait_end(void)
{
	struct task_state *state = task_state();
	struct swapra_totals *totals;
	__u32 kind;

	if (!state || !state->wait_ns)
		return;
	kind = state->wait_kind & 1;
	totals = cgroup_totals(cgroup_id(css_cgroup(mm_css(current_mm()))));
	if (totals) {
		count(&totals->waits[kind], 1);
		count(&totals->wait_ns[kind], bpf_ktime_get_ns() - state->wait_ns);
	}
	state->wait_ns = 0;
	if (!state->target && !state->folio)
		task_state_release(state);
}

/* Add what waits in the state to its row; before the row changes. */
static __always_inline void use_flush(struct task_state *state, __u32 demand)
{
	struct swapra_use_row *row;

	if (!cfg_use_rows || !(demand || state->use_tracked || state->use_untracked))
		return;
	row = use_row(use_row_index(state, state->charged));
	if (!row)
		return;
	if (demand)
		count(&row->use.demand, demand);
	if (state->use_tracked)
		count(&row->use.tracked, state->use_tracked);
	if (state->use_untracked)
		count(&row->use.untracked, state->use_untracked);
	state->use_tracked = 0;
	state->use_untracked = 0;
}

static __always_inline void use_count_fault(struct task_state *state, __u32 pages,
					    __u64 latency_ns)
{
	struct swapra_use_row *row;

	if (!cfg_use_rows)
		return;
	row = use_row(use_row_index(state, state->faulting));
	if (!row)
		return;
	count(&row->use.faults, 1);
	if (!state->start_ns)
		return;
	count(&row->use.timed, 1);
	count(&row->use.timed_pages, pages);
	count(&row->use.timed_pages_sq, (__u64)pages * pages);
	count(&row->use.timed_ns, latency_ns);
	count(&row->use.timed_pages_ns, pages * latency_ns);
}

#endif /* SWAPRA_USEFULNESS_BPF_H */
