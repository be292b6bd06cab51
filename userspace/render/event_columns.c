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

/* The cgroup comes last: it is the one column without a limit, and is never cut. */
const struct event_column event_columns[] = {
	{ "pid", "PID", 7, get_pid },
	{ "tid", NULL, 0, get_tid },
	{ "comm", "COMM", -15, get_comm },
	{ "kind", "KIND", -7, get_kind },
	{ "address", "ADDRESS", 12, get_address },
	{ "swap_type", "DEV", 3, get_swap_type },
	{ "swap_offset", "OFFSET", 8, get_swap_offset },
	{ "window", "WIN", 3, get_window },
	{ "pages.zswap", "ZSW", 3, get_zswap },
	{ "pages.disk", "DSK", 3, get_disk },
	{ "pages.zero", "ZER", 3, get_zero },
	{ "pages.demand", "DEM", 3, get_demand },
	{ "pages.for_others", "OTH", 3, get_for_others },
	{ "failed", "FAILED", 6, get_failed },
	{ "latency_ns", "LATENCY", 7, get_latency },
	{ "cgroup", "CGROUP", 0, get_cgroup },
	{ "id", NULL, 0, get_id },
};

const size_t nr_event_columns = sizeof(event_columns) / sizeof(event_columns[0]);
