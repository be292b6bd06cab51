# SPDX-License-Identifier: GPL-2.0-only
# summary: a cgroup that is removed while the tracer runs keeps what it counted
# limit: 120
. /lib/case.sh
. /lib/swapin.sh

swap_on disk 128
zswap_on zstd
cgroup_new gone
id=$(stat -c %i /sys/fs/cgroup/gone)
trace_begin
work gone --size 4 --content mixed pageout 'touch seq' verify
wait_for 30 rmdir /sys/fs/cgroup/gone
trace_end
expect_exact
expect_eq "pages of the removed cgroup" 1024 "$(row "$id" pages.total)"
expect_eq "its faults" "$(row total faults.total)" "$(row "$id" faults.total)"
