/* SPDX-License-Identifier: GPL-2.0-only */
/* The printers of `swapra policy list`. Pure: a list in, text out. */
#ifndef SWAPRA_RENDER_POLICY_H
#define SWAPRA_RENDER_POLICY_H

#include <stdbool.h>
#include <stdio.h>

#include "policy/list.h"

/* Both return 0 or -ENOMEM; write errors are left to ferror(). */
int policy_table__print(FILE *out, const struct policy_list *list, bool wide);
int policy_json__print(FILE *out, const struct policy_list *list);

#endif
