// SPDX-License-Identifier: GPL-2.0-only
/* Events as lines of text, in the columns of event_columns.c. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "../duration.h"
#include "../text.h"
#include "event_columns.h"
#include "render.h"

#define TIME_WIDTH 15 /* 12:00:00.123456 */

void event_lines__begin(FILE *out, bool has_verdicts)
{
	fprintf(out, "%-*s", TIME_WIDTH, "TIME");
	for (size_t i = 0; i < nr_event_columns; i++)
		if (event_column__is_shown(&event_columns[i], has_verdicts))
			fprintf(out, " %*s", event_columns[i].width, event_columns[i].header);
	fputc('\n', out);
}

static int print_cell(FILE *out, const struct event_column *column,
		      const struct event_view *view)
{
	struct value value = column->get(view);
	char number[VALUE_TEXT_SIZE], *name;

	if (value.type != VALUE_TEXT) {
		fprintf(out, " %*s", column->width, value__format(number, &value, 0));
		return 0;
	}
	name = text__escape(value.text, ESCAPE_CONTROL);
	if (!name)
		return -ENOMEM;
	fprintf(out, " %*s", column->width, name);
	free(name);
	return 0;
}

int event_lines__print(FILE *out, const struct event_view *view)
{
	char time[TIME_TEXT];
	int err = 0;

	time__format_clock(time, &view->time, 6);
	fprintf(out, "%-*s", TIME_WIDTH, time);
	for (size_t i = 0; i < nr_event_columns && !err; i++)
		if (event_column__is_shown(&event_columns[i], view->has_verdicts))
			err = print_cell(out, &event_columns[i], view);
	fputc('\n', out);
	return err;
}
