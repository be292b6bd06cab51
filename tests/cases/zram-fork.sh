# SPDX-License-Identifier: GPL-2.0-only
# summary: shared swap entries on a synchronous device: readahead on 6.12, none on 7.2+
# limit: 120
. /lib/case.sh
. /lib/swapin.sh

swap_on zram 64
zswap_off
cgroup_new work
trace_begin
work work --size 8 pageout 'fork seq' 'touch reverse' pageout 'touch seq' verify
trace_end
expect_exact work
expect_more "pages from zram" 4096 "$(row work pages.disk)"
