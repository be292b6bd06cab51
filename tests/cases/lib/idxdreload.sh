# SPDX-License-Identifier: GPL-2.0-only
# Included by the cases that load and unload IAA's stand-in and the driver.

. /lib/swapin.sh
. /lib/idxd.sh

# Pages come and go all the time; whenever IAA is there, it is theirs. It can go when no page is
# left that only it can read: then zswap has let go of the driver.
is_used() { [ "$(awk '$1 == "total" && $2 == "decompress" && $3 == "submitted" { print $4 }' "$idxd_proc/counters")" -gt 40 ]; }
is_let_go() { awk '$1 == "iaa_crypto" { found = 1; refs = $3 } END { exit !found || refs > 1 }' /proc/modules; }

idxd_before_unload() { :; } # a case may have another: nobody uses the driver any more

idxd_reload() { # ROUNDS
	swap_on disk 128
	zswap_on lzo
	cgroup_new work
	worker_start work --size 1 --write
	worker_loop stride=7
	round=0
	while [ $((round += 1)) -le "$1" ]; do
		mode=sync
		[ $((round % 4)) -ne 0 ] || mode=async_irq
		idxd_load_mode $mode $((round % 2)) devices=$((round % 3 + 1)) wqs=2
		! rmmod idxd 2>/dev/null || die "round $round: unloaded below its driver"
		zswap_on deflate-iaa
		wait_for 60 is_used
		! rmmod iaa_crypto 2>/dev/null || die "round $round: the driver unloaded while zswap uses it"
		zswap_on lzo
		wait_for 60 is_let_go
		idxd_expect_sums
		idxd_before_unload
		idxd_unload
	done
	worker_loop_end
	say verify
	worker_stop
}
