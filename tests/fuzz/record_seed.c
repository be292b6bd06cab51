// SPDX-License-Identifier: GPL-2.0-only
/* record_seed FILE: write a small record that is not packed, for the fuzzer to begin with. */
#include "tests/unit/record_sample.h"

int main(int argc, char **argv)
{
	struct record_output output;

	if (argc != 2 || record_output__open(&output, argv[1]))
		return 1;
	write_sample(&output, true);
	return record_output__close(&output) ? 1 : 0;
}
