# SPDX-License-Identifier: GPL-2.0-only
# summary: shmem by page fault on a mapping
# limit: 120
. /lib/case.sh
. /lib/swapin.sh

swap_on disk 128
zswap_on zstd
cgroup_new work
trace_begin
work work --size 8 --content mixed --shmem pageout 'touch seq' pageout 'touch reverse'
trace_end

expect_exact work
expect_more "shmem faults" 512 "$(row work faults.shmem)"
expect_eq "anonymous faults" 0 "$(row work faults.anon)"
expect_more "major faults" 512 "$(counter work pgmajfault)"
