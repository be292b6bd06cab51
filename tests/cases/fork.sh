# SPDX-License-Identifier: GPL-2.0-only
# summary: swap entries shared by parent and child
# limit: 120
. /lib/case.sh
. /lib/swapin.sh

swap_on disk 128
zswap_on zstd
cgroup_new work
trace_begin
work work --size 8 --content mixed pageout 'fork seq' 'touch seq' pageout \
	'fork random=5 1024' 'touch reverse' verify
trace_end
expect_exact work
expect_more "zswap pages" 2048 "$(row work pages.zswap)"
