# SPDX-License-Identifier: GPL-2.0-only
# summary: CPUs come and go during faults: every count stays exact
# limit: 180
. /lib/case.sh
. /lib/command.sh
. /lib/policy.sh
. /lib/swapin.sh
. /lib/window.sh

swap_on disk 128
zswap_on zstd
cgroup_new work
modprobe swapra || die "swapra.ko: cannot be loaded"
# Processes, not threads: two of those may fault for one page, and one read serves both.
worker_new one work --size 2 --processes 2 --write
policy set work window=8
cpu=/sys/devices/system/cpu/cpu1/online
reads_begin work
tell one loop
round=0
while [ $((round += 1)) -le 8 ]; do
	set_to $cpu 0
	usleep 200000
	set_to $cpu 1
	[ $round != 4 ] || policy set work window=16,after
	usleep 200000
done
# shellcheck disable=SC2046 # a list of pids
kill -TERM $(pidof swapwork)
told one
reads work >was
worker_end one
faults=$(read_count faults <was)
prefetched=$(read_count swap_ra <was)
expect_more "faults" 500 "$faults"
expect_more "prefetched" 500 "$prefetched"
expect_eq "counts" "$(reads_expected zswap 8 "$faults" "$prefetched")" "$(cat was)"
policies_end
