// SPDX-License-Identifier: GPL-2.0-only
/* swapra features: what this kernel offers, and what is lost without it. */
#include <errno.h>
#include <getopt.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "../error.h"
#include "../features.h"
#include "cmd.h"

/* The table is this wide at most; a status is never longer than "degraded". */
#define TABLE_COLUMNS 100
#define STATUS_COLUMNS 8

static const char usage[] =
	"Usage: swapra features [--json]\n"
	"\n"
	"Show what this kernel offers to swapra, where that was learnt, and what is lost\n"
	"without it. Runs without privileges; what cannot be read is shown as unknown.\n"
	"\n"
	"  -j, --json   one JSON object instead of a table\n"
	"  -h, --help   show this help\n"
	"\n"
	"Exit status: 0 tracing is possible, 1 failed, 2 usage,\n"
	"3 tracing is impossible, on this kernel or as this user.\n";

/* The length of the longest start of text that ends with a word and fits. */
static size_t line_length(const char *text, size_t columns)
{
	size_t len = strlen(text), cut = columns;

	if (len <= columns)
		return len;
	while (cut > 0 && text[cut] != ' ')
		cut--;
	return cut ? cut : strcspn(text, " "); /* a long word stays whole */
}

/* Print text behind what stands on the line, further lines indented. */
static void print_wrapped(const char *text, size_t indent)
{
	size_t columns = TABLE_COLUMNS - indent;

	for (;;) {
		size_t len = line_length(text, columns);

		printf("%.*s\n", (int)len, text);
		text += len;
		text += strspn(text, " ");
		if (!*text)
			return;
		printf("%*s", (int)indent, "");
	}
}

static size_t name_columns(const struct feature *features, size_t nr)
{
	size_t columns = 0;

	for (size_t i = 0; i < nr; i++)
		if (strlen(features[i].name) > columns)
			columns = strlen(features[i].name);
	return columns;
}

static void print_row(const struct feature *feature, size_t columns)
{
	size_t indent = columns + STATUS_COLUMNS + 4;
	char lost[256];

	printf("%-*s  %-*s  ", (int)columns, feature->name, STATUS_COLUMNS,
	       feature_status__name(feature->status));
	print_wrapped(feature->detail, indent);
	if (feature->status == FEATURE_YES || !feature->lost[0])
		return;
	snprintf(lost, sizeof(lost), "without it: %s", feature->lost);
	printf("%*s", (int)indent, "");
	print_wrapped(lost, indent);
}

static const char *tracing_backend(const struct tracing *tracing)
{
	return tracing->backend == BACKEND_FENTRY ? "fentry" : "kprobe";
}

/* "as this user" only where another user could: a capability is missing. */
static const char *impossible(const struct feature_facts *facts)
{
	char missing[64];

	return privilege__missing(&facts->privilege, missing, sizeof(missing)) ?
		"impossible as this user" : "impossible";
}

static void print_verdict(const struct feature_facts *facts)
{
	const struct obstacle *obstacle = tracing__obstacle(&facts->tracing, BACKEND_AUTO);
	char reason[512], text[640];

	putchar('\n');
	if (!obstacle) {
		printf("tracing: possible, with the %s backend\n",
		       tracing_backend(&facts->tracing));
		return;
	}
	obstacle__describe(obstacle, reason, sizeof(reason));
	snprintf(text, sizeof(text), "tracing: %s: %s", impossible(facts), reason);
	print_wrapped(text, 0);
	printf("hint: ");
	print_wrapped(obstacle->hint, 6);
}

static void print_table(const struct feature *features, size_t nr,
			const struct feature_facts *facts)
{
	size_t columns = name_columns(features, nr);

	printf("%-*s  %-*s  %s\n", (int)columns, "FEATURE", STATUS_COLUMNS, "STATUS",
	       "DETAIL");
	for (size_t i = 0; i < nr; i++)
		print_row(&features[i], columns);
	print_verdict(facts);
}

static void add_text(struct json_object *object, const char *key, const char *text)
{
	json_object_object_add(object, key, json_object_new_string(text));
}

static struct json_object *rows_to_json(const struct feature *features, size_t nr)
{
	struct json_object *rows = json_object_new_array();

	for (size_t i = 0; i < nr; i++) {
		struct json_object *row = json_object_new_object();

		add_text(row, "name", features[i].name);
		add_text(row, "status", feature_status__name(features[i].status));
		add_text(row, "detail", features[i].detail);
		add_text(row, "lost", features[i].lost);
		json_object_array_add(rows, row);
	}
	return rows;
}

static void print_json(const struct feature *features, size_t nr,
		       const struct feature_facts *facts)
{
	const struct obstacle *obstacle = tracing__obstacle(&facts->tracing, BACKEND_AUTO);
	struct json_object *object = json_object_new_object();
	char text[512];

	add_text(object, "kernel", facts->kernel.release);
	json_object_object_add(object, "tracing", json_object_new_boolean(!obstacle));
	if (obstacle) {
		obstacle__describe(obstacle, text, sizeof(text));
		json_object_object_add(object, "backend", NULL);
		add_text(object, "obstacle", text);
		add_text(object, "hint", obstacle->hint);
	} else {
		add_text(object, "backend", tracing_backend(&facts->tracing));
	}
	json_object_object_add(object, "features", rows_to_json(features, nr));
	puts(json_object_to_json_string_ext(object, JSON_C_TO_STRING_PRETTY |
					    JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(object);
}

static enum exit_code show(bool json)
{
	struct feature features[FEATURES_MAX];
	struct feature_facts facts;
	bool possible;
	size_t nr;

	feature_facts__probe(&facts);
	nr = features__list(features, &facts);
	if (json)
		print_json(features, nr, &facts);
	else
		print_table(features, nr, &facts);
	possible = !tracing__obstacle(&facts.tracing, BACKEND_AUTO);
	feature_facts__release(&facts);

	if (fflush(stdout) || ferror(stdout)) {
		fail(errno, "standard output", NULL, "write");
		return EXIT_FAILED;
	}
	return possible ? EXIT_DONE : EXIT_UNSUPPORTED;
}

static int run(int argc, char **argv)
{
	static const struct option options[] = {
		{ "json", no_argument, NULL, 'j' },
		{ "help", no_argument, NULL, 'h' },
		{},
	};
	bool json = false;
	int option;

	optind = 0; /* main() may have parsed before */
	opterr = 0;
	while ((option = getopt_long(argc, argv, ":jh", options, NULL)) != -1) {
		switch (option) {
		case 'j':
			json = true;
			break;
		case 'h':
			fputs(usage, stdout);
			return EXIT_DONE;
		default:
			complain("features: unknown option '%s'", argv[optind - 1]);
			hint("see swapra features --help");
			return EXIT_USAGE;
		}
	}
	if (optind < argc) {
		complain("features: unexpected argument '%s'", argv[optind]);
		hint("see swapra features --help");
		return EXIT_USAGE;
	}
	return show(json);
}

const struct command cmd_features = {
	.name = "features",
	.summary = "show what this kernel offers, and what is lost without it",
	.run = run,
};
