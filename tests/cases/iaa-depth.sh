# SPDX-License-Identifier: GPL-2.0-only
# summary: operations of IAA that are under way at the same time are that many in flight
# limit: 180
# set: long
# kernels: 6.12-bpo 6.12 7.3
. /lib/case.sh
. /lib/iaafault.sh

in_flight() { [ "$(tail -n 1 "$OUT" | jq .iaa.total.in_flight.now)" = "$1" ]; }
hung() { [ "$(awk '$1 == "total" && $3 == "hung" { sum += $4 } END { print sum }' $idxd_proc/counters)" -eq "$1" ]; }

# Each worker waits for one page at a time, and zswap has one page at a time on each CPU.
idxd_load_mode async_irq 0 base_ns=0 kib_ns=0
idxd_begin
trace_begin --view iaa -i 1
fault_begin 'hang compress count=2'
worker_start work --size 1 --cpu 0
worker_switch
worker_start work --size 1 --cpu 1
order pageout
wait_for 60 hung 1
wait_for 60 in_flight 1
worker_switch
order pageout
wait_for 60 hung 2
wait_for 60 in_flight 2
idxd_fault release
reply pageout
worker_switch
reply pageout
for _ in 1 2; do
	say 'touch seq'
	say verify
	worker_stop
	worker_switch
done
iaa_finish
iaa_expect_exact
expect_eq "in flight at the end" 0 "$(iaa_total in_flight.now)"
expect_eq "the most in flight" 2 "$(iaa_total in_flight.max)"
idxd_end
