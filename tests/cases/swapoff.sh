# SPDX-License-Identifier: GPL-2.0-only
# summary: swapoff(2) brings pages back: reads that no page fault asked for
# limit: 120
. /lib/case.sh
. /lib/swapin.sh

swap_on disk 128
zswap_on zstd
cgroup_new work
trace_begin
worker_start work --size 8 --content mixed
say pageout
swapoff "$(swap_device)"
say verify
worker_stop
trace_end
expect_exact work
expect_eq "pages" 2048 "$(row work pages.total)"
expect_more "swapoff batches" 1 "$(row work faults.swapoff)"
expect_eq "batches of all kinds" "$(row work faults.swapoff)" "$(row work faults.total)"
expect_eq "major faults" 0 "$(counter work pgmajfault)"
