# SPDX-License-Identifier: GPL-2.0-only
# summary: swap added and removed while tracing: prefetched pages add up
# limit: 180
# set: long
. /lib/case.sh
. /lib/swapin.sh
. /lib/use.sh

prefetch_some() { work work --size 8 pageout 'touch seq 1500' 'touch random=1 300'; }

zswap_on zstd
cgroup_new work
trace_begin # with no swap at all
swap_on disk 64
prefetch_some
swap_on disk 64 vdb
prefetch_some
worker_start work --size 8
say pageout
say 'touch stride=5 400'
swapoff "$(swap_device)" || die "swapoff failed"
say 'touch seq'
say verify
worker_stop
wait_for 30 is_emptied work
trace_end
expect_exact work
expect_eq "pending" 0 "$(row work use.pending)"
expect_more "prefetched pages" 1000 "$(row work pages.prefetched)"
