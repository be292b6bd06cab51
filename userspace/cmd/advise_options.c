// SPDX-License-Identifier: GPL-2.0-only
/* The option rows of `swapra advise`: most are those of `swapra trace`. */
#include "advise_options.h"

#include <errno.h>

#include "../duration.h"

#define DEFAULT_DURATION_NS (30 * NSEC_PER_SEC)

enum advise_output { OUTPUT_TABLE, OUTPUT_JSON, NR_OUTPUTS };

static int set_output(void *settings, const struct option_row *row, const char *value)
{
	static const char *const choices[NR_OUTPUTS] = { "table", "json" };
	struct advise_settings *advise = settings;
	size_t output;
	int err = option__choice(row, value, choices, NR_OUTPUTS, &output);

	if (!err)
		advise->json = output == OUTPUT_JSON;
	return err;
}

static int set_json(void *settings, const struct option_row *row, const char *value)
{
	(void)row;
	(void)value;
	((struct advise_settings *)settings)->json = true;
	return 0;
}

static int set_explain(void *settings, const struct option_row *row, const char *value)
{
	(void)row;
	(void)value;
	((struct advise_settings *)settings)->explain = true;
	return 0;
}

/* Rows without a setter are those of `swapra trace`, with this help where there is one. */
static const struct option_row own_rows[] = {
	{ .name = "cgroup" },
	{ .name = "duration", .help = "look on for this time, 0.1 to 31622400 s.\n"
	  "Default: 30. Ctrl-C ends it and advises on what was seen" },
	{ 0, "explain", NULL, "also the arithmetic, step by step, with its figures", set_explain },
	{ 'o', "output", "FORMAT", "table (default: a line for each cgroup) or json, which\n"
	  "has every term in any case", set_output },
	{ 'j', "json", NULL, "the same as -o json", set_json },
	{ .name = "backend" },
	{ .name = "sample", .help = "time one batch in N, a power of two, 1 to 4096.\n"
	  "Counts are never sampled. Default: 1" },
	{ .name = "replay", .help = "advise on a record that swapra trace --record made, instead\n"
	  "of tracing. Needs no privilege" },
	{ .name = "ready-file" },
	{ .name = "ready-fd" },
};

#define NR_ROWS (sizeof(own_rows) / sizeof(own_rows[0]))

static void print_more(FILE *out)
{
	fputs("\nVerdicts, the largest gain first:\n"
	      "  off       readahead clearly costs more than it saves\n"
	      "  window=N  it clearly pays, and its batches are small\n"
	      "  keep it   it pays, or makes no difference\n"
	      "  no data   too little was seen; what is missing\n"
	      "Nothing is changed: the command that would do it is printed.\n"
	      "\nExamples:\n"
	      "  swapra advise                     all cgroups, 30 s\n"
	      "  swapra advise -c db.slice -d 300  one cgroup and those below it, 5 min\n"
	      "  swapra advise --explain           the arithmetic as well\n"
	      "  swapra advise --replay FILE       on what was recorded\n"
	      "  swapra advise -j | jq -r '.cgroups[].command | values'\n"
	      "\nExit codes: 0 done, 1 failed, 2 wrong usage, 3 the kernel lacks what is needed.\n",
	      out);
}

int advise_settings__parse(struct advise_settings *settings, int argc, char **argv)
{
	struct option_row rows[NR_ROWS];
	const struct usage usage = {
		.command = "advise",
		.about = "Looks on for a while and tells for each cgroup whether readahead pays, and what to\n"
			 "do about it.\n" TRACE_NEEDS,
		.rows = rows,
		.nr_rows = NR_ROWS,
		.more = print_more,
	};

	trace_options__fill(rows, own_rows, NR_ROWS);
	*settings = (struct advise_settings){
		.trace = {
			.duration_ns = DEFAULT_DURATION_NS,
			.backend = BACKEND_AUTO,
			.render.view = &views[0],
			.sample = 1,
			.ready_fd = -1,
			.verdicts = true,
			.result = "advice",
		},
	};
	return options__parse(&usage, argc, argv, settings);
}
