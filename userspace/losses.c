// SPDX-License-Identifier: GPL-2.0-only
/* The table of losses and their text; see losses.h. */
#include "losses.h"

#include <inttypes.h>
#include <string.h>

static uint64_t get_missed(const struct report *report)
{
	return snapshot__missed(report->snapshot);
}

static uint64_t get_dropped(const struct report *report)
{
	return report->snapshot->losses.events_dropped;
}

static uint64_t get_no_state(const struct report *report)
{
	return report->snapshot->losses.no_task_state;
}

static uint64_t get_no_slot(const struct report *report)
{
	return report->snapshot->losses.no_cgroup_slot;
}

static uint64_t get_no_use_row(const struct report *report)
{
	return report->snapshot->losses.no_use_row;
}

static uint64_t get_untracked(const struct report *report)
{
	return use__untracked(&report->total.use);
}

static uint64_t get_unclosed(const struct report *report)
{
	return report->snapshot->losses.unclosed;
}

static uint64_t get_unmatched_cgroups(const struct report *report)
{
	return report->unmatched.cgroups;
}

static uint64_t get_unmatched_pages(const struct report *report)
{
	return report->unmatched.pages;
}

static uint64_t get_iaa_no_room(const struct report *report)
{
	return report->snapshot->iaa.losses.no_room;
}

static uint64_t get_iaa_no_queue(const struct report *report)
{
	return report->snapshot->iaa.losses.no_queue;
}

static uint64_t get_iaa_no_cgroup(const struct report *report)
{
	return report->snapshot->iaa.losses.no_cgroup;
}

static uint64_t get_iaa_unclosed(const struct report *report)
{
	return report->snapshot->iaa.losses.unclosed;
}

const struct loss losses[] = {
	{ "missed_total", "missed", "probe runs skipped by the kernel", get_missed },
	{ "events_dropped", "dropped",
	  "event records found the buffer full: the events are incomplete, the totals are not",
	  get_dropped },
	{ "no_task_state", "no memory",
	  "batches or pages not counted, their task's state could not be allocated", get_no_state },
	{ "no_cgroup_slot", "map full",
	  "additions went to (other), more cgroups swapped in than have room", get_no_slot },
	{ "no_use_row", "map full",
	  "times a cgroup or setting found no room to tell the use of its pages apart, it is in "
	  "(other)", get_no_use_row },
	{ "untracked", "untracked",
	  "prefetched pages whose use is not known: --track-memory gives them more room",
	  get_untracked },
	{ "unclosed", "unclosed", "batches whose end was not seen: their latency is not counted",
	  get_unclosed },
	{ "unmatched_cgroups", "unmatched",
	  "cgroups were removed before their path was known: -c may have meant them",
	  get_unmatched_cgroups },
	{ "unmatched_pages", "unmatched", "pages were read by or for those cgroups",
	  get_unmatched_pages },
	{ "iaa_no_room", "map full", "IAA operations or calls not counted, too many at a time",
	  get_iaa_no_room },
	{ "iaa_no_queue", "map full", "IAA operations are in (other), more work queues than have room",
	  get_iaa_no_queue },
	{ "iaa_no_cgroup", "map full", "pages that IAA may have decompressed are in (other)",
	  get_iaa_no_cgroup },
	{ "iaa_unclosed", "unclosed", "IAA operations whose end was not seen", get_iaa_unclosed },
};

const size_t nr_losses = sizeof(losses) / sizeof(losses[0]);

/* What a skipped run of a program loses. */
enum lost {
	LOST_BATCHES, /* what is not listed below begins or ends one */
	LOST_PAGES,
	LOST_OUTCOMES,
	LOST_WAITS,
	LOST_IAA,
	LOST_VERDICTS, /* which are in the totals all the same */
	NR_LOST,
};

static enum lost lost_with(const char *function)
{
	static const struct {
		const char *function;
		enum lost lost;
	} functions[] = {
		{ "swap_read_folio", LOST_PAGES },
		{ "zswap_load", LOST_PAGES },
		{ "swap_update_readahead", LOST_OUTCOMES },
		{ "swap_cache_get_folio", LOST_OUTCOMES },
		{ "__swap_cache_del_folio", LOST_OUTCOMES },
		{ "__delete_from_swap_cache", LOST_OUTCOMES },
		{ "__folio_lock_or_retry", LOST_WAITS },
		{ "idxd_submit_desc", LOST_IAA },
		{ "idxd_free_desc", LOST_IAA },
		{ "iaa_desc_complete", LOST_IAA },
		{ "iaa_comp_acompress", LOST_IAA },
		{ "iaa_comp_adecompress", LOST_IAA },
		{ "deflate_generic_compress", LOST_IAA },
		{ "deflate_generic_decompress", LOST_IAA },
		{ "swapra_verdict", LOST_VERDICTS },
	};

	for (size_t i = 0; i < sizeof(functions) / sizeof(functions[0]); i++)
		if (!strcmp(functions[i].function, function))
			return functions[i].lost;
	return LOST_BATCHES;
}

/* Misses of all programs on a function, if index is the first of them; else 0. */
static uint64_t missed_of_function(const struct snapshot *snap, size_t index)
{
	const char *function = snap->misses[index].function;
	uint64_t missed = 0;

	for (size_t i = 0; i < snap->nr_misses; i++) {
		if (strcmp(snap->misses[i].function, function))
			continue;
		if (i < index)
			return 0;
		missed += snap->misses[i].missed;
	}
	return missed;
}

/* What may be short, and what else may be wrong with the figures. */
static void print_consequences(FILE *out, const uint64_t lost[NR_LOST], uint64_t loads)
{
	static const struct {
		enum lost lost;
		const char *text;
	} others[] = {
		{ LOST_OUTCOMES, "prefetched pages may have the wrong outcome" },
		{ LOST_WAITS, "waits are not counted" },
		{ LOST_IAA, "operations or calls of IAA are not counted" },
		{ LOST_VERDICTS, "events lack their verdict" },
	};
	const char *separator = ":";

	if (lost[LOST_PAGES] || lost[LOST_BATCHES]) {
		fputs(": counts may be short by up to ", out);
		separator = ", and";
	}
	if (lost[LOST_PAGES])
		fprintf(out, "%" PRIu64 " pages", lost[LOST_PAGES]);
	if (lost[LOST_BATCHES])
		fprintf(out, "%s%" PRIu64 " batches", lost[LOST_PAGES] ? " and " : "",
			lost[LOST_BATCHES]);
	/* What is not seen to be loaded looks like a page that had no data. */
	if (loads)
		fprintf(out, ", and up to %" PRIu64 " of the zero-filled pages were not", loads);
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
		if (!lost[others[i].lost])
			continue;
		fprintf(out, "%s up to %" PRIu64 " %s", separator, lost[others[i].lost],
			others[i].text);
		separator = ", and";
	}
}

/* " (swap_read_folio 7, zswap_load 5): counts may be short by up to 12 pages" */
static void print_missed_functions(FILE *out, const struct snapshot *snap)
{
	uint64_t lost[NR_LOST] = {}, loads = 0;
	const char *separator = " (";

	for (size_t i = 0; i < snap->nr_misses; i++) {
		const char *function = snap->misses[i].function;
		uint64_t missed = missed_of_function(snap, i);

		if (!missed)
			continue;
		fprintf(out, "%s%s %" PRIu64, separator, function, missed);
		separator = ", ";
		lost[lost_with(function)] += missed;
		if (!strcmp(function, "zswap_load"))
			loads = missed;
	}
	fputs(")", out);
	print_consequences(out, lost, loads);
}

void losses__print(FILE *out, const struct report *report)
{
	for (size_t i = 0; i < nr_losses; i++) {
		uint64_t number = losses[i].get(report);

		if (!number)
			continue;
		fprintf(out, "%s: %" PRIu64 " %s", losses[i].label, number, losses[i].consequence);
		if (losses[i].get == get_missed)
			print_missed_functions(out, report->snapshot);
		fputc('\n', out);
	}
}
