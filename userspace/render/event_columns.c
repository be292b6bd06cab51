// SPDX-License-Identifier: GPL-2.0-only
/* The table of event columns and its getters; see event_columns.h. */
#include "event_columns.h"

#include "../totals.h"

static struct value count(uint64_t number)
{
	return (struct value){ .type = VALUE_COUNT, .integer = number };
}

/* For figures where 0 says "the kernel does not tell". */
static struct value known(enum value_type type, uint64_t number)
{
	return (struct value){ .type = number ? type : VALUE_NONE, .integer = number };
}

static struct value text(const char *string)
{
	return (struct value){ .type = VALUE_TEXT, .text = string };
}

static struct value get_pid(const struct event_view *view)
{
	return count(view->event->pid);
}

static struct value get_tid(const struct event_view *view)
{
	return count(view->event->tid);
}

static struct value get_comm(const struct event_view *view)
{
	return text(view->event->comm);
}

static struct value get_kind(const struct event_view *view)
{
	return text(kind__name(view->event->kind));
}

static struct value get_address(const struct event_view *view)
{
	return known(VALUE_ADDRESS, view->event->address);
}

static struct value get_swap_type(const struct event_view *view)
{
	return count(view->event->swap_type);
}

static struct value get_swap_offset(const struct event_view *view)
{
	return count(view->event->swap_offset);
}

static struct value get_window(const struct event_view *view)
{
	return known(VALUE_COUNT, view->event->window);
}

static struct value get_zswap(const struct event_view *view)
{
	return count(view->event->pages[SWAPRA_ZSWAP]);
}

static struct value get_disk(const struct event_view *view)
{
	return count(view->event->pages[SWAPRA_DISK]);
}

static struct value get_zero(const struct event_view *view)
{
	return count(view->event->pages[SWAPRA_ZERO]);
}

static struct value get_demand(const struct event_view *view)
{
	return count(view->event->demand_pages);
}

static struct value get_for_others(const struct event_view *view)
{
	return count(view->event->other_pages);
}

static struct value get_failed(const struct event_view *view)
{
	return (struct value){ .type = VALUE_BOOL, .integer = view->event->failed };
}

static struct value get_latency(const struct event_view *view)
{
	return (struct value){ .type = VALUE_DURATION, .integer = view->event->latency_ns };
}

static struct value get_cgroup(const struct event_view *view)
{
	return text(view->cgroup);
}

static struct value get_id(const struct event_view *view)
{
	uint64_t cgroup = view->event->cgroup;

	return known(VALUE_COUNT, cgroup == SWAPRA_CGROUP_OTHER ? 0 : cgroup);
}

/* Of an event for which no policy was asked there is no verdict. */
static struct value verdict(const struct event_view *view, enum value_type type, uint64_t number)
{
	return (struct value){ .type = view->event->policy ? type : VALUE_NONE, .integer = number };
}

static struct value get_policy(const struct event_view *view)
{
	return verdict(view, VALUE_COUNT, view->event->policy);
}

static struct value get_asked(const struct event_view *view)
{
	return verdict(view, VALUE_COUNT, view->event->verdict_asked);
}

static struct value get_granted(const struct event_view *view)
{
	return verdict(view, VALUE_COUNT, view->event->verdict_window);
}

static struct value get_placement(const struct event_view *view)
{
	const char *name = placement__name(view->event->verdict_placement);

	return view->event->policy && name ? text(name) : (struct value){ .type = VALUE_NONE };
}

#define VERDICT_FLAG(name, flag) \
	static struct value get_##name(const struct event_view *view) \
	{ \
		return verdict(view, VALUE_BOOL, !!(view->event->verdict_flags & (flag))); \
	}

VERDICT_FLAG(clamped, VERDICT_CLAMPED)
VERDICT_FLAG(guarded, VERDICT_GUARDED)
VERDICT_FLAG(error, VERDICT_ERROR)
VERDICT_FLAG(background, VERDICT_BACKGROUND)
VERDICT_FLAG(hint, VERDICT_HINT)

/* The cgroup is the table's last: it is the one without a limit, and is never cut. */
const struct event_column event_columns[] = {
	{ "pid", "PID", 7, .get = get_pid },
	{ "tid", NULL, 0, .get = get_tid },
	{ "comm", "COMM", -15, .get = get_comm },
	{ "kind", "KIND", -7, .get = get_kind },
	{ "address", "ADDRESS", 12, .get = get_address },
	{ "swap_type", "DEV", 3, .get = get_swap_type },
	{ "swap_offset", "OFFSET", 8, .get = get_swap_offset },
	{ "window", "WIN", 3, .get = get_window },
	{ "pages.zswap", "ZSW", 3, .get = get_zswap },
	{ "pages.disk", "DSK", 3, .get = get_disk },
	{ "pages.zero", "ZER", 3, .get = get_zero },
	{ "pages.demand", "DEM", 3, .get = get_demand },
	{ "pages.for_others", "OTH", 3, .get = get_for_others },
	{ "failed", "FAILED", 6, .get = get_failed },
	{ "latency_ns", "LATENCY", 7, .get = get_latency },
	{ "verdict.asked", "ASK", 3, .get = get_asked, .is_verdict = true },
	{ "verdict.window", "GOT", 3, .get = get_granted, .is_verdict = true },
	{ "verdict.placement", NULL, 0, .get = get_placement, .is_verdict = true },
	{ "verdict.clamped", NULL, 0, .get = get_clamped, .is_verdict = true },
	{ "verdict.guarded", NULL, 0, .get = get_guarded, .is_verdict = true },
	{ "verdict.error", NULL, 0, .get = get_error, .is_verdict = true },
	{ "verdict.background", NULL, 0, .get = get_background, .is_verdict = true },
	{ "verdict.hint", NULL, 0, .get = get_hint, .is_verdict = true },
	{ "policy.cgroup", NULL, 0, .get = get_policy, .is_verdict = true },
	{ "cgroup", "CGROUP", 0, .get = get_cgroup },
	{ "id", NULL, 0, .get = get_id },
};

const size_t nr_event_columns = sizeof(event_columns) / sizeof(event_columns[0]);

bool event_column__is_shown(const struct event_column *column, bool has_verdicts)
{
	return column->header && (has_verdicts || !column->is_verdict);
}
