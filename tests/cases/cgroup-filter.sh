# SPDX-License-Identifier: GPL-2.0-only
# summary: --cgroup: the cgroup and what is below it, and nothing else
# limit: 120
. /lib/case.sh
. /lib/swapin.sh

swap_on disk 128
zswap_on zstd
cgroup_new a
cgroup_new b
echo +memory >/sys/fs/cgroup/a/cgroup.subtree_control
mkdir /sys/fs/cgroup/a/inner
trace_begin --cgroup a
work a/inner --size 4 --content mixed pageout 'touch seq'
work b --size 4 --content mixed pageout 'touch seq'
trace_end
expect_no_losses
expect_row_exact total a # memory.stat sums over the subtree, too
expect_more "pages" 1024 "$(row total pages.total)"
expect_eq "pages of the inner cgroup" "$(row total pages.total)" "$(row a/inner pages.total)"
expect_eq "rows of the other cgroup" 0 "$(grep -c "^$(row_name b) " "$counters/rows")"
