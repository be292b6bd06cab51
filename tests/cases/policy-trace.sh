# SPDX-License-Identifier: GPL-2.0-only
# summary: swapra trace tells which policy applied and what it decided, exact against the module
# limit: 300
. /lib/case.sh
. /lib/command.sh
. /lib/policy.sh
. /lib/swapin.sh

# The policy of a row in the last report of $OUT: "NAME CGROUP".
row_policy() { # CGROUP
	jq -r --argjson id "$(cgroup_id "$1")" '.cgroups[] | select(.id == $id) |
		"\(.policy.name) \(.policy.cgroup)"' "$counters/record"
}

# What the module counts for a cgroup, since it was loaded; 0 where it has no row.
module_count() { # CGROUP KEY
	sed -n "s/^cgroup id=$(cgroup_id "$1") .* $2=\([0-9]*\).*/\1/p" /proc/swapra | grep . || echo 0
}

expect_verdicts() { # CGROUP: of a trace that began with no verdict
	expect_eq "$1: verdicts" "$(counter "$1" pgmajfault)" "$(row "$1" verdicts.total)"
	expect_eq "$1: sum of verdicts" "$(row "$1" verdicts.total)" \
		$(($(row "$1" verdicts.kernel) + $(row "$1" verdicts.single) + $(row "$1" verdicts.sized)))
	expect_eq "$1: pages prefetched by policy" "$(row "$1" pages.prefetched)" \
		"$(row "$1" verdicts.prefetched)"
	for key in verdicts kernel single sized prefetched clamped guarded errors; do
		column=$key
		[ $key != verdicts ] || column=total
		expect_eq "$1: $key" "$(module_count "$1" $key)" "$(row "$1" "verdicts.$column")"
	done
}

# Values of one field in the events of a cgroup, each once.
event_values() { # CGROUP JQ-EXPRESSION
	jqget "select(.type == \"event\" and .id == $(cgroup_id "$1")) | $2" "$OUT" | sort -u |
		paste -s -d ' ' -
}

work_everywhere() { # MIB
	for name in single/inner wide plain; do
		work $name --size "$1" pageout 'touch seq' pageout 'touch stride=7' verify
	done
}

swap_on disk 128
zswap_on zstd
cgroup_new single
set_to /sys/fs/cgroup/single/cgroup.subtree_control +memory
cgroup_new single/inner
cgroup_new wide
cgroup_new plain

# Without the module there is nothing to tell.
trace_begin
work plain --size 1 pageout 'touch seq'
trace_end
expect_eq "verdicts without the module" "null null" \
	"$(jq -r '"\(.total.policy.name) \(.total.verdicts.total)"' "$counters/record")"

# Loaded while the tracer runs. An inherited policy, an own one, none.
trace_begin
modprobe swapra || die "swapra.ko: cannot be loaded"
policy set single off
policy set wide window=16,after
work_everywhere 4
trace_end
expect_exact wide plain
expect_row_exact single/inner single
expect_eq "single/inner: policy" "off $(cgroup_id single)" "$(row_policy single/inner)"
expect_eq "wide: policy" "window=16,after $(cgroup_id wide)" "$(row_policy wide)"
expect_eq "plain: policy" "null null" "$(row_policy plain)"
expect_verdicts wide
expect_eq "wide: sized" "$(row wide verdicts.total)" "$(row wide verdicts.sized)"
expect_more "wide: prefetched" 1024 "$(row wide verdicts.prefetched)"
expect_eq "single/inner: verdicts" "$(counter single pgmajfault)" "$(row single/inner verdicts.single)"
expect_eq "single/inner: single" "$(module_count single/inner single)" "$(row single/inner verdicts.single)"
expect_eq "single/inner: prefetched" "0 0" \
	"$(row single/inner pages.prefetched) $(row single/inner verdicts.prefetched)"
expect_eq "plain: verdicts" 0 "$(jq --argjson id "$(cgroup_id plain)" \
	'.cgroups[] | select(.id == $id) | .verdicts.total' "$counters/record")"
expect_eq "total" "$(($(row wide verdicts.total) + $(row single/inner verdicts.total)))" \
	"$(row total verdicts.total)"

# Records have the verdict of their fault.
trace_begin --events
work_everywhere 1 # jq takes its time for many records
trace_end
expect_exact wide plain
expect_eq "wide: window" 16 "$(event_values wide .window)"
expect_eq "wide: verdict" "16 16 after $(cgroup_id wide)" "$(event_values wide \
	'"\(.verdict.asked) \(.verdict.window) \(.verdict.placement) \(.policy.cgroup)"')"
expect_eq "wide: flags" false "$(event_values wide \
	'.verdict | .clamped or .guarded or .error or .background or .hint')"
expect_eq "single/inner: verdict" "1 1 around $(cgroup_id single)" "$(event_values single/inner \
	'"\(.verdict.asked) \(.verdict.window) \(.verdict.placement) \(.policy.cgroup)"')"
expect_eq "plain: verdict" "null null" "$(event_values plain '"\(.verdict.asked) \(.policy.cgroup)"')"
expect_eq "records of faults with a verdict" "$(row total verdicts.total)" \
	"$(jqget 'select(.type == "event" and .policy.cgroup) | 1' "$OUT" | wc -l)"
expect_eq "messages" "" "$(cat "$ERR")"

# A cgroup that was removed takes its verdicts along: they are in the total, and of no row.
id=$(cgroup_id wide)
trace_begin
work wide --size 1 pageout 'touch seq'
work single/inner --size 1 pageout 'touch seq'
faults=$(module_count wide verdicts)
wait_for 30 rmdir /sys/fs/cgroup/wide
trace_end
expect_eq "removed: verdicts" null "$(jq --argjson id "$id" \
	'.cgroups[] | select(.id == $id) | .verdicts.total' "$counters/record")"
expect_more "total with the removed" 256 "$(row total verdicts.total)"
expect_eq "total" "$(row total faults.anon)" "$(row total verdicts.total)"

# The table: as wide as ever.
run swapra policy set plain window=32 # it says that the pin of the removed cgroup went
agent sigdefault swapra trace -d 3600 --ready-file table.ready >table &
table_pid=$!
wait_for 60 test -e table.ready
work plain --size 1 pageout 'touch seq'
kill -INT $table_pid
wait $table_pid
expect_eq "columns" 1 "$(grep -c '^CGROUP .* NAME$' table)"
expect_eq "row" window=32 "$(awk '$1 == "/plain" { print $NF }' table)"
expect_eq "widest line" "" "$(awk 'length > 79' table)"

swapra features >features
expect_eq "features" 1 "$(grep -c '^swapra module  *yes  *version .*; 2 policies are attached' features)"
expect_eq "hooks" 1 "$(grep -c '^policy hooks  *yes  *swapin_readahead: redirect; swap_cluster_readahead: redirect' features)"
policies_end
swapra features >features
expect_eq "features without it" 1 "$(grep -c '^swapra module  *no ' features)"
