# SPDX-License-Identifier: GPL-2.0-only
# summary: a window is read by page table where the kernel reads by slot: rotational swap
# limit: 180
. /lib/case.sh
. /lib/command.sh
. /lib/policy.sh
. /lib/swapin.sh
. /lib/window.sh

swap_on disk-rotational 128
zswap_on zstd
cgroup_new work
modprobe swapra || die "swapra.ko: cannot be loaded"
worker_new one work --size 3 --write
expect_windows zswap one work 1 5 32
page_cluster 0
expect_windows zswap one work 16
zswap_off
expect_windows disk one work 3
worker_end one
policies_end
