// SPDX-License-Identifier: GPL-2.0-only
/* The tables of fields; see fields.h. Names never change; their order is of no matter. */
#include "fields.h"

#define WIDTH(type, path) sizeof(((type *)0)->path)
#define INNER(type, path) (sizeof(((type *)0)->path) / sizeof(((type *)0)->path[0]))

#define NUMBER(type, path) { #path, offsetof(type, path), WIDTH(type, path), 0, 1, 1 }
#define ARRAY_FLAGS(type, path, flags) \
	{ #path, offsetof(type, path), WIDTH(type, path[0]), flags, 1, INNER(type, path) }
#define ARRAY(type, path) ARRAY_FLAGS(type, path, 0)
#define BUCKETS(type, path) ARRAY_FLAGS(type, path, RECORD_FIELD_OPEN)
#define TABLE_FLAGS(type, path, flags) \
	{ #path, offsetof(type, path), WIDTH(type, path[0][0]), flags, INNER(type, path), \
	  INNER(type, path[0]) }

static const struct record_field row_fields[] = {
	NUMBER(struct swapra_row, cgroup),
	TABLE_FLAGS(struct swapra_row, totals.pages, 0),
	NUMBER(struct swapra_row, totals.pages_by_others),
	NUMBER(struct swapra_row, totals.load_errors),
	NUMBER(struct swapra_row, totals.load_ns_sum),
	BUCKETS(struct swapra_row, totals.load_ns),
	NUMBER(struct swapra_row, totals.use_age_ns_sum),
	BUCKETS(struct swapra_row, totals.use_age_ns),
	NUMBER(struct swapra_row, totals.waste_age_ns_sum),
	BUCKETS(struct swapra_row, totals.waste_age_ns),
	ARRAY(struct swapra_row, totals.batches),
	ARRAY(struct swapra_row, totals.failed),
	NUMBER(struct swapra_row, totals.pages_for_others),
	BUCKETS(struct swapra_row, totals.batch_pages),
	TABLE_FLAGS(struct swapra_row, totals.batch_source_pages, RECORD_FIELD_OPEN),
	NUMBER(struct swapra_row, totals.fault_ns_sum),
	BUCKETS(struct swapra_row, totals.fault_ns),
	ARRAY(struct swapra_row, totals.waits),
	ARRAY(struct swapra_row, totals.wait_ns),
};

static const struct record_field use_fields[] = {
	NUMBER(struct use_row, key.cgroup),
	NUMBER(struct use_row, key.policy),
	NUMBER(struct use_row, key.window),
	NUMBER(struct use_row, key.placement),
	NUMBER(struct use_row, use.demand),
	NUMBER(struct use_row, use.tracked),
	NUMBER(struct use_row, use.untracked),
	NUMBER(struct use_row, use.unseen),
	ARRAY(struct use_row, use.outcomes),
	NUMBER(struct use_row, use.faults),
	NUMBER(struct use_row, use.timed),
	NUMBER(struct use_row, use.timed_pages),
	NUMBER(struct use_row, use.timed_pages_sq),
	NUMBER(struct use_row, use.timed_ns),
	NUMBER(struct use_row, use.timed_pages_ns),
	NUMBER(struct use_row, pending),
};

static const struct record_field misses_fields[] = {
	ARRAY(struct record_misses, program),
	ARRAY(struct record_misses, function),
	NUMBER(struct record_misses, missed),
};

static const struct record_field policy_fields[] = {
	NUMBER(struct verdict_policy, cgroup),
	ARRAY(struct verdict_policy, name),
};

#define COUNTS(type, path) \
	NUMBER(type, path.verdicts), \
	NUMBER(type, path.kernel), \
	NUMBER(type, path.single), \
	NUMBER(type, path.sized), \
	NUMBER(type, path.prefetched), \
	NUMBER(type, path.clamped), \
	NUMBER(type, path.guarded), \
	NUMBER(type, path.errors), \
	NUMBER(type, path.background), \
	NUMBER(type, path.failed_charges)

static const struct record_field verdicts_fields[] = {
	NUMBER(struct verdict_row, cgroup),
	NUMBER(struct verdict_row, policy),
	COUNTS(struct verdict_row, counts),
};

static const struct record_field snapshot_fields[] = {
	NUMBER(struct record_snapshot, time_ns),
	NUMBER(struct record_snapshot, wall_s),
	NUMBER(struct record_snapshot, wall_ns),
	NUMBER(struct record_snapshot, flags),
	NUMBER(struct record_snapshot, nr_rows),
	NUMBER(struct record_snapshot, nr_uses),
	NUMBER(struct record_snapshot, nr_misses),
	NUMBER(struct record_snapshot, nr_policies),
	NUMBER(struct record_snapshot, nr_verdicts),
	NUMBER(struct record_snapshot, losses.events_dropped),
	NUMBER(struct record_snapshot, losses.no_task_state),
	NUMBER(struct record_snapshot, losses.no_cgroup_slot),
	NUMBER(struct record_snapshot, losses.no_use_row),
	NUMBER(struct record_snapshot, losses.unclosed),
	NUMBER(struct record_snapshot, tracking.places),
	NUMBER(struct record_snapshot, tracking.bytes),
	NUMBER(struct record_snapshot, tracking.pending),
	NUMBER(struct record_snapshot, kernel_hits.phantom),
	NUMBER(struct record_snapshot, kernel_hits.silent),
	NUMBER(struct record_snapshot, module_loaded),
	NUMBER(struct record_snapshot, module_load),
	COUNTS(struct record_snapshot, verdicts),
};

static const struct record_field device_fields[] = {
	NUMBER(struct record_device, time_ns),
	NUMBER(struct record_device, index),
	NUMBER(struct record_device, nr),
	ARRAY(struct record_device, device.path),
	NUMBER(struct record_device, device.is_file),
	ARRAY(struct record_device, device.disk),
	NUMBER(struct record_device, device.synchronous),
	NUMBER(struct record_device, device.rotational),
};

static const struct record_field clock_fields[] = {
	NUMBER(struct record_clock, wall_offset_ns),
};

static const struct record_field event_fields[] = {
	NUMBER(struct swapra_event, time_ns),
	NUMBER(struct swapra_event, latency_ns),
	NUMBER(struct swapra_event, cgroup),
	NUMBER(struct swapra_event, address),
	NUMBER(struct swapra_event, swap_offset),
	NUMBER(struct swapra_event, swap_type),
	NUMBER(struct swapra_event, kind),
	NUMBER(struct swapra_event, pid),
	NUMBER(struct swapra_event, tid),
	NUMBER(struct swapra_event, window),
	ARRAY(struct swapra_event, pages),
	NUMBER(struct swapra_event, demand_pages),
	NUMBER(struct swapra_event, other_pages),
	NUMBER(struct swapra_event, failed),
	NUMBER(struct swapra_event, verdict_placement),
	ARRAY(struct swapra_event, comm),
	NUMBER(struct swapra_event, policy),
	NUMBER(struct swapra_event, verdict_asked),
	NUMBER(struct swapra_event, verdict_window),
	NUMBER(struct swapra_event, verdict_flags),
};

static const struct record_field outcome_fields[] = {
	NUMBER(struct swapra_outcome_event, time_ns),
	NUMBER(struct swapra_outcome_event, age_ns),
	NUMBER(struct swapra_outcome_event, cgroup),
	NUMBER(struct swapra_outcome_event, policy),
	NUMBER(struct swapra_outcome_event, swap_offset),
	NUMBER(struct swapra_outcome_event, swap_type),
	NUMBER(struct swapra_outcome_event, outcome),
	NUMBER(struct swapra_outcome_event, window),
	NUMBER(struct swapra_outcome_event, placement),
	NUMBER(struct swapra_outcome_event, pid),
	NUMBER(struct swapra_outcome_event, tid),
	ARRAY(struct swapra_outcome_event, comm),
};

static const struct record_field end_fields[] = {
	NUMBER(struct record_end, events),
	NUMBER(struct record_end, not_written),
};

/* Of each kind of operation; a status is what the hardware calls so. */
#define NAMED(name, type, path) { name, offsetof(type, path), WIDTH(type, path), 0, 1, 1 }
#define NAMED_ARRAY(name, type, path, flags) \
	{ name, offsetof(type, path), WIDTH(type, path[0]), flags, 1, INNER(type, path) }
#define OPERATION(name, kind) \
	NAMED(name ".submitted", struct swapra_iaa_queue, operations[kind].submitted), \
	NAMED(name ".refused", struct swapra_iaa_queue, operations[kind].refused), \
	NAMED(name ".abandoned", struct swapra_iaa_queue, operations[kind].abandoned), \
	NAMED(name ".bytes_in", struct swapra_iaa_queue, operations[kind].bytes_in), \
	NAMED(name ".bytes_out", struct swapra_iaa_queue, operations[kind].bytes_out), \
	NAMED(name ".ns_sum", struct swapra_iaa_queue, operations[kind].ns_sum), \
	NAMED_ARRAY(name ".ns", struct swapra_iaa_queue, operations[kind].ns, RECORD_FIELD_OPEN), \
	NAMED_ARRAY(name ".status", struct swapra_iaa_queue, operations[kind].status, 0)

static const struct record_field iaa_queue_fields[] = {
	NUMBER(struct swapra_iaa_queue, device),
	NUMBER(struct swapra_iaa_queue, queue),
	NUMBER(struct swapra_iaa_queue, is_used),
	NUMBER(struct swapra_iaa_queue, in_flight),
	NUMBER(struct swapra_iaa_queue, in_flight_max),
	OPERATION("compress", SWAPRA_IAA_COMPRESS),
	OPERATION("decompress", SWAPRA_IAA_DECOMPRESS),
	OPERATION("verify", SWAPRA_IAA_VERIFY),
	OPERATION("other", SWAPRA_IAA_OTHER),
};

static const struct record_field iaa_pages_fields[] = {
	NUMBER(struct swapra_iaa_pages, cgroup),
	NUMBER(struct swapra_iaa_pages, iaa),
	NUMBER(struct swapra_iaa_pages, fallback),
	NUMBER(struct swapra_iaa_pages, other),
};

#define CALLS(name, kind) \
	NAMED(name ".calls", struct record_iaa, calls[kind].calls), \
	NAMED(name ".asynchronous", struct record_iaa, calls[kind].asynchronous), \
	NAMED(name ".disabled", struct record_iaa, calls[kind].disabled), \
	NAMED(name ".failed", struct record_iaa, calls[kind].failed), \
	NAMED(name ".fallbacks", struct record_iaa, calls[kind].fallbacks), \
	NAMED(name ".ns_sum", struct record_iaa, calls[kind].ns_sum), \
	NAMED_ARRAY(name ".ns", struct record_iaa, calls[kind].ns, RECORD_FIELD_OPEN)

static const struct record_field iaa_fields[] = {
	NUMBER(struct record_iaa, attached),
	NUMBER(struct record_iaa, since_ns),
	NUMBER(struct record_iaa, nr_queues),
	NUMBER(struct record_iaa, nr_pages),
	CALLS("compress", SWAPRA_IAA_CALL_COMPRESS),
	CALLS("decompress", SWAPRA_IAA_CALL_DECOMPRESS),
	NUMBER(struct record_iaa, losses.no_room),
	NUMBER(struct record_iaa, losses.no_queue),
	NUMBER(struct record_iaa, losses.no_cgroup),
	NUMBER(struct record_iaa, losses.unclosed),
};

#define TABLE(fields, type) { fields, sizeof(fields) / sizeof(fields[0]), sizeof(type) }

const struct record_table *record_table__find(unsigned item)
{
	static const struct record_table tables[RECORD_ITEM_TYPES] = {
		[RECORD_ITEM_DEVICE] = TABLE(device_fields, struct record_device),
		[RECORD_ITEM_ROW] = TABLE(row_fields, struct swapra_row),
		[RECORD_ITEM_USE] = TABLE(use_fields, struct use_row),
		[RECORD_ITEM_MISSES] = TABLE(misses_fields, struct record_misses),
		[RECORD_ITEM_POLICY] = TABLE(policy_fields, struct verdict_policy),
		[RECORD_ITEM_VERDICTS] = TABLE(verdicts_fields, struct verdict_row),
		[RECORD_ITEM_SNAPSHOT] = TABLE(snapshot_fields, struct record_snapshot),
		[RECORD_ITEM_CLOCK] = TABLE(clock_fields, struct record_clock),
		[RECORD_ITEM_EVENT] = TABLE(event_fields, struct swapra_event),
		[RECORD_ITEM_OUTCOME] = TABLE(outcome_fields, struct swapra_outcome_event),
		[RECORD_ITEM_END] = TABLE(end_fields, struct record_end),
		[RECORD_ITEM_IAA_QUEUE] = TABLE(iaa_queue_fields, struct swapra_iaa_queue),
		[RECORD_ITEM_IAA_PAGES] = TABLE(iaa_pages_fields, struct swapra_iaa_pages),
		[RECORD_ITEM_IAA] = TABLE(iaa_fields, struct record_iaa),
	};

	return item < RECORD_ITEM_TYPES && tables[item].fields ? &tables[item] : NULL;
}

/* Whoever adds a counter adds its field: these fail until then. */
_Static_assert(sizeof(struct swapra_totals) ==
	       8 * (SWAPRA_SOURCES * SWAPRA_ROLES + 3 + SWAPRA_LATENCY_BUCKETS +
		    2 * (1 + SWAPRA_AGE_BUCKETS) + 2 * SWAPRA_KINDS + 1 +
		    (1 + SWAPRA_SOURCES) * SWAPRA_BATCH_BUCKETS + 1 + SWAPRA_LATENCY_BUCKETS +
		    2 * SWAPRA_WAITS), "row_fields has every counter");
_Static_assert(sizeof(struct swapra_use_key) == 24 && sizeof(struct swapra_use) == 112 &&
	       sizeof(struct use_row) == 24 + 112 + 8, "use_fields has every counter");
_Static_assert(sizeof(struct policy_counts) == 80, "COUNTS has every counter");
_Static_assert(sizeof(struct swapra_losses) == 40 && sizeof(struct use_tracking) == 24 &&
	       sizeof(struct swapra_kernel_hits) == 16, "snapshot_fields has every counter");
_Static_assert(sizeof(struct swapra_iaa_queue) ==
	       8 * (4 + SWAPRA_IAA_OPERATIONS * (6 + SWAPRA_LATENCY_BUCKETS + SWAPRA_IAA_STATUSES)) &&
	       SWAPRA_IAA_OPERATIONS == 4, "iaa_queue_fields has every counter");
_Static_assert(sizeof(struct swapra_iaa_pages) == 32 && SWAPRA_IAA_CALLS == 2 &&
	       sizeof(struct swapra_iaa_calls) == 8 * (6 + SWAPRA_LATENCY_BUCKETS) &&
	       sizeof(struct swapra_iaa_losses) == 32, "the other fields of IAA have every counter");
