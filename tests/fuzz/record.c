// SPDX-License-Identifier: GPL-2.0-only
/*
 * libFuzzer's entry: any bytes as a record, replayed into every printer. Checksums are
 * not looked at in this build, as they would keep all but the first bytes from being
 * tried. See `make fuzz`.
 */
#include "tests/unit/record_sample.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t nr_bytes);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t nr_bytes)
{
	unsigned nr_items;

	digest(bytes, nr_bytes, &nr_items);
	return 0;
}
