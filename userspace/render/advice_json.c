// SPDX-License-Identifier: GPL-2.0-only
/* `swapra advise -o json`: one object, with every term of the arithmetic. */
#include <errno.h>
#include <math.h>
#include <stdlib.h>

#include "../duration.h"
#include "../losses.h"
#include "advice.h"
#include "builder.h"

/* What is not known is null; no number of ours needs more than four decimals. */
static void put_real(struct builder *builder, json_object *object, const char *key, double real)
{
	char text[400];

	if (!isfinite(real)) {
		builder__put_null(builder, object, key);
		return;
	}
	snprintf(text, sizeof(text), "%.4f", real);
	builder__put(builder, object, key, json_object_new_double_s(real, text));
}

/* Members of an object that are members of a struct. */
struct member {
	const char *key;
	size_t offset;
	bool is_real;
};

#define NUMBER(key, type, path) { key, offsetof(struct type, path), false }
#define REAL(key, type, path) { key, offsetof(struct type, path), true }

static void put_members(struct builder *builder, json_object *object, const void *from,
			const struct member *members, size_t nr)
{
	for (size_t i = 0; i < nr; i++) {
		const void *at = (const char *)from + members[i].offset;

		if (members[i].is_real)
			put_real(builder, object, members[i].key, *(const double *)at);
		else
			builder__put_number(builder, object, members[i].key, *(const uint64_t *)at);
	}
}

#define PUT_MEMBERS(builder, object, from, members) \
	put_members(builder, object, from, members, sizeof(members) / sizeof((members)[0]))

static json_object *case_object(struct builder *builder, const struct advice_case *with)
{
	static const char *const balances[] = { "costs", "even", "pays" };
	static const struct member members[] = {
		REAL("page_ns", advice_case, price.page_ns),
		REAL("first_ns", advice_case, price.first_ns),
		REAL("hits", advice_case, hits),
		REAL("adds_ns", advice_case, adds_ns),
		REAL("saves_ns", advice_case, saves_ns),
		REAL("break_even", advice_case, break_even),
	};
	json_object *object = json_object_new_object();

	PUT_MEMBERS(builder, object, with, members);
	builder__put_text(builder, object, "balance", balances[with->balance + 1]);
	return object;
}

static json_object *cost_object(struct builder *builder, const struct page_cost *cost)
{
	static const struct member means[] = {
		REAL("mean_ns", page_cost, mean_ns),
		REAL("mean_pages", page_cost, mean_pages),
		REAL("load_ns", page_cost, load_ns),
	};
	json_object *object = json_object_new_object();
	bool is_there = cost->line.is_there;

	builder__put_text(builder, object, "basis", page_cost_basis__name(cost->basis));
	PUT_MEMBERS(builder, object, cost, means);
	put_real(builder, object, "line_at_zero_ns", is_there ? cost->line.at_zero_ns : NAN);
	put_real(builder, object, "line_page_ns", is_there ? cost->line.page_ns : NAN);
	return object;
}

static json_object *terms_object(struct builder *builder, const struct advice *advice)
{
	static const struct member members[] = {
		NUMBER("faults", advice, faults),
		NUMBER("faults_left_out", advice, other_faults),
		NUMBER("timed", advice, timed),
		NUMBER("demand", advice, demand),
		NUMBER("prefetched", advice, prefetched),
		NUMBER("hits", advice, hits),
		NUMBER("late", advice, late),
		NUMBER("wasted", advice, wasted),
		NUMBER("unsettled", advice, unsettled),
		REAL("accuracy", advice, accuracy),
		REAL("coverage", advice, coverage),
		REAL("foreign", advice, foreign),
		NUMBER("largest_batch", advice, largest_batch),
		REAL("wait_ns", advice, wait_ns),
		REAL("late_ns", advice, late_ns),
		REAL("fault_ns", advice, fault_ns),
	};
	json_object *object = json_object_new_object();

	PUT_MEMBERS(builder, object, advice, members);
	builder__put(builder, object, "cost", cost_object(builder, &advice->cost));
	builder__put(builder, object, "best", case_object(builder, &advice->best));
	builder__put(builder, object, "worst", case_object(builder, &advice->worst));
	return object;
}

/* What a verdict needs: a reader of the terms can repeat it. */
static json_object *limits_object(struct builder *builder)
{
	static const struct {
		const char *key;
		double limit;
	} limits[] = {
		{ "margin", ADVICE_MARGIN },
		{ "negligible", ADVICE_NEGLIGIBLE },
		{ "foreign", ADVICE_FOREIGN },
		{ "accurate", ADVICE_ACCURATE },
		{ "full", ADVICE_FULL },
		{ "same_source", ADVICE_SAME_SOURCE },
	};
	json_object *object = json_object_new_object();

	builder__put_number(builder, object, "timed", ADVICE_MIN_TIMED);
	builder__put_number(builder, object, "outcomes", ADVICE_MIN_OUTCOMES);
	for (size_t i = 0; i < sizeof(limits) / sizeof(limits[0]); i++)
		put_real(builder, object, limits[i].key, limits[i].limit);
	return object;
}

/* NULL text: out of memory, unless there is none to be had. */
static void put_made_text(struct builder *builder, json_object *object, const char *key, char *text)
{
	if (!text)
		builder->out_of_memory = true;
	builder__put_text(builder, object, key, text && *text ? text : NULL);
	free(text);
}

static char *sentence(const struct advice *advice)
{
	char *text = NULL;
	size_t size;
	FILE *out = open_memstream(&text, &size);

	if (!out)
		return NULL;
	advice__summarize(out, advice);
	if (!fclose(out))
		return text;
	free(text);
	return NULL;
}

static json_object *row_object(struct builder *builder, const struct advice *advice)
{
	json_object *object = json_object_new_object();

	builder__put_text(builder, object, "cgroup", advice->name);
	builder__put_number(builder, object, "id", advice->cgroup);
	builder__put_text(builder, object, "verdict", advice_verdict__name(advice->verdict));
	builder__put_text(builder, object, "reason", advice_reason__name(advice->reason));
	put_made_text(builder, object, "text", sentence(advice));
	put_made_text(builder, object, "command", advice__command(advice));
	builder__put_text(builder, object, "policy", advice->setting);
	builder__put_text(builder, object, "advised_policy", advice->policy[0] ? advice->policy : NULL);
	put_real(builder, object, "gain_ns_per_second", advice->gain_ns_per_second);
	builder__put(builder, object, "terms", terms_object(builder, advice));
	return object;
}

static json_object *losses_object(struct builder *builder, const struct report *report)
{
	json_object *object = json_object_new_object();

	for (size_t i = 0; i < nr_losses; i++)
		builder__put_number(builder, object, losses[i].key, losses[i].get(report));
	return object;
}

int advice_json__print(FILE *out, const struct advice_view *view)
{
	json_object *object = json_object_new_object(), *rows = json_object_new_array();
	struct builder builder = { false };
	char time[TIME_TEXT];

	time__format_utc(time, &view->report->time);
	builder__put_text(&builder, object, "type", "advice");
	builder__put_text(&builder, object, "time", time);
	builder__put_number(&builder, object, "duration_ns", view->report->duration_ns);
	builder__put_text(&builder, object, "backend", view->report->backend);
	builder__put_text(&builder, object, "missing_module", view->missing_module);
	for (size_t i = 0; i < view->list->nr; i++)
		builder__append(&builder, rows, row_object(&builder, &view->list->rows[i]));
	builder__put(&builder, object, "cgroups", rows);
	builder__put_number(&builder, object, "left_out", view->list->nr_left_out);
	builder__put(&builder, object, "needed", limits_object(&builder));
	builder__put(&builder, object, "losses", losses_object(&builder, view->report));
	return builder__finish(out, &builder, object);
}
