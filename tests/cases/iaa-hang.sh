# SPDX-License-Identifier: GPL-2.0-only
# summary: an operation that hangs is in flight as long as it does
# limit: 180
# kernels: 6.12-bpo 6.12 7.3
. /lib/case.sh
. /lib/iaafault.sh

in_flight() { [ "$(tail -n 1 "$OUT" | jq .iaa.total.in_flight.now)" = "$1" ]; }

idxd_load_mode async_irq 0 base_ns=0 kib_ns=0
idxd_begin
trace_begin --view iaa -i 1
fault_begin 'hang compress after=8 count=1'
worker_start work --size 1
order pageout
wait_for 60 is_hung
wait_for 60 in_flight 1
idxd_fault release
reply pageout

# One that a fault waits for.
idxd_fault clear 'hang decompress after=8 count=1'
order 'touch seq'
wait_for 60 is_hung
wait_for 60 in_flight 1
idxd_fault release
reply touch
say verify
worker_stop
iaa_finish
iaa_expect_exact
expect_eq "in flight at the end" 0 "$(iaa_total in_flight.now)"
expect_more "the most in flight" 1 "$(iaa_total in_flight.max)"
idxd_end
