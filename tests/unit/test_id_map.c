// SPDX-License-Identifier: GPL-2.0-only
/* The map of ids: whatever is added and removed in whatever order, it has the rest. */
#include "cmocka_all.h"

#include "exporter/id_map.h"

#define IDS 300

/* Some in a row, as inode numbers are, and some that share a place in any small table. */
static uint64_t id_of(unsigned i)
{
	return i % 3 ? i : (uint64_t)i << 40;
}

static void check_all(const struct id_map *map, const uint32_t *values)
{
	size_t nr = 0;

	for (unsigned i = 0; i < IDS; i++) {
		const uint32_t *value = id_map__find(map, id_of(i));

		nr += !!values[i];
		assert_int_equal(!!value, !!values[i]);
		if (value)
			assert_int_equal(*value, values[i]);
	}
	assert_int_equal(map->nr, nr);
}

static void test_any_order(void **state)
{
	uint32_t values[IDS] = {}, random = 1; /* 0: not there */
	struct id_map map = {};

	(void)state;
	for (uint32_t step = 1; step <= 20000; step++) {
		unsigned i, limit = step / 2000 % 2 ? 20 : IDS;

		random = random * 1664525 + 1013904223;
		i = (random >> 8) % limit;
		if (values[i]) {
			id_map__remove(&map, id_of(i));
			values[i] = 0;
		} else {
			assert_non_null(id_map__add(&map, id_of(i), step));
			values[i] = step;
		}
		if (step % 10 == 0)
			check_all(&map, values);
	}
	check_all(&map, values);
	id_map__release(&map);
	assert_null(id_map__find(&map, 1));
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_any_order),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
