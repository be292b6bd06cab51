// SPDX-License-Identifier: GPL-2.0-only
/* See leaving.h. */
#include "leaving.h"

#include <bpf/bpf.h>
#include <bpf/libbpf.h>

static int run(const struct leaving_object *object)
{
	LIBBPF_OPTS(bpf_test_run_opts, options);

	return bpf_prog_test_run_opts(bpf_program__fd(object->program), &options);
}

/* Its own, in the list's order. */
static size_t put(const struct leaving_object *object, bool (*has_table)(unsigned table),
		  const struct swapra_leaving *list, size_t nr)
{
	size_t put = 0;

	for (size_t i = 0; i < nr && put < SWAPRA_LEAVING_MAX; i++)
		if (has_table(list[i].table))
			object->list[put++] = list[i];
	return put;
}

int leaving__run(const struct leaving_object *object, bool (*has_table)(unsigned table),
		 struct swapra_leaving *list, size_t nr)
{
	size_t asked = put(object, has_table, list, nr), next = 0;
	int err;

	if (!asked)
		return 0;
	*object->nr = asked;
	err = run(object);
	for (size_t i = 0; i < nr && next < asked; i++)
		if (has_table(list[i].table))
			list[i].is_done = !err && object->list[next++].is_done;
	return err;
}
