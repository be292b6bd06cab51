# SPDX-License-Identifier: GPL-2.0-only
# summary: totals equal the kernel's: vma readahead, zswap with zstd
# limit: 120
. /lib/case.sh
. /lib/swapin.sh

swap_on disk 128
zswap_on zstd
cgroup_new work
trace_begin
work_all_orders work --size 8 --content mixed --write
trace_end
expect_exact work
expect_more "zswap pages" 2048 "$(row work pages.zswap)"
expect_more "zero-filled pages" 512 "$(row work pages.zero)"
expect_more "prefetched pages" 1024 "$(row work pages.prefetched)"
