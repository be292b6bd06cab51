# SPDX-License-Identifier: GPL-2.0-only
# summary: a window is read to the page: disk without zswap, and with vm.page-cluster 0
# limit: 180
. /lib/case.sh
. /lib/command.sh
. /lib/policy.sh
. /lib/swapin.sh
. /lib/window.sh

swap_on disk 128
zswap_off
cgroup_new work
modprobe swapra || die "swapra.ko: cannot be loaded"
worker_new one work --size 3 --write
expect_windows disk one work 2 16
page_cluster 0
expect_windows disk one work 1 5 32
worker_end one
policies_end
