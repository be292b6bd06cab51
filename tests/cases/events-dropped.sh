# SPDX-License-Identifier: GPL-2.0-only
# summary: a reader that stands still: records are dropped and counted, totals stay exact
# limit: 300
# set: long
. /lib/case.sh
. /lib/swapin.sh

swap_on disk 128
zswap_on zstd
page_cluster 0 # a batch a page: the ring buffer of 4 MiB holds 43690 records of 96 bytes
cgroup_new work
trace_begin --events
kill -STOP "$(pidof swapra)"
round=0
while [ $((round += 1)) -le 12 ]; do
	work work --size 16 pageout 'touch seq'
done
kill -CONT "$(pidof swapra)"
trace_end
dropped=$(row losses events_dropped)
expect_more "dropped records" 1 "$dropped"
expect_eq "records and dropped ones" "$(row total faults.total)" \
	$(($(grep -c '"type":"event"' "$OUT") + dropped))
expect_row_exact total vmstat
