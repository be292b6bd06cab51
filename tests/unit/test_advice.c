// SPDX-License-Identifier: GPL-2.0-only
/* `swapra advise`: the line, the arithmetic, verdicts at their edges, and what is printed. */
#include "cmocka_all.h"

#include <errno.h>
#include <math.h>
#include <string.h>

#include "sample.h"
#include "userspace/cmd/advise_options.h"
#include "userspace/render/advice.h"

/* A machine of up to four cgroups, one use row each; rows[0] is what most tests look at. */
static struct report_row rows[4];
static struct report_use uses[4];
static struct snapshot snap;
static struct report report;
static struct advice advice;
static const struct advice_pool *pool;

static void time_batches(struct swapra_use *use, uint64_t number, uint64_t pages, uint64_t ns)
{
	use->timed += number;
	use->timed_pages += number * pages;
	use->timed_pages_sq += number * pages * pages;
	use->timed_ns += number * ns;
	use->timed_pages_ns += number * pages * ns;
}

/* Batches of one page and of `pages`, half of the faults each, by T(n) = at_zero + page * n. */
static struct swapra_use line_use(uint64_t faults, uint64_t pages, uint64_t at_zero, uint64_t page)
{
	struct swapra_use use = {
		.demand = faults, .faults = faults, .tracked = faults / 2 * (pages - 1),
	};

	time_batches(&use, faults / 2, 1, at_zero + page);
	time_batches(&use, faults / 2, pages, at_zero + page * pages);
	return use;
}

/* So many of 1000 prefetched pages are used, the others are reclaimed. */
static void settle(struct swapra_use *use, uint64_t per_mille)
{
	use->outcomes[SWAPRA_HIT] = use->tracked * per_mille / 1000;
	use->outcomes[SWAPRA_RECLAIMED] = use->tracked - use->outcomes[SWAPRA_HIT];
}

static void put_row(unsigned index, const char *name, const struct swapra_use *use)
{
	struct report_row *row = &rows[index];

	*row = (struct report_row){
		.name = name, .cgroup = 10 + index, .has_id = true, .has_use = true, .use = *use,
	};
	row->totals.pages[SWAPRA_ZSWAP][SWAPRA_DEMAND] = use->demand;
	row->totals.pages[SWAPRA_ZSWAP][SWAPRA_PREFETCHED] = use->tracked;
	row->totals.batches[SWAPRA_ANON] = use->faults;
	row->totals.batch_pages[8] = use->faults;
	uses[index] = (struct report_use){ .row = { .key.cgroup = row->cgroup, .use = *use } };
	if (report.nr_rows <= index)
		report.nr_rows = report.nr_uses = index + 1;
}

static void attach(unsigned index, const char *policy, uint32_t window)
{
	rows[index].policy = (struct row_policy){ .name = policy, .cgroup = 99 };
	uses[index].row.key.policy = 99;
	uses[index].row.key.window = window;
}

static const struct advice *find(void)
{
	advice__find(&advice, &report, &rows[0], pool);
	return &advice;
}

/* The usual machine: 2000 faults, 7000 pages prefetched, T(n) = 2 us + 10 us * n. */
static void usual(uint64_t per_mille)
{
	struct swapra_use use = line_use(2000, 8, 2000, 10000);

	settle(&use, per_mille);
	put_row(0, "/db.slice", &use);
}

static void expect(enum advice_verdict verdict, enum advice_reason reason, const char *policy)
{
	find();
	assert_string_equal(advice_verdict__name(advice.verdict), advice_verdict__name(verdict));
	assert_string_equal(advice_reason__name(advice.reason), advice_reason__name(reason));
	assert_string_equal(advice.policy, policy);
}

static int setup(void **state)
{
	(void)state;
	memset(rows, 0, sizeof(rows));
	memset(uses, 0, sizeof(uses));
	snap = (struct snapshot){};
	pool = NULL;
	report = (struct report){
		.type = REPORT_TOTAL, .time = { 1769860800, 123456000 }, .duration_ns = 2000000000,
		.backend = "kprobe", .rows = rows, .uses = uses, .snapshot = &snap,
		.total = { .name = "(total)", .has_use = true },
	};
	return 0;
}

static struct page_line fit(const struct swapra_use *use)
{
	struct page_sums sums = {};

	page_sums__add(&sums, use);
	return page_line__fit(&sums);
}

static void close_to(double expected, double actual)
{
	assert_true(fabs(expected - actual) <= 1e-9 * fabs(expected) + 1e-9);
}

static void a_known_line_is_found(void **state)
{
	struct swapra_use use = {};
	struct page_line line;

	(void)state;
	for (uint64_t pages = 1; pages <= 32; pages++)
		time_batches(&use, 10 * pages, pages, 1234 + 567 * pages);
	line = fit(&use);
	assert_true(line.is_there);
	close_to(1234, line.at_zero_ns);
	close_to(567, line.page_ns);
}

static void a_line_may_fall_and_begin_below_zero(void **state)
{
	struct swapra_use use = {};
	struct page_line line;

	(void)state;
	time_batches(&use, 60, 1, 9000);
	time_batches(&use, 60, 5, 1000);
	line = fit(&use);
	close_to(-2000, line.page_ns);
	close_to(11000, line.at_zero_ns);
}

static void a_line_needs_enough_that_differs(void **state)
{
	struct swapra_use use = {};

	(void)state;
	assert_false(fit(&use).is_there);
	time_batches(&use, 1000, 8, 5000);
	assert_false(fit(&use).is_there);
	/* Half 7, half 9: a standard deviation of exactly one page. */
	use = (struct swapra_use){};
	time_batches(&use, 50, 7, 7000);
	time_batches(&use, 49, 9, 9000);
	assert_false(fit(&use).is_there);
	time_batches(&use, 1, 9, 9000);
	assert_true(fit(&use).is_there);
	time_batches(&use, 1, 8, 8000);
	assert_false(fit(&use).is_there);
}

/* A year of a million faults a second. */
static void huge_sums_keep_the_line(void **state)
{
	struct swapra_use use = {};
	const uint64_t year = 31557600000000;
	struct page_line line;

	(void)state;
	time_batches(&use, year / 2, 7, 2000 + 100 * 7);
	time_batches(&use, year / 2, 9, 2000 + 100 * 9);
	line = fit(&use);
	assert_true(line.is_there);
	assert_true(fabs(line.page_ns - 100) < 0.01 && fabs(line.at_zero_ns - 2000) < 0.1);
}

/* One reads single pages slowly, the other eight fast: that is no line of either. */
static void a_difference_between_groups_is_no_slope(void **state)
{
	struct swapra_use slow = line_use(200, 3, 90000, 2000), fast = line_use(200, 9, 1000, 2000);
	struct swapra_use single = {}, eight = {};
	struct page_sums sums = {};

	(void)state;
	page_sums__add(&sums, &slow);
	page_sums__add(&sums, &fast);
	close_to(2000, page_line__fit(&sums).page_ns);
	close_to(45500, page_line__fit(&sums).at_zero_ns);
	sums = (struct page_sums){};
	time_batches(&single, 1000, 1, 9000);
	time_batches(&eight, 1000, 8, 8000);
	page_sums__add(&sums, &single);
	page_sums__add(&sums, &eight);
	assert_false(page_line__fit(&sums).is_there);
}

static void cost_is_the_own_line(void **state)
{
	struct swapra_use use = line_use(2000, 8, 2000, 10000);
	struct page_cost cost;

	(void)state;
	page_cost__find(&cost, &use, &use, NULL, 4000);
	assert_int_equal(cost.basis, COST_LINE);
	close_to(12000, cost.low.first_ns);
	close_to(10000, cost.high.page_ns);
	close_to(4.5, cost.mean_pages);
	close_to(47000, cost.mean_ns);
}

static void a_slope_below_decompression_is_refused(void **state)
{
	struct swapra_use use = line_use(2000, 8, 50000, 3000), other = line_use(2000, 8, 10000, 6000);
	const double height = (50000 + 4.5 * 3000) / (10000 + 4.5 * 6000);
	struct page_sums others = {};
	struct page_cost cost;

	(void)state;
	page_sums__add(&others, &other);
	page_cost__find(&cost, &use, &use, &others, 4000);
	assert_int_equal(cost.basis, COST_OTHERS);
	close_to(6000 * height, cost.low.page_ns);
	close_to(16000 * height, cost.low.first_ns);
	page_cost__find(&cost, &use, &use, NULL, 4000);
	assert_int_equal(cost.basis, COST_BOUNDS);
	close_to(4000, cost.low.page_ns);
	close_to((50000 + 4.5 * 3000) / 4.5, cost.high.page_ns);
	close_to(cost.high.page_ns, cost.high.first_ns);
}

static void a_falling_line_is_refused_without_zswap(void **state)
{
	struct swapra_use use = {};
	struct page_cost cost;

	(void)state;
	time_batches(&use, 60, 1, 9000);
	time_batches(&use, 60, 5, 1000);
	page_cost__find(&cost, &use, &use, NULL, 0);
	assert_int_equal(cost.basis, COST_BOUNDS);
	close_to(0, cost.low.page_ns);
	close_to(5000, cost.low.first_ns);
}

static void no_page_costs_more_than_the_first(void **state)
{
	struct swapra_use use = {};
	struct page_cost cost;

	(void)state;
	time_batches(&use, 100, 1, 1000);
	time_batches(&use, 100, 5, 9000);
	page_cost__find(&cost, &use, &use, NULL, 0);
	assert_int_equal(cost.basis, COST_PROPORTIONAL);
	close_to(5000.0 / 3, cost.low.first_ns);
	close_to(5000.0 / 3, cost.high.page_ns);
	close_to(-1000, cost.line.at_zero_ns);
}

static void nothing_timed_has_no_cost(void **state)
{
	static const struct page_sums none;
	struct swapra_use use = { .faults = 5 };
	struct page_cost cost;

	(void)state;
	page_cost__find(&cost, &use, &use, &none, 4000);
	assert_int_equal(cost.basis, COST_NONE);
	use.timed = 5;
	use.timed_ns = 5000; /* failed ones: no page was read */
	page_cost__find(&cost, &use, &use, NULL, 0);
	assert_int_equal(cost.basis, COST_NONE);
}

/* adds = 10 us * 7000 / 2000 = 35 us; saves = 700 / 2000 * 12 us = 4.2 us. */
static void what_is_wasted_costs(void **state)
{
	(void)state;
	usual(100);
	expect(ADVICE_OFF, ADVICE_COSTS, "off");
	close_to(35000, advice.best.adds_ns);
	close_to(4200, advice.worst.saves_ns);
	close_to(10.0 / 12, advice.best.break_even);
	close_to((35000 - 4200) * 1000.0, advice.gain_ns_per_second);
}

/* Break-even is at 35 us of 42 us * accuracy: 83.3 %; it costs clearly below 75 % of that. */
static void the_margin_decides(void **state)
{
	(void)state;
	usual(624);
	expect(ADVICE_OFF, ADVICE_COSTS, "off");
	usual(626);
	expect(ADVICE_KEEP, ADVICE_EVEN, "");
	usual(1000);
	expect(ADVICE_KEEP, ADVICE_EVEN, "");
	/* 35 us + 25 % are 43.75 us: waits of 500 ns make it 12.5 us a hit. */
	rows[0].totals.wait_ns[SWAPRA_WAIT_DEMAND] = 501 * 2000;
	expect(ADVICE_KEEP, ADVICE_PAYS, "");
	rows[0].totals.wait_ns[SWAPRA_WAIT_DEMAND] = 499 * 2000;
	expect(ADVICE_KEEP, ADVICE_EVEN, "");
}

static void late_hits_save_less(void **state)
{
	(void)state;
	usual(1000);
	rows[0].totals.wait_ns[SWAPRA_WAIT_LATE] = 7000 * 6000ULL;
	expect(ADVICE_OFF, ADVICE_COSTS, "off");
	close_to(6000, advice.late_ns);
	close_to(21000, advice.best.saves_ns);
	rows[0].totals.wait_ns[SWAPRA_WAIT_LATE] = 7000 * 13000ULL;
	expect(ADVICE_OFF, ADVICE_COSTS, "off");
	assert_true(isnan(advice.best.break_even));
	close_to(-3500, advice.best.saves_ns);
}

static void too_little_is_no_data(void **state)
{
	struct swapra_use use = line_use(2000, 8, 2000, 10000);

	(void)state;
	settle(&use, 0);
	use.timed = 99;
	put_row(0, "/a", &use);
	expect(ADVICE_NO_DATA, ADVICE_FEW_FAULTS, "");
	use = line_use(2000, 8, 2000, 10000);
	use.outcomes[SWAPRA_RECLAIMED] = 999;
	put_row(0, "/a", &use);
	expect(ADVICE_NO_DATA, ADVICE_FEW_OUTCOMES, "");
	use.outcomes[SWAPRA_RECLAIMED] = 7000;
	put_row(0, "/a", &use);
	expect(ADVICE_OFF, ADVICE_COSTS, "off");
	use = (struct swapra_use){ .faults = 2000, .demand = 2000, .tracked = 1000 };
	time_batches(&use, 50, 1, 12000);
	time_batches(&use, 50, 8, 82000);
	use.outcomes[SWAPRA_FREED] = 1000;
	put_row(0, "/a", &use);
	expect(ADVICE_OFF, ADVICE_COSTS, "off");
}

static void nothing_at_all_is_no_data(void **state)
{
	static const struct swapra_use zero;

	(void)state;
	put_row(0, "/idle", &zero);
	expect(ADVICE_NO_DATA, ADVICE_IDLE, "");
	advice__idle(&advice, &report, "/idle", 7);
	assert_int_equal(advice.reason, ADVICE_IDLE);
	rows[0].has_use = false;
	expect(ADVICE_NO_DATA, ADVICE_UNTOLD, "");
	usual(0);
	rows[0].has_use = false;
	expect(ADVICE_NO_DATA, ADVICE_UNTOLD, "");
}

/* 100 prefetched pages in 2000 faults of 12 us: at most 0.5 us a fault, 4 % of it. */
static void little_readahead_is_kept(void **state)
{
	struct swapra_use use = { .faults = 2000, .demand = 2000, .tracked = 100 };

	(void)state;
	time_batches(&use, 2000, 1, 12000);
	use.outcomes[SWAPRA_RECLAIMED] = 100;
	put_row(0, "/a", &use);
	expect(ADVICE_KEEP, ADVICE_LITTLE, "");
	use.tracked = use.outcomes[SWAPRA_RECLAIMED] = 101;
	put_row(0, "/a", &use);
	expect(ADVICE_NO_DATA, ADVICE_FEW_OUTCOMES, "");
}

static void pages_without_an_outcome_may_go_either_way(void **state)
{
	struct swapra_use use = line_use(2000, 8, 20000, 10000);

	(void)state;
	/* Up to 5 % of them do not matter. */
	use.outcomes[SWAPRA_RECLAIMED] = 6651;
	put_row(0, "/a", &use);
	expect(ADVICE_OFF, ADVICE_COSTS, "off");
	close_to(0, advice.best.hits);
	use.outcomes[SWAPRA_RECLAIMED] = 6650;
	put_row(0, "/a", &use);
	expect(ADVICE_OFF, ADVICE_COSTS, "off");
	close_to(350, advice.best.hits);
	close_to(0, advice.worst.hits);
	use.outcomes[SWAPRA_RECLAIMED] = 1000;
	put_row(0, "/a", &use);
	expect(ADVICE_NO_DATA, ADVICE_UNCLEAR, "");
	assert_int_equal(advice.unsettled, 6000);
}

static void untracked_pages_have_no_outcome(void **state)
{
	struct swapra_use use = line_use(2000, 8, 20000, 10000);

	(void)state;
	use.outcomes[SWAPRA_HIT] = 1000;
	use.tracked = 1000;
	use.untracked = 6000;
	put_row(0, "/a", &use);
	find();
	assert_int_equal(advice.unsettled, 6000);
	assert_int_equal(advice.reason, ADVICE_UNCLEAR);
}

/* Of one size: what a page adds is between decompression and the first page's cost. */
static void without_a_slope_both_ends_must_agree(void **state)
{
	struct swapra_use use = { .faults = 2000, .demand = 2000, .tracked = 14000 };

	(void)state;
	time_batches(&use, 2000, 8, 80000);
	settle(&use, 20);
	put_row(0, "/a", &use);
	rows[0].totals.load_ns[40] = 100;
	rows[0].totals.load_ns_sum = 100 * 4000;
	expect(ADVICE_OFF, ADVICE_COSTS, "off");
	close_to(4000, advice.best.price.page_ns);
	close_to(52000, advice.best.price.first_ns);
	close_to(10000, advice.worst.price.first_ns);
	settle(&use, 300);
	put_row(0, "/a", &use);
	rows[0].totals.load_ns[40] = 100;
	rows[0].totals.load_ns_sum = 100 * 4000;
	expect(ADVICE_NO_DATA, ADVICE_UNCLEAR, "");
	settle(&use, 1000);
	put_row(0, "/a", &use);
	expect(ADVICE_KEEP, ADVICE_EVEN, "");
}

static void a_slope_is_borrowed_from_the_same_source(void **state)
{
	struct swapra_row all_rows[1] = {};
	struct use_row all_uses[1] = {};
	struct snapshot all = { .rows = all_rows, .nr_rows = 1, .uses = all_uses, .nr_uses = 1 };
	struct advice_pool others;
	struct swapra_use use = { .faults = 2000, .demand = 2000, .tracked = 14000 };

	(void)state;
	time_batches(&use, 2000, 8, 80000);
	settle(&use, 300);
	put_row(0, "/a", &use);
	all.rows[0].totals.pages[SWAPRA_ZSWAP][SWAPRA_DEMAND] = 89;
	all.rows[0].totals.pages[SWAPRA_DISK][SWAPRA_DEMAND] = 11;
	all.uses[0].use = line_use(2000, 8, 2000, 9000);
	pool = &others;
	advice_pool__fill(&others, &all);
	expect(ADVICE_NO_DATA, ADVICE_UNCLEAR, "");
	all.rows[0].totals.pages[SWAPRA_ZSWAP][SWAPRA_DEMAND] = 91;
	all.rows[0].totals.pages[SWAPRA_DISK][SWAPRA_DEMAND] = 9;
	advice_pool__fill(&others, &all);
	expect(ADVICE_OFF, ADVICE_COSTS, "off");
	assert_int_equal(advice.cost.basis, COST_OTHERS);
	pool = NULL;
	expect(ADVICE_NO_DATA, ADVICE_UNCLEAR, "");
}

static void pages_of_others_decide_nothing(void **state)
{
	(void)state;
	usual(0);
	rows[0].totals.pages_by_others = 2250;
	expect(ADVICE_OFF, ADVICE_COSTS, "off");
	rows[0].totals.pages_by_others = 2251;
	expect(ADVICE_NO_DATA, ADVICE_FOREIGNERS, "");
	rows[0].totals.pages_by_others = 0;
	rows[0].totals.pages_for_others = 3001;
	expect(ADVICE_NO_DATA, ADVICE_FOREIGNERS, "");
}

static void only_the_present_policy_counts(void **state)
{
	struct swapra_use use = line_use(2000, 8, 2000, 10000);

	(void)state;
	usual(0);
	attach(0, "window=8", 8);
	expect(ADVICE_OFF, ADVICE_COSTS, "off");
	uses[0].row.key.window = 1; /* the guard's */
	expect(ADVICE_OFF, ADVICE_COSTS, "off");
	uses[0].row.key.window = 16;
	expect(ADVICE_NO_DATA, ADVICE_CHANGED, "");
	attach(0, "off", 8);
	expect(ADVICE_NO_DATA, ADVICE_CHANGED, "");
	attach(0, "mine", 8);
	expect(ADVICE_OFF, ADVICE_COSTS, "off");
	uses[0].row.key.policy = 0;
	expect(ADVICE_NO_DATA, ADVICE_CHANGED, "");
	/* Both: the one before is left out, but its line is good. */
	settle(&use, 1000);
	uses[1] = (struct report_use){
		.row = { .key = { .cgroup = 10, .policy = 99, .window = 8 }, .use = use },
	};
	report.nr_uses = 2;
	expect(ADVICE_KEEP, ADVICE_EVEN, "");
	assert_int_equal(advice.other_faults, 2000);
}

static void off_can_only_be_told_what_it_would_take(void **state)
{
	struct swapra_use use = { .faults = 2000, .demand = 2000 };

	(void)state;
	time_batches(&use, 2000, 1, 12000);
	put_row(0, "/a", &use);
	attach(0, "off", 1);
	rows[0].totals.load_ns[40] = 100;
	rows[0].totals.load_ns_sum = 100 * 3000;
	expect(ADVICE_NO_DATA, ADVICE_UNTRIED, "");
	close_to(0.25, advice.best.break_even);
	rows[0].totals.load_ns_sum = 100 * 9000;
	expect(ADVICE_KEEP, ADVICE_USELESS, "");
	close_to(0.75, advice.best.break_even);
	rows[0].policy.name = "kernel";
	uses[0].row.key.window = 0;
	expect(ADVICE_KEEP, ADVICE_LITTLE, "");
}

/* From a disk: reads are submitted at 2 us each, and waited for. Nine of ten batches have 8 pages. */
static void put_disk(uint64_t per_mille)
{
	struct swapra_use use = { .faults = 2000, .demand = 2000, .tracked = 1800 * 7 };

	time_batches(&use, 200, 1, 12000);
	time_batches(&use, 1800, 8, 26000);
	settle(&use, per_mille);
	put_row(0, "/seq.slice", &use);
	memset(rows[0].totals.pages, 0, sizeof(rows[0].totals.pages));
	rows[0].totals.pages[SWAPRA_DISK][SWAPRA_DEMAND] = 2000;
	rows[0].totals.wait_ns[SWAPRA_WAIT_DEMAND] = 2000 * 100000ULL;
}

static void small_windows_may_be_wider(void **state)
{
	(void)state;
	put_disk(950);
	expect(ADVICE_WINDOW, ADVICE_SMALL, "window=32");
	/* (10 us + 100 us) * (1 - 7.3 / 16) a fault, 1000 faults a second. */
	close_to(110000 * (1 - 7.3 / 16) * 1000, advice.gain_ns_per_second);
	attach(0, "window=8,after", 8);
	expect(ADVICE_WINDOW, ADVICE_SMALL, "window=16,after");
	attach(0, "window=20,before", 20);
	expect(ADVICE_WINDOW, ADVICE_SMALL, "window=32,before");
	attach(0, "kernel", 0);
	expect(ADVICE_WINDOW, ADVICE_SMALL, "window=32");
	attach(0, "mine", 8);
	expect(ADVICE_KEEP, ADVICE_PAYS, "");
}

static void wider_windows_need_a_reason(void **state)
{
	(void)state;
	put_disk(949);
	expect(ADVICE_KEEP, ADVICE_PAYS, "");
	put_disk(1000);
	rows[0].totals.batch_pages[8] = 0;
	rows[0].totals.batch_pages[32] = 2000;
	expect(ADVICE_KEEP, ADVICE_PAYS, "");
	put_disk(1000);
	rows[0].totals.batches[SWAPRA_SHMEM] = 200;
	expect(ADVICE_KEEP, ADVICE_PAYS, "");
	put_disk(1000);
	rows[0].totals.batch_pages[10] = 2000; /* the mean is 7.3 */
	expect(ADVICE_KEEP, ADVICE_PAYS, "");
	put_disk(1000);
	attach(0, "window=4", 4); /* to 8 around a page: 4 of them ahead, as now */
	expect(ADVICE_KEEP, ADVICE_PAYS, "");
}

/* Counters of a broken kernel: any verdict is right that comes without a crash or a NaN. */
static void nonsense_is_survived(void **state)
{
	struct swapra_use use;
	char *text;

	(void)state;
	memset(&use, 0xff, sizeof(use));
	put_row(0, "/a", &use);
	memset(&rows[0].totals, 0xff, sizeof(rows[0].totals));
	report.duration_ns = 0;
	find();
	text = PRINTED(advice__summarize(out, &advice));
	free(text);
	text = PRINTED(advice__explain(out, &advice));
	assert_null(strstr(text, "nan"));
	free(text);
	use = (struct swapra_use){ .faults = 1, .outcomes = { 5, 5, 5, 5 } };
	put_row(0, "/a", &use);
	find();
	assert_int_equal(advice.unsettled, 0);
}

static bool exists(void *context, const struct report_row *row)
{
	(void)context;
	return !strchr(row->name, '(');
}

static void put_all(void)
{
	struct swapra_use use;

	usual(390);
	put_disk(1000);
	rows[1] = rows[0];
	uses[1] = uses[0];
	rows[1].cgroup = uses[1].row.key.cgroup = 11;
	usual(390);
	use = line_use(200, 8, 2000, 10000);
	put_row(2, "/it's\x1b", &use);
	put_row(3, "(removed:13)", &use);
}

static void lists_put_the_largest_gain_first(void **state)
{
	struct advice_list list;

	(void)state;
	put_all();
	assert_int_equal(advice_list__build(&list, &report, exists, NULL, 1), 0);
	advice__idle(&list.rows[list.nr++], &report, "/idle", 7);
	advice_list__sort(&list);
	assert_int_equal(list.nr, 4);
	assert_int_equal(list.nr_left_out, 1);
	assert_string_equal(list.rows[0].name, "/seq.slice");
	assert_string_equal(list.rows[1].name, "/db.slice");
	assert_string_equal(list.rows[2].name, "/idle");
	advice_list__release(&list);
}

static char *printed(bool json, bool explain, const char *missing)
{
	struct advice_list list;
	struct advice_view view = {
		.list = &list, .report = &report, .explain = explain, .missing_module = missing,
	};
	char *text;

	assert_int_equal(advice_list__build(&list, &report, exists, NULL, 1), 0);
	advice_list__sort(&list);
	text = PRINTED(assert_int_equal((json ? advice_json__print : advice_lines__print)(out, &view),
					0));
	advice_list__release(&list);
	return text;
}

static void expect_printed(bool explain, const char *expected)
{
	char *text = printed(false, explain, NULL);

	assert_string_equal(text, expected);
	free(text);
}

static void each_cgroup_has_a_line(void **state)
{
	(void)state;
	put_all();
	snap.losses.unclosed = 1;
	expect_printed(false,
		"seq.slice: 0 % of prefetched pages wasted; readahead adds 12.6us to a fault and saves "
		"706us, in batches of 7.3 pages: swapra policy set seq.slice window=32\n"
		"db.slice: 61 % of prefetched pages wasted; readahead adds 35.0us to a fault and saves "
		"16.4us: swapra policy set db.slice off\n"
		"it's\\x1b: no data: the outcome of 0 prefetched pages is known, 1000 more are needed "
		"(700 are in memory, unused so far)\n"
		"1 more swapped in and cannot be advised on: removed, or unknown\n"
		"unclosed: 1 batches whose end was not seen: their latency is not counted\n");
}

static void reasons_have_sentences(void **state)
{
	static const struct swapra_use zero;
	struct swapra_use use = { .faults = 2000, .demand = 2000 };

	(void)state;
	put_row(0, "/", &zero);
	expect_printed(true, "/: no data: nothing was swapped in\n");
	usual(1000);
	expect_printed(false, "db.slice: 0 % of prefetched pages wasted; readahead adds 35.0us to a "
		       "fault and saves 42.0us: about even, keep it\n");
	rows[0].totals.wait_ns[SWAPRA_WAIT_DEMAND] = 2000 * 2000;
	expect_printed(false, "db.slice: 0 % of prefetched pages wasted; readahead adds 35.0us to a "
		       "fault and saves 49.0us: keep it\n");
	time_batches(&use, 2000, 1, 12000);
	put_row(0, "/a", &use);
	expect_printed(false, "a: hardly anything is read ahead, 0 pages in 2000 faults: keep it\n");
	attach(0, "off", 1);
	rows[0].totals.load_ns[40] = 100;
	rows[0].totals.load_ns_sum = 100 * 3000;
	expect_printed(false, "a: no data: nothing is read ahead under off; it would pay at best if more "
		       "than 25 % of it were used; to know, clear the policy and advise again\n");
	rows[0].totals.load_ns_sum = 100 * 13000;
	expect_printed(false, "a: nothing is read ahead under off; it would pay not even if all of it "
		       "were used: keep it\n");
	use.timed = 12;
	put_row(0, "/a", &use);
	expect_printed(false, "a: no data: 12 timed faults, 88 more are needed\n");
	report.nr_rows = 0;
	expect_printed(false, "no data: no cgroup has swapped in\n");
}

static void commands_are_for_the_shell(void **state)
{
	static const char *const names[][2] = {
		{ "/", "swapra policy set / off" },
		{ "/a.slice/b-c@1:2.scope", "swapra policy set a.slice/b-c@1:2.scope off" },
		{ "/a b$(reboot)", "swapra policy set 'a b$(reboot)' off" },
		{ "/it's", "swapra policy set 'it'\\''s' off" },
		{ "/-rf", "swapra policy set './-rf' off" },
	};

	(void)state;
	usual(0);
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		char *command;

		rows[0].name = names[i][0];
		command = advice__command(find());
		assert_string_equal(command, names[i][1]);
		free(command);
	}
}

static void explain_has_every_step(void **state)
{
	(void)state;
	usual(390);
	rows[0].totals.load_ns[40] = 100;
	rows[0].totals.load_ns_sum = 100 * 4000;
	rows[0].totals.wait_ns[SWAPRA_WAIT_DEMAND] = 2000 * 1000;
	rows[0].totals.wait_ns[SWAPRA_WAIT_LATE] = 2730 * 500;
	expect_printed(true,
		"db.slice: 61 % of prefetched pages wasted; readahead adds 35.0us to a fault and saves "
		"17.1us: swapra policy set db.slice off\n"
		"  seen in 2.00s: 2000 faults, 2000 of them timed; policy: none, the kernel decides\n"
		"  pages: 2000 demand, 7000 prefetched = 2730 hits (0 late) + 4270 wasted + 0 without an "
		"outcome\n"
		"  accuracy = hits / (hits + wasted) = 39.0 %\n"
		"  coverage = hits / (hits + demand) = 57.7 %\n"
		"  a timed fault takes 47.0us and reads 4.50 pages, on average\n"
		"  decompression alone takes 4.00us a page: one page more adds no less\n"
		"  T(n) = 2.00us + 10.0us * n, by least squares over its timed faults\n"
		"  W = 1.00us: wait for the demand page's read, per fault\n"
		"  L = 500ns: wait for the page's read, per hit\n"
		"  b = 10.0us: what a further page adds to a fault\n"
		"  T(1) = 12.0us: a fault without readahead\n"
		"  adds = b * prefetched / faults = 10.0us * 7000 / 2000 = 35.0us\n"
		"  saves = hits / faults * (T(1) + W - L) = 2730 / 2000 * (12.0us + 1.00us - 500ns) = "
		"17.1us\n"
		"  break-even accuracy = b / (T(1) + W - L) = 80.0 %\n"
		"  not in it: the reclaim that a wasted page costs, which is not measured\n"
		"  clearly: more than 25 % apart, and more than 5 % of a fault (2.40us)\n"
		"  to be gained: 17.9ms in every second\n");
}

static void json_has_every_term(void **state)
{
	char *text, *losses;

	(void)state;
	usual(390);
	text = printed(true, false, "load it");
	losses = strstr(text, "\"losses\":{");
	assert_non_null(losses);
	losses[strlen("\"losses\":{")] = '\0'; /* their keys are tested with the other printers */
	assert_string_equal(text,
		"{\"type\":\"advice\",\"time\":\"2026-01-31T12:00:00.123456Z\",\"duration_ns\":2000000000,"
		"\"backend\":\"kprobe\",\"missing_module\":\"load it\",\"cgroups\":[{\"cgroup\":\"/db.slice\","
		"\"id\":10,\"verdict\":\"off\",\"reason\":\"costs\",\"text\":\"61 % of prefetched pages "
		"wasted; readahead adds 35.0us to a fault and saves 16.4us\",\"command\":\"swapra policy "
		"set db.slice off\",\"policy\":null,\"advised_policy\":\"off\",\"gain_ns_per_second\":"
		"18620000.0000,\"terms\":{\"faults\":2000,\"faults_left_out\":0,\"timed\":2000,"
		"\"demand\":2000,\"prefetched\":7000,\"hits\":2730,\"late\":0,\"wasted\":4270,"
		"\"unsettled\":0,\"accuracy\":0.3900,\"coverage\":0.5772,\"foreign\":0.0000,"
		"\"largest_batch\":8,\"wait_ns\":0.0000,\"late_ns\":0.0000,\"fault_ns\":47000.0000,"
		"\"cost\":{\"basis\":\"line\",\"mean_ns\":47000.0000,\"mean_pages\":4.5000,"
		"\"load_ns\":0.0000,\"line_at_zero_ns\":2000.0000,\"line_page_ns\":10000.0000},"
		"\"best\":{\"page_ns\":10000.0000,\"first_ns\":12000.0000,\"hits\":2730.0000,"
		"\"adds_ns\":35000.0000,\"saves_ns\":16380.0000,\"break_even\":0.8333,"
		"\"balance\":\"costs\"},\"worst\":{\"page_ns\":10000.0000,\"first_ns\":12000.0000,"
		"\"hits\":2730.0000,\"adds_ns\":35000.0000,\"saves_ns\":16380.0000,"
		"\"break_even\":0.8333,\"balance\":\"costs\"}}}],\"left_out\":0,\"needed\":{"
		"\"timed\":100,\"outcomes\":1000,\"margin\":0.2500,\"negligible\":0.0500,"
		"\"foreign\":0.2500,\"accurate\":0.9500,\"full\":0.7500,\"same_source\":0.1000},\"losses\":{");
	free(text);
}

static void json_says_null_for_what_is_not_known(void **state)
{
	static const struct swapra_use zero;
	char *text;

	(void)state;
	put_row(0, "/idle", &zero);
	text = printed(true, false, NULL);
	assert_non_null(strstr(text, "\"missing_module\":null,\"cgroups\":[{\"cgroup\":\"/idle\",\"id\":10,"
			       "\"verdict\":\"no_data\",\"reason\":\"idle\",\"text\":\"no data: nothing was "
			       "swapped in\",\"command\":null,\"policy\":null,\"advised_policy\":null,"));
	assert_non_null(strstr(text, "\"accuracy\":null,\"coverage\":null,"));
	assert_non_null(strstr(text, "\"break_even\":null,"));
	assert_null(strstr(text, "nan"));
	free(text);
}

static int parse(struct advise_settings *settings, const char *first, const char *second)
{
	char *argv[] = { "advise", (char *)first, (char *)second, NULL };

	return advise_settings__parse(settings, second ? 3 : first ? 2 : 1, argv);
}

static void options_are_those_of_trace_or_its_own(void **state)
{
	static const char *const bad[][2] = {
		{ "-d", "0" }, { "--sample", "3" }, { "-o", "csv" }, { "--backend", "x" },
		{ "-c", "" }, { "-i", "1" }, { "--events", NULL }, { "stray", NULL },
	};
	struct advise_settings settings;

	(void)state;
	assert_int_equal(parse(&settings, NULL, NULL), 0);
	assert_int_equal(settings.trace.duration_ns, 30000000000);
	assert_int_equal(settings.trace.sample, 1);
	assert_int_equal(settings.trace.ready_fd, -1);
	assert_true(settings.trace.verdicts && !settings.json && !settings.explain);
	assert_int_equal(parse(&settings, "-d2", "--explain"), 0);
	assert_int_equal(settings.trace.duration_ns, 2000000000);
	assert_true(settings.explain);
	assert_int_equal(parse(&settings, "-cdb", "-ojson"), 0);
	assert_string_equal(settings.trace.cgroups[0], "db");
	assert_true(settings.json);
	trace_settings__release(&settings.trace);
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		assert_int_equal(parse(&settings, bad[i][0], bad[i][1]), -EINVAL);
		trace_settings__release(&settings.trace);
	}
	assert_int_equal(parse(&settings, "--help", NULL), OPTIONS_HELP);
}

#define TEST(function) cmocka_unit_test_setup(function, setup)

int main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(a_known_line_is_found),
		TEST(a_line_may_fall_and_begin_below_zero),
		TEST(a_line_needs_enough_that_differs),
		TEST(huge_sums_keep_the_line),
		TEST(a_difference_between_groups_is_no_slope),
		TEST(cost_is_the_own_line),
		TEST(a_slope_below_decompression_is_refused),
		TEST(a_falling_line_is_refused_without_zswap),
		TEST(no_page_costs_more_than_the_first),
		TEST(nothing_timed_has_no_cost),
		TEST(what_is_wasted_costs),
		TEST(the_margin_decides),
		TEST(late_hits_save_less),
		TEST(too_little_is_no_data),
		TEST(nothing_at_all_is_no_data),
		TEST(little_readahead_is_kept),
		TEST(pages_without_an_outcome_may_go_either_way),
		TEST(untracked_pages_have_no_outcome),
		TEST(without_a_slope_both_ends_must_agree),
		TEST(a_slope_is_borrowed_from_the_same_source),
		TEST(pages_of_others_decide_nothing),
		TEST(only_the_present_policy_counts),
		TEST(off_can_only_be_told_what_it_would_take),
		TEST(small_windows_may_be_wider),
		TEST(wider_windows_need_a_reason),
		TEST(nonsense_is_survived),
		TEST(lists_put_the_largest_gain_first),
		TEST(each_cgroup_has_a_line),
		TEST(reasons_have_sentences),
		TEST(commands_are_for_the_shell),
		TEST(explain_has_every_step),
		TEST(json_has_every_term),
		TEST(json_says_null_for_what_is_not_known),
		TEST(options_are_those_of_trace_or_its_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
