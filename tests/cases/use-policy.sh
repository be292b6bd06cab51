# SPDX-License-Identifier: GPL-2.0-only
# summary: use is told apart for each policy and window, to the page
# limit: 180
. /lib/case.sh
. /lib/command.sh
. /lib/policy.sh
. /lib/swapin.sh
. /lib/window.sh
. /lib/use.sh

# All of the region goes out, a part comes back; the model's lines say what was read and used.
with() { # NAME WINDOW PLACEMENT ORDER COUNT
	policy set "$1" "window=$2,$3"
	tell "$1" pageout
	told "$1"
	model_use "$1" "$2" "$3" "$4" "$5" >>"$1.$2"
	tell "$1" "touch $4 $5"
	told "$1"
	reclaim_all "$1" # what is unused was of no use
}

setting() { # NAME WINDOW FIELD
	jqget "[.uses[] | select(.id == $(cgroup_id "$1") and .window == $2) | $3] | add // 0" \
		"$counters/record"
}

expect_setting() { # NAME WINDOW
	awk '{ faults += $1; prefetched += $2; hits += $3 }
		END { print faults, prefetched, hits, prefetched - hits }' "$1.$2" >model
	expect_eq "$1, window $2: faults prefetched hits wasted" "$(cat model)" \
		"$(setting "$1" "$2" .faults.total) $(setting "$1" "$2" .pages.prefetched) $(
			setting "$1" "$2" .use.hits) $(setting "$1" "$2" .use.wasted)"
}

swap_on disk 128
zswap_on zstd
modprobe swapra || die "swapra.ko: cannot be loaded"
cgroup_new a
cgroup_new b
trace_begin --view policy
worker_new a a --size 3
worker_new b b --size 3
with a 8 after random=1 300
with b 16 around random=1 300
with a 4 before random=2 300
with a 8 after seq 400
with b 1 around stride=5 200
# It attributes by the module's tracepoint, which holds the module.
! modprobe -r swapra 2>/dev/null || die "the module was unloaded under the tracer"
trace_end
expect_exact a b
expect_setting a 8
expect_setting a 4
expect_setting b 16
expect_setting b 1
for name in a b; do
	for field in .use.hits .use.wasted .pages.prefetched; do
		expect_eq "$name: sum of $field over settings" "$(row $name "${field#.}")" \
			"$(jqget "[.uses[] | select(.id == $(cgroup_id $name)) | $field] | add" \
				"$counters/record")"
	done
done
worker_end a b
policies_end
