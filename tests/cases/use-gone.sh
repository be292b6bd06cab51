# SPDX-License-Identifier: GPL-2.0-only
# summary: unused prefetched pages are reclaimed or freed to the page: reclaim, exit, kill, swapoff
# limit: 240
. /lib/case.sh
. /lib/command.sh
. /lib/policy.sh
. /lib/swapin.sh
. /lib/window.sh
. /lib/use.sh

# Each fault reads eight pages and uses one; the others nobody asks for.
prefetch() { # NAME
	cgroup_new "$1"
	policy set "$1" window=8,after
	worker_new "$1" "$1" --size 3
	tell "$1" pageout
	told "$1"
	model_use "$1" 8 after stride=8 96 >"$1.model"
	tell "$1" 'touch stride=8 96'
	told "$1"
	policy clear "$1"
}

expect_gone() { # NAME RECLAIMED FREED PENDING, as shares of what was prefetched
	read -r _ prefetched _ <"$1.model"
	expect_outcomes "$1" "$prefetched" 0 $((prefetched * $2)) $((prefetched * $3)) \
		$((prefetched * $4))
}

swap_on disk 128
zswap_on zstd
modprobe swapra || die "swapra.ko: cannot be loaded"
trace_begin
prefetch kept
prefetch reclaimed
reclaim_all reclaimed
prefetch killed
kill_all killed
prefetch ended
worker_end ended
prefetch removed
removed_id=$(cgroup_id removed)
kill_all removed
rmdir /sys/fs/cgroup/removed
trace_end
expect_exact kept reclaimed killed ended
expect_gone kept 0 0 1
expect_gone reclaimed 1 0 0
expect_gone killed 0 1 0
mv removed.model "$removed_id.model"
expect_gone "$removed_id" 0 1 0
# It read all of its pages before it ended: they were used.
prefetched=$(row ended pages.prefetched)
expect_more "ended: prefetched" "$(cut -d' ' -f2 ended.model)" "$prefetched"
expect_outcomes ended "$prefetched" "$prefetched" 0 0 0

# swapoff brings everything back, which is no use of what had been prefetched, nor of what
# it prefetches itself.
trace_begin
prefetch left
swapoff "$(swap_device)" || die "swapoff failed"
trace_end
expect_exact left
prefetched=$(row left pages.prefetched)
expect_more "left: prefetched" "$(cut -d' ' -f2 left.model)" "$prefetched"
expect_outcomes left "$prefetched" 0 0 "$prefetched" 0
worker_end kept reclaimed left
policies_end
