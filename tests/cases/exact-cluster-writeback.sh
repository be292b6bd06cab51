# SPDX-License-Identifier: GPL-2.0-only
# summary: totals equal the kernel's: cluster readahead, full zswap pool that writes back
# limit: 120
. /lib/case.sh
. /lib/swapin.sh

swap_on disk-rotational 128
zswap_on zstd
cgroup_new work
# A third of the region, compressed: what comes later pushes out what came before.
set_to /sys/fs/cgroup/work/memory.zswap.max 1M
trace_begin
work_all_orders work --size 8 --write
trace_end
expect_exact work
expect_more "pages from zswap" 1 "$(row work pages.zswap)"
expect_more "pages written back and read from disk" 1 "$(row work pages.disk)"
expect_more "pages written back by zswap" 1 "$(counter vmstat zswpwb)"
