// SPDX-License-Identifier: GPL-2.0-only
/*
 * The table of `swapra policy list`. As in table.c, counts stay exact while the
 * line is short enough; then they are shortened, and then names are cut.
 */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../text.h"
#include "../value.h"
#include "policy.h"

#define TABLE_WIDTH 79
#define SHORT_DIGITS 5
#define NAME_MIN 6

static const char *cgroup_name(const struct policy_row *row)
{
	return row->name;
}

static const char *policy_name(const struct policy_row *row)
{
	return row->policy ?: "-";
}

static const char *from_name(const struct policy_row *row)
{
	return row->policy && !policy_row__is_own(row) ? row->from_name : "-";
}

static const struct {
	const char *header;
	const char *(*get)(const struct policy_row *row);
} names[] = {
	{ "CGROUP", cgroup_name },
	{ "POLICY", policy_name },
	{ "FROM", from_name },
};

#define NR_NAMES (sizeof(names) / sizeof(names[0]))
#define COUNTS(member) offsetof(struct policy_row, counts.member)

/* Columns of a group stand side by side; a group has one name for all of them. */
static const struct {
	const char *group, *header;
	bool wide; /* only then */
	size_t offset;
} counts[] = {
	{ "VERDICTS", "KERNEL", false, COUNTS(kernel) },
	{ "VERDICTS", "SINGLE", false, COUNTS(single) },
	{ "VERDICTS", "SIZED", false, COUNTS(sized) },
	{ "OF THESE", "CLAMP", false, COUNTS(clamped) },
	{ "OF THESE", "GUARD", false, COUNTS(guarded) },
	{ "OF THESE", "ERROR", false, COUNTS(errors) },
	{ "OF THESE", "BACKGR", true, COUNTS(background) },
	{ "PAGES", "PREFETCHED", true, COUNTS(prefetched) },
	{ "PAGES", "UNUSED", true, offsetof(struct policy_row, unused) },
	{ "PAGES", "FAILED", true, COUNTS(failed_charges) },
};

#define NR_COUNTS (sizeof(counts) / sizeof(counts[0]))

struct layout {
	const struct policy_list *list;
	bool wide;
	unsigned digits;         /* longest count; 0: any */
	char *(*cells)[NR_NAMES]; /* escaped names, one set a row */
	size_t name_widths[NR_NAMES];
	size_t count_widths[NR_COUNTS];
};

static bool is_shown(const struct layout *layout, size_t column)
{
	return layout->wide || !counts[column].wide;
}

static const char *count_cell(char text[VALUE_TEXT_SIZE], const struct layout *layout,
			      size_t column, const struct policy_row *row)
{
	struct value value = {
		.type = VALUE_COUNT,
		.integer = *(const uint64_t *)((const char *)row + counts[column].offset),
	};

	return value__format(text, &value, layout->digits);
}

static int escape_names(struct layout *layout)
{
	for (size_t i = 0; i < layout->list->nr; i++) {
		for (size_t column = 0; column < NR_NAMES; column++) {
			layout->cells[i][column] =
				text__escape(names[column].get(&layout->list->rows[i]), ESCAPE_CONTROL);
			if (!layout->cells[i][column])
				return -ENOMEM;
		}
	}
	return 0;
}

static void widen(size_t *width, size_t to)
{
	if (to > *width)
		*width = to;
}

/* Returns the width of all counts with the blank before each. */
static size_t measure_counts(struct layout *layout)
{
	char text[VALUE_TEXT_SIZE];
	size_t total = 0;

	for (size_t column = 0; column < NR_COUNTS; column++) {
		size_t *width = &layout->count_widths[column];

		if (!is_shown(layout, column))
			continue;
		*width = strlen(counts[column].header);
		for (size_t i = 0; i < layout->list->nr; i++)
			widen(width, strlen(count_cell(text, layout, column, &layout->list->rows[i])));
		total += 1 + *width;
	}
	return total;
}

/* Returns the width of all names with the blank between them. */
static size_t measure_names(struct layout *layout)
{
	size_t total = NR_NAMES - 1;

	for (size_t column = 0; column < NR_NAMES; column++) {
		size_t *width = &layout->name_widths[column];

		*width = strlen(names[column].header);
		for (size_t i = 0; i < layout->list->nr; i++)
			widen(width, text__width(layout->cells[i][column]));
		total += *width;
	}
	return total;
}

/* The widest name gives way first: short ones stay whole. */
static bool narrow_widest(struct layout *layout)
{
	size_t widest = 0;

	for (size_t column = 1; column < NR_NAMES; column++)
		if (layout->name_widths[column] > layout->name_widths[widest])
			widest = column;
	if (layout->name_widths[widest] <= NAME_MIN)
		return false;
	layout->name_widths[widest]--;
	return true;
}

static void arrange(struct layout *layout)
{
	size_t width = measure_counts(layout) + measure_names(layout);

	if (layout->wide || width <= TABLE_WIDTH)
		return;
	layout->digits = SHORT_DIGITS;
	width = measure_counts(layout) + measure_names(layout);
	while (width > TABLE_WIDTH && narrow_widest(layout))
		width--;
}

/* Width of the shown columns that share a group with the first one. */
static size_t group_width(const struct layout *layout, size_t first)
{
	size_t width = layout->count_widths[first];

	for (size_t i = first + 1; i < NR_COUNTS && !strcmp(counts[i].group, counts[first].group); i++)
		if (is_shown(layout, i))
			width += 1 + layout->count_widths[i];
	return width;
}

static void print_groups(FILE *out, const struct layout *layout)
{
	size_t indent = NR_NAMES - 1;

	for (size_t column = 0; column < NR_NAMES; column++)
		indent += layout->name_widths[column];
	fprintf(out, "%*s", (int)indent, "");
	for (size_t i = 0; i < NR_COUNTS; i++) {
		size_t width;

		if (!is_shown(layout, i) || (i && !strcmp(counts[i].group, counts[i - 1].group)))
			continue;
		width = group_width(layout, i) - (fprintf(out, " %s", counts[i].group) - 1);
		while (width--)
			fputc('-', out);
	}
	fputc('\n', out);
}

static void print_headers(FILE *out, const struct layout *layout)
{
	for (size_t column = 0; column < NR_NAMES; column++)
		fprintf(out, "%s%-*s", column ? " " : "", (int)layout->name_widths[column],
			names[column].header);
	for (size_t i = 0; i < NR_COUNTS; i++)
		if (is_shown(layout, i))
			fprintf(out, " %*s", (int)layout->count_widths[i], counts[i].header);
	fputc('\n', out);
}

static int print_name(FILE *out, const char *name, size_t width)
{
	size_t size = strlen(name) + sizeof("…");
	char *fitted = malloc(size);

	if (!fitted)
		return -ENOMEM;
	text__fit(fitted, size, name, width);
	fprintf(out, "%s%*s", fitted, (int)(width - text__width(fitted)), "");
	free(fitted);
	return 0;
}

static int print_row(FILE *out, const struct layout *layout, size_t row)
{
	char text[VALUE_TEXT_SIZE];
	int err = 0;

	for (size_t column = 0; column < NR_NAMES && !err; column++) {
		if (column)
			fputc(' ', out);
		err = print_name(out, layout->cells[row][column], layout->name_widths[column]);
	}
	for (size_t i = 0; i < NR_COUNTS; i++)
		if (is_shown(layout, i))
			fprintf(out, " %*s", (int)layout->count_widths[i],
				count_cell(text, layout, i, &layout->list->rows[row]));
	fputc('\n', out);
	return err;
}

static int print_rows(FILE *out, struct layout *layout)
{
	int err = escape_names(layout);

	if (err)
		return err;
	arrange(layout);
	print_groups(out, layout);
	print_headers(out, layout);
	for (size_t i = 0; i < layout->list->nr && !err; i++)
		err = print_row(out, layout, i);
	return err;
}

/* A hook that is not in place, and should be; "none" is right until there is a policy. */
static void print_hook(FILE *out, const struct policy_hook *hook, bool needed)
{
	if (!strcmp(hook->mode, "hint"))
		fprintf(out, "hook %s: hint: a livepatch has the function;\n"
			"policies can only change the window that the kernel itself uses\n",
			hook->function);
	else if (hook->error)
		fprintf(out, "hook %s: %s: %s (%s)\n", hook->function, hook->mode,
			strerrorname_np(hook->error) ?: "unknown error", strerror(hook->error));
	else if (needed && strcmp(hook->mode, "redirect"))
		fprintf(out, "hook %s: %s\n", hook->function, hook->mode);
}

int policy_table__print(FILE *out, const struct policy_list *list, bool wide)
{
	struct layout layout = { .list = list, .wide = wide };
	int err = 0;

	if (list->nr) {
		layout.cells = calloc(list->nr, sizeof(*layout.cells));
		err = layout.cells ? print_rows(out, &layout) : -ENOMEM;
		for (size_t i = 0; layout.cells && i < list->nr * NR_NAMES; i++)
			free(layout.cells[i / NR_NAMES][i % NR_NAMES]);
		free(layout.cells);
	} else {
		fputs("No cgroup has a policy.\n", out);
	}
	for (size_t i = 0; i < list->status->nr_hooks && !err; i++)
		print_hook(out, &list->status->hooks[i], list->status->nr_policies > 0);
	return err;
}
