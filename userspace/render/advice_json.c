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

static void put_number(struct builder *builder, json_object *object, const char *key,
		       uint64_t number)
{
	builder__put_number(builder, object, key, number);
}

static json_object *case_object(struct builder *builder, const struct advice_case *with)
{
	static const char *const balances[] = { "costs", "even", "pays" };
	json_object *object = json_object_new_object();

	put_real(builder, object, "page_ns", with->price.page_ns);
	put_real(builder, object, "first_ns", with->price.first_ns);
	put_real(builder, object, "hits", with->hits);
	put_real(builder, object, "adds_ns", with->adds_ns);
	put_real(builder, object, "saves_ns", with->saves_ns);
	put_real(builder, object, "break_even", with->break_even);
	builder__put_text(builder, object, "balance", balances[with->balance + 1]);
	return object;
}

static json_object *cost_object(struct builder *builder, const struct page_cost *cost)
{
	json_object *object = json_object_new_object();
	bool is_there = cost->line.is_there;

	builder__put_text(builder, object, "basis", page_cost_basis__name(cost->basis));
	put_real(builder, object, "mean_ns", cost->mean_ns);
	put_real(builder, object, "mean_pages", cost->mean_pages);
	put_real(builder, object, "load_ns", cost->load_ns);
	put_real(builder, object, "line_at_zero_ns", is_there ? cost->line.at_zero_ns : NAN);
	put_real(builder, object, "line_page_ns", is_there ? cost->line.page_ns : NAN);
	return object;
}

static json_object *terms_object(struct builder *builder, const struct advice *advice)
{
	json_object *object = json_object_new_object();

	put_number(builder, object, "faults", advice->faults);
	put_number(builder, object, "faults_left_out", advice->other_faults);
	put_number(builder, object, "timed", advice->timed);
	put_number(builder, object, "demand", advice->demand);
	put_number(builder, object, "prefetched", advice->prefetched);
	put_number(builder, object, "hits", advice->hits);
	put_number(builder, object, "late", advice->late);
	put_number(builder, object, "wasted", advice->wasted);
	put_number(builder, object, "unsettled", advice->unsettled);
	put_real(builder, object, "accuracy", advice->accuracy);
	put_real(builder, object, "coverage", advice->coverage);
	put_real(builder, object, "foreign", advice->foreign);
	put_number(builder, object, "largest_batch", advice->largest_batch);
	put_real(builder, object, "wait_ns", advice->wait_ns);
	put_real(builder, object, "late_ns", advice->late_ns);
	put_real(builder, object, "fault_ns", advice->fault_ns);
	builder__put(builder, object, "cost", cost_object(builder, &advice->cost));
	builder__put(builder, object, "best", case_object(builder, &advice->best));
	builder__put(builder, object, "worst", case_object(builder, &advice->worst));
	return object;
}

static json_object *limits_object(struct builder *builder)
{
	json_object *object = json_object_new_object();

	put_number(builder, object, "timed", ADVICE_MIN_TIMED);
	put_number(builder, object, "outcomes", ADVICE_MIN_OUTCOMES);
	put_real(builder, object, "margin", ADVICE_MARGIN);
	put_real(builder, object, "negligible", ADVICE_NEGLIGIBLE);
	put_real(builder, object, "foreign", ADVICE_FOREIGN);
	put_real(builder, object, "accurate", ADVICE_ACCURATE);
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
	put_number(builder, object, "id", advice->cgroup);
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
		put_number(builder, object, losses[i].key, losses[i].get(report));
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
	put_number(&builder, object, "duration_ns", view->report->duration_ns);
	builder__put_text(&builder, object, "backend", view->report->backend);
	builder__put_text(&builder, object, "missing_module", view->missing_module);
	for (size_t i = 0; i < view->list->nr; i++)
		builder__append(&builder, rows, row_object(&builder, &view->list->rows[i]));
	builder__put(&builder, object, "cgroups", rows);
	put_number(&builder, object, "left_out", view->list->nr_left_out);
	builder__put(&builder, object, "needed", limits_object(&builder));
	builder__put(&builder, object, "losses", losses_object(&builder, view->report));
	return builder__finish(out, &builder, object);
}
