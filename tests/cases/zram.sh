# SPDX-License-Identifier: GPL-2.0-only
# summary: synchronous device: faults and pages are counted, zero-filled ones too
# limit: 120
. /lib/case.sh
. /lib/swapin.sh

swap_on zram 64
zswap_off
cgroup_new work
trace_begin
work_all_orders work --size 8 --content mixed --write
trace_end
expect_exact work
# No entry was shared and nothing read ahead: each fault brings its own page.
expect_eq "prefetched pages" 0 "$(row work pages.prefetched)"
expect_eq "faults through readahead" 0 "$(row work faults.anon)"
expect_eq "synchronous faults" "$(row work pages.total)" "$(row work faults.sync)"
expect_more "zero-filled pages" 512 "$(row work pages.zero)"
expect_more "pages from zram" 4096 "$(row work pages.disk)"
