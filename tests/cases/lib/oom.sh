# SPDX-License-Identifier: GPL-2.0-only
# Included by the cases of a cgroup that fills with pages read ahead which nobody uses; after
# policywork.sh. Two thirds of the set fit: bursts leave half of each window unused.
#
# 7.x: reclaim passes over pages that were read ahead from zswap and not used yet, so in the
# end the kernel's own readahead has the cgroup killed; see make_reclaimable() in
# kmod/readahead.c. 6.12 reclaims them. Drop what is said of kills when 7.x does.

oom_begin() {
	swap_on disk 256
	zswap_on lzo
	page_cluster 4
	modprobe swapra || die "swapra.ko: cannot be loaded"
}

oom_end() { policies_end; }

oom_kills() { awk '$1 == "oom_kill" { print $2 }' "/sys/fs/cgroup/$1/memory.events"; }

# Sets $kills and $status of one run in a cgroup of its own.
oom_run() { # SEED [WINDOW PLACEMENT]
	cgroup_new run 24M
	if [ -n "${2:-}" ]; then
		policywork_start run
		tell "attach $2 $3"
	fi
	in_cgroup run swapwork --size 40 "touch burst=$1 16000" verify >run.out 2>&1 &&
		status=0 || status=$?
	kills=$(oom_kills run)
	if [ -n "${2:-}" ]; then
		expect_more "verdicts" 100 "$(module_count run sized)"
		policywork_stop
	fi
	rmdir /sys/fs/cgroup/run
}

# Which kernels these are, the function tells that they read pages with.
kernel_kills() { grep -q ' swap_cache_alloc_folio$' /proc/kallsyms; }

expect_stock_kills() { # RUNS
	killed=0
	for seed in $(seq "$1"); do
		oom_run "$seed"
		[ "$kills" -eq 0 ] || : $((killed += 1))
	done
	! kernel_kills || expect_eq "runs that ended in a kill by the kernel's readahead" "$1" "$killed"
}

expect_no_kills() { # RUNS WINDOW PLACEMENT
	for seed in $(seq "$1"); do
		oom_run "$seed" "$2" "$3"
		expect_eq "kills in run $seed, window=$2, placement $3" 0 "$kills"
		expect_eq "exit status of run $seed" 0 "$status"
	done
}
