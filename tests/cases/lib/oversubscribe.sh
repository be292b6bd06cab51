# SPDX-License-Identifier: GPL-2.0-only
# Included by the cases with more threads than CPUs, and less memory than they touch.

oversubscribe_in() { # MEMORY-MAX [ARG...]
	cgroup_new work "$1"
	shift
	trace_begin "$@"
	work work --size 8 --processes 2 --threads 4 --write \
		'touch random=1 1000' 'touch seq 1000' 'touch random=2 1000' verify
	trace_end
	expect_exact work
	expect_more "faults" 1000 "$(row work faults.total)"
	rmdir /sys/fs/cgroup/work
}

oversubscribe() { # [ARG...]: of swapra trace
	swap_on disk 128
	zswap_off
	oversubscribe_in 10M "$@"
	# The pool is charged to the cgroup as well: less room would end in its OOM.
	zswap_on zstd
	oversubscribe_in 15M "$@"
}
