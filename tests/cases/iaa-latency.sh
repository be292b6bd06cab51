# SPDX-License-Identifier: GPL-2.0-only
# summary: each operation and each call of IAA is in its histogram once, and not before its time
# limit: 240
# set: long
# kernels: 6.12-bpo 6.12 7.3
. /lib/case.sh
. /lib/iaafault.sh

# The stand-in takes so long for each, which is short enough for 7.3 not to give up.
base_ns=500000

measured() { jq "[.iaa.$1[].count] | add // 0" "$counters/record"; } # HISTOGRAM
too_soon() { jq "[.iaa.$1[] | select(.to < $base_ns) | .count] | add // 0" "$counters/record"; }

expect_histogram() { # WHAT HISTOGRAM NUMBER
	expect_eq "$mode: $1" "$3" "$(measured "$2")"
	expect_eq "$mode: $1, too soon" 0 "$(too_soon "$2")"
}

# One of four ends with an error: it took its time as well, and its call took more.
for mode in sync async_irq; do
	idxd_load_mode $mode 0 base_ns=$base_ns kib_ns=0 window=2048
	idxd_begin
	fault_begin 'error compress every=4' 'error decompress every=4'
	trace_begin --view iaa --histogram
	fault_work
	iaa_finish
	iaa_expect_exact
	for operation in compress decompress; do
		expect_histogram "$operation: operations" "total.details.$operation.ns" \
			"$(iaa_total $operation.submitted)"
		expect_histogram "$operation: calls without an error" "calls.$operation.histogram" \
			$(($(iaa_call $operation calls) - $(iaa_call $operation failed)))
	done
	expect_eq "$mode: compressions" "$fault_pages" "$(iaa_total compress.submitted)"
	expect_eq "$mode: of these failed" 64 "$(iaa_total compress.errors)"
	expect_more "$mode: fallbacks" 1 "$(iaa_call decompress fallbacks)"
	idxd_end
done
