# SPDX-License-Identifier: GPL-2.0-only
# summary: hits are those that the list of accesses says: sequential, strided, random
# limit: 240
. /lib/case.sh
. /lib/command.sh
. /lib/policy.sh
. /lib/swapin.sh
. /lib/window.sh
. /lib/use.sh

# One cgroup for each order: a worker's pages go out, and come back in it.
do_order() { # NAME WINDOW PLACEMENT ORDER COUNT
	cgroup_new "$1"
	worker_new "$1" "$1" --size 3
	policy set "$1" "window=$2,$3"
	tell "$1" pageout
	told "$1"
	model_use "$1" "$2" "$3" "$4" "$5" >"$1.model"
	tell "$1" "touch $4 $5"
	told "$1"
}

expect_order() { # NAME
	read -r faults prefetched hits <"$1.model"
	expect_eq "$1: faults" "$faults" "$(row "$1" faults.total)"
	expect_outcomes "$1" "$prefetched" "$hits" 0 0 $((prefetched - hits))
	expect_eq "$1: late" 0 "$(row "$1" use.late)"
}

names='seq long reverse stride few more back'
swap_on disk 128
zswap_on zstd
modprobe swapra || die "swapra.ko: cannot be loaded"
trace_begin
do_order seq 8 after seq 768
do_order long 32 after seq 768
do_order reverse 16 before reverse 768
do_order stride 8 after stride=8 96 # one page of each window: not a single hit
do_order few 8 after random=5 400
do_order more 16 around random=6 150
do_order back 3 before random=7 768
trace_end
# shellcheck disable=SC2086 # a list of names
expect_exact $names
for name in $names; do expect_order $name; done
# shellcheck disable=SC2086
worker_end $names
policies_end
