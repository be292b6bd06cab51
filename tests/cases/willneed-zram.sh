# SPDX-License-Identifier: GPL-2.0-only
# summary: madvise(MADV_WILLNEED) on a synchronous device
# limit: 120
. /lib/case.sh
. /lib/swapin.sh

swap_on zram 64
zswap_off
cgroup_new work
trace_begin
work work --size 8 --content mixed pageout willneed 'touch seq' verify
trace_end
expect_exact work
expect_eq "pages asked for" 2048 "$(row work pages.willneed)"
expect_eq "faults" 0 "$(row work faults.total)"
