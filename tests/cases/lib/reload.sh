# SPDX-License-Identifier: GPL-2.0-only
# Included by the cases that load and unload the module under load; after policywork.sh.

refused() { # WHY
	! rmmod swapra 2>/dev/null || die "unloaded although $1"
	grep -q '^swapra .* Live' /proc/modules || die "half unloaded although $1"
}

reload_rounds() { # ROUNDS
	swap_on disk 128
	zswap_on lzo
	cgroup_new work
	worker_start work --size 4 --threads 2 --write
	worker_loop stride=8
	round=0
	while [ $((round += 1)) -le "$1" ]; do
		modprobe swapra || die "round $round: swapra.ko: cannot be loaded"
		policywork_start work
		tell "attach $((round % 2 * 15 + 1))"
		wait_for 20 has_verdicts work
		refused "a policy is attached"
		policywork_stop
		wait_for 20 is_unloaded
	done
	worker_loop_end
	say verify
	worker_stop
}
