# SPDX-License-Identifier: GPL-2.0-only
# summary: swapoff(2) brings shmem back
# limit: 120
. /lib/case.sh
. /lib/swapin.sh

swap_on disk 128
zswap_on zstd
cgroup_new work
trace_begin
worker_start work --size 8 --content mixed --shmem
say pageout
swapoff "$(swap_device)"
say verify
worker_stop
trace_end
shmem_faults=syscall
expect_exact work
expect_eq "pages" 2048 "$(row work pages.total)"
