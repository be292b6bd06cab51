# SPDX-License-Identifier: GPL-2.0-only
# summary: one record a batch; their sums are the totals
# limit: 120
. /lib/case.sh
. /lib/swapin.sh

event_sum() { # JQ-EXPRESSION over one event
	jqget "select(.type == \"event\") | $1" "$OUT" | awk '{ sum += $1 } END { print sum + 0 }'
}

swap_on disk 128
zswap_on zstd
cgroup_new work
trace_begin --events
work_all_orders work --size 4 --content mixed
work work --size 4 --shmem pageout 'touch seq' pageout willneed 'touch seq'
trace_end
expect_exact work
expect_eq "records" $(($(row total faults.total) + $(row total advice_batches))) "$(event_sum 1)"
for source in zswap disk zero; do
	expect_eq "$source pages of all records" "$(row total pages.$source)" \
		"$(event_sum .pages.$source)"
done
expect_eq "demand pages of all records" "$(row total pages.demand)" "$(event_sum .pages.demand)"
expect_eq "records of another cgroup" 0 \
	"$(event_sum "if .id == $(stat -c %i /sys/fs/cgroup/work) then 0 else 1 end")"
expect_eq "records without a latency" 0 "$(event_sum 'if .latency_ns > 0 then 0 else 1 end')"
