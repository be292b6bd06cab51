// SPDX-License-Identifier: GPL-2.0-only
/* Prints docs/metrics.md; `make metrics-doc` runs it. */
#include "exporter/families.h"

int main(void)
{
	families__print_document(stdout);
	return fclose(stdout) ? 1 : 0;
}
