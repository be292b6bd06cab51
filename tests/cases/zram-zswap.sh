# SPDX-License-Identifier: GPL-2.0-only
# summary: zswap in front of a synchronous device
# limit: 120
. /lib/case.sh
. /lib/swapin.sh

swap_on zram 64
zswap_on zstd
cgroup_new work
trace_begin
work_all_orders work --size 8 --content mixed --write
trace_end
expect_exact work
expect_eq "faults through readahead" 0 "$(row work faults.anon)"
expect_more "pages from zswap" 2048 "$(row work pages.zswap)"
