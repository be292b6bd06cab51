// SPDX-License-Identifier: GPL-2.0-only
/* The table of a snapshot's arrays; see arrays.h. */
#include "arrays.h"

#include <stdint.h>

#define MEMBERS_MAX (1U << 17)
#define QUEUES_MAX (1U << 12) /* each is large */

static int compare_ids(const void *a, const void *b)
{
	uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;

	return (left > right) - (left < right);
}

_Static_assert(!offsetof(struct swapra_row, cgroup) && !offsetof(struct verdict_policy, cgroup) &&
	       !offsetof(struct verdict_row, cgroup) && !offsetof(struct swapra_iaa_pages, cgroup),
	       "compare_ids() reads it");

static int compare_uses(const void *a, const void *b)
{
	return use_key__compare(&((const struct use_row *)a)->key,
				&((const struct use_row *)b)->key);
}

static int compare_queues(const void *a, const void *b)
{
	return iaa_queue__compare(a, b);
}

#define MEMBER(path) sizeof(*((struct snapshot *)0)->path)
#define ARRAY(path, count) .size = MEMBER(path), .array = offsetof(struct snapshot, path), \
	.nr = offsetof(struct snapshot, count)

const struct record_array record_arrays[NR_RECORD_ARRAYS] = {
	[RECORD_ROWS] = { RECORD_ITEM_ROW, .stays = true, .max = MEMBERS_MAX,
			  ARRAY(rows, nr_rows), .compare = compare_ids },
	[RECORD_USES] = { RECORD_ITEM_USE, .stays = true, .max = MEMBERS_MAX,
			  ARRAY(uses, nr_uses), .compare = compare_uses },
	[RECORD_POLICIES] = { RECORD_ITEM_POLICY, .max = MEMBERS_MAX,
			      ARRAY(verdicts.policies, verdicts.nr_policies),
			      .compare = compare_ids },
	[RECORD_VERDICTS] = { RECORD_ITEM_VERDICTS, .max = MEMBERS_MAX,
			      ARRAY(verdicts.rows, verdicts.nr_rows), .compare = compare_ids },
	[RECORD_IAA_QUEUES] = { RECORD_ITEM_IAA_QUEUE, .stays = true, .max = QUEUES_MAX,
				ARRAY(iaa.queues, iaa.nr_queues), .compare = compare_queues },
	[RECORD_IAA_PAGES] = { RECORD_ITEM_IAA_PAGES, .stays = true, .max = MEMBERS_MAX,
			       ARRAY(iaa.pages, iaa.nr_pages), .compare = compare_ids },
};

const struct record_array *record_array__find(unsigned item)
{
	for (size_t i = 0; i < NR_RECORD_ARRAYS; i++)
		if (record_arrays[i].item == item)
			return &record_arrays[i];
	return NULL;
}

void **record_array__members(const struct record_array *array, struct snapshot *snap)
{
	return (void **)(void *)((char *)snap + array->array);
}

size_t *record_array__nr(const struct record_array *array, struct snapshot *snap)
{
	return (size_t *)(void *)((char *)snap + array->nr);
}

const char *record_array__first(const struct record_array *array, const struct snapshot *snap)
{
	return *(const char *const *)(const void *)((const char *)snap + array->array);
}

size_t record_array__count(const struct record_array *array, const struct snapshot *snap)
{
	return *(const size_t *)(const void *)((const char *)snap + array->nr);
}
