# SPDX-License-Identifier: GPL-2.0-only
# summary: a window is read to the page from two swap devices, one of them rotational
# limit: 180
. /lib/case.sh
. /lib/command.sh
. /lib/policy.sh
. /lib/swapin.sh
. /lib/window.sh

# The first one is too small for a region: its rest goes to the second.
swap_on disk 2
swap_on disk-rotational 64 vdb
zswap_off
cgroup_new work
modprobe swapra || die "swapra.ko: cannot be loaded"
worker_new one work --size 3 --write
for window in 2 16; do
	expect_windows disk one work $window
	tell one pageout
	told one
	expect_eq "devices in use" 2 "$(awk 'NR > 1 && $4 > 0' /proc/swaps | wc -l)"
done
worker_end one
policies_end
