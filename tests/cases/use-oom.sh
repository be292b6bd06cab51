# SPDX-License-Identifier: GPL-2.0-only
# summary: an OOM kill leaves no prefetched page behind
# limit: 120
. /lib/case.sh
. /lib/swapin.sh
. /lib/window.sh
. /lib/use.sh

killed() { grep -q '^oom_kill [1-9]' /sys/fs/cgroup/work/memory.events; }

swap_on disk 128
zswap_on zstd
cgroup_new work
trace_begin
worker_new one work --size 8 --content random
tell one pageout 'touch burst=3 1000'
told one
# What is compressed alone is more than that, and there is no swap to write it to.
set_to /sys/fs/cgroup/work/memory.swap.max 0
set_to /sys/fs/cgroup/work/memory.max 1M
wait_for 60 killed
kill_all work
trace_end
expect_exact
expect_more "prefetched pages" 100 "$(row work pages.prefetched)"
expect_more "of them unused" 10 "$(row work use.wasted)"
expect_eq "pending" 0 "$(row work use.pending)"
