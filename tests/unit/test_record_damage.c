// SPDX-License-Identifier: GPL-2.0-only
/*
 * A record that was cut at any byte, or of which any byte is another: read up to there,
 * with a message, and nothing worse. Built with sanitizers where the compiler has them.
 */
#include "cmocka_all.h"

#include "record_sample.h"

static uint8_t *bytes;
static size_t nr_bytes;
static unsigned nr_items;

static void make(bool plain)
{
	struct record_output output = memory_output();

	free(bytes);
	write_sample(&output, plain);
	bytes = memory_bytes(&output, &nr_bytes);
	close(output.fd);
	assert_int_equal(digest(bytes, nr_bytes, &nr_items), 0);
	assert_int_equal(nr_items, 5); /* event, outcome, two snapshots, end */
}

static int teardown(void **state)
{
	(void)state;
	free(bytes);
	bytes = NULL;
	return 0;
}

/* Each length gives as many items as the blocks that are whole in it. */
static void cut_at_every_byte(void **state)
{
	unsigned before = 0, items;

	(void)state;
	make(false);
	for (size_t length = 0; length < nr_bytes; length++) {
		uint8_t *copy = malloc(length ?: 1); /* what is read beyond its end is found */

		memcpy(copy, bytes, length);
		assert_int_not_equal(digest(copy, length, &items), 0);
		assert_true(items >= before && items < nr_items);
		before = items;
		free(copy);
	}
	assert_int_equal(before, nr_items - 1); /* all but the last block: the end */
}

static void flip_every_byte(void)
{
	unsigned items;

	for (size_t i = 0; i < nr_bytes; i++) {
		uint8_t mask = i % 9 == 8 ? 0xff : 1 << i % 9;

		bytes[i] ^= mask;
		assert_int_not_equal(digest(bytes, nr_bytes, &items), 0);
		bytes[i] ^= mask;
	}
	assert_int_equal(digest(bytes, nr_bytes, &items), 0);
}

static void every_byte_another(void **state)
{
	(void)state;
	make(false);
	flip_every_byte();
}

/* Not packed: what would be noticed by unpacking has only its checksum. */
static void every_byte_another_unpacked(void **state)
{
	(void)state;
	make(true);
	flip_every_byte();
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_teardown(cut_at_every_byte, teardown),
		cmocka_unit_test_teardown(every_byte_another, teardown),
		cmocka_unit_test_teardown(every_byte_another_unpacked, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
