/* SPDX-License-Identifier: GPL-2.0-only */
/* The printers of `swapra advise`. Pure: advice in, text out. */
#ifndef SWAPRA_RENDER_ADVICE_H
#define SWAPRA_RENDER_ADVICE_H

#include <stdbool.h>
#include <stdio.h>

#include "../advice.h"

/* What is printed, and how. */
struct advice_view {
	const struct advice_list *list;
	const struct report *report;
	const char *missing_module; /* why policies cannot be set, and what to do; NULL: they can */
	bool explain;               /* lines only: the arithmetic as well */
};

/* All return 0 or -ENOMEM; write errors are left to ferror(). */
int advice_lines__print(FILE *out, const struct advice_view *view);
int advice_json__print(FILE *out, const struct advice_view *view);

/* The arithmetic of one cgroup, a step a line, indented. */
void advice__explain(FILE *out, const struct advice *advice);

/* One sentence, without the command. */
void advice__summarize(FILE *out, const struct advice *advice);

/*
 * What a shell takes: "swapra policy set CGROUP POLICY". Allocated; "" when there is none;
 * NULL: no memory.
 */
char *advice__command(const struct advice *advice);

/* As people name a cgroup: its path, without the slash before it. */
const char *advice__label(const struct advice *advice);

/* Nanoseconds with a unit; below 0 too. */
#define ADVICE_NS_TEXT 32
const char *advice_ns__format(char text[ADVICE_NS_TEXT], double ns);

#endif
