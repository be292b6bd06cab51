# SPDX-License-Identifier: GPL-2.0-only
# summary: madvise(MADV_WILLNEED): pages asked for are neither demand nor prefetched
# limit: 120
. /lib/case.sh
. /lib/swapin.sh

swap_on disk 128
zswap_on zstd
cgroup_new work
trace_begin
work work --size 8 --content mixed pageout willneed 'touch seq' verify
work work --size 8 --content mixed --shmem pageout willneed 'touch seq' verify
trace_end
expect_exact work
# Reclaim may take a page again before it is touched, but there is no reason for it here.
expect_eq "pages asked for" 4096 "$(row work pages.willneed)"
expect_eq "faults" 0 "$(row work faults.total)"
expect_more "advice batches" 2 "$(row work advice_batches)"
