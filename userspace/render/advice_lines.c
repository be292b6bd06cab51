// SPDX-License-Identifier: GPL-2.0-only
/* `swapra advise` for people: a line for each cgroup, and the arithmetic below it. */
#include <errno.h>
#include <stdlib.h>

#include "../losses.h"
#include "../text.h"
#include "advice.h"

/* Names are any bytes: nothing of them reaches the terminal as it is. */
static int print_escaped(FILE *out, const char *text)
{
	char *escaped = text ? text__escape(text, ESCAPE_CONTROL) : NULL;

	if (!escaped)
		return -ENOMEM;
	fputs(escaped, out);
	free(escaped);
	return 0;
}

static int print_command(FILE *out, const struct advice *advice)
{
	char *command = advice__command(advice);
	int err = 0;

	if (!command)
		return -ENOMEM;
	if (*command) {
		fputs(": ", out);
		err = print_escaped(out, command);
	}
	free(command);
	return err;
}

static int print_line(FILE *out, const struct advice *advice)
{
	int err = print_escaped(out, advice__label(advice));

	if (err)
		return err;
	fputs(": ", out);
	advice__summarize(out, advice);
	err = print_command(out, advice);
	fputc('\n', out);
	return err;
}

int advice_lines__print(FILE *out, const struct advice_view *view)
{
	const struct advice_list *list = view->list;
	int err = 0;

	for (size_t i = 0; i < list->nr && !err; i++) {
		err = print_line(out, &list->rows[i]);
		if (view->explain && !err)
			advice__explain(out, &list->rows[i]);
	}
	if (!list->nr)
		fputs("no data: no cgroup has swapped in\n", out);
	if (list->nr_left_out)
		fprintf(out, "%zu more swapped in and cannot be advised on: removed, or unknown\n",
			list->nr_left_out);
	losses__print(out, view->report);
	return err;
}
