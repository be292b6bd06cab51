# SPDX-License-Identifier: GPL-2.0-only
# summary: too little room, lateness and loss of IAA show up as what they are; a wrong byte does not
# limit: 300
# set: long
# kernels: 6.12-bpo 6.12 7.3
. /lib/case.sh
. /lib/iaafault.sh

# The device's output is too small: the driver takes it for a page that does not compress.
for mode in sync async_irq; do
	idxd_load_mode $mode 0 base_ns=0 kib_ns=0
	idxd_begin
	traced fault_compress 'overflow compress every=4' status.0a
	expect_eq "$mode: errors" 64 "$(iaa_total compress.errors)"
	expect_eq "$mode: status 0a" 64 "$(iaa_status compress 0a)"
	idxd_end
done

late_ns=16000000
delayed() { # OPERATION
	jq "[.iaa.total.details.$1.ns[] | select(.from >= $late_ns) | .count] | add // 0" \
		"$counters/record"
}

# Late is no error: the histogram has them, and so has the call.
idxd_load_mode async_irq 0 base_ns=0 kib_ns=0
idxd_begin
fault_begin 'delay compress every=64 us=20000' 'delay decompress every=64 us=20000'
trace_begin --view iaa --histogram
fault_work
iaa_finish
iaa_expect_exact
for operation in compress decompress; do
	expect_more "$operation: 20 ms late" 4 "$(delayed $operation)"
	expect_eq "$operation: errors" 0 "$(iaa_total $operation.errors)"
	expect_eq "$operation: calls that failed" 0 "$(iaa_call $operation failed)"
done
idxd_end

# Nobody but the reader of the page can tell.
wrong_byte() {
	fault_begin 'corrupt decompress after=100 count=1'
	! in_cgroup work swapwork --size 1 pageout 'touch seq' >wrong 2>&1 || die "nobody noticed"
	grep -q 'mismatches=1$' wrong || die "$(cat wrong)"
}
idxd_load_mode sync 0 base_ns=0 kib_ns=0
idxd_begin
traced wrong_byte
expect_eq "a wrong byte: errors" 0 "$(iaa_total decompress.errors)"
expect_eq "a wrong byte: success" "$(iaa_total decompress.submitted)" \
	"$(iaa_total decompress.success)"
expect_eq "a wrong byte: calls that failed" 0 "$(iaa_call decompress failed)"
idxd_end

# No work queue is left: each call says so, before there was a page to lose.
idxd_load_mode sync 0 base_ns=0 kib_ns=0 devices=2
idxd_begin
trace_begin --view iaa
idxd_unbind
fault_work
iaa_finish
expect_eq "no work queue: submitted" 0 "$(iaa_total compress.submitted)"
expect_eq "no work queue: calls" "$fault_pages" "$(iaa_call compress calls)"
expect_eq "no work queue: disabled" "$fault_pages" "$(iaa_call compress disabled)"
idxd_end
