# SPDX-License-Identifier: GPL-2.0-only
# Included by the cases that end a tracer in every way: nothing of it may stay in the kernel.

bpf_before=$(bpfcount)

bpf_is_as_before() { [ "$(bpfcount)" = "$bpf_before" ]; }

is_empty() { ! grep -q . "$1"; }

# The kernel frees programs and probes after grace periods: wait for that, not for a time.
expect_nothing_left() {
	wait_for 30 bpf_is_as_before || die "left behind: $(bpfcount), before: $bpf_before"
	wait_for 30 is_empty /sys/kernel/debug/kprobes/list ||
		die "kprobes left behind: $(head -n 5 /sys/kernel/debug/kprobes/list)"
	wait_for 30 is_empty /sys/kernel/tracing/enabled_functions ||
		die "hooks left behind: $(head -n 5 /sys/kernel/tracing/enabled_functions)"
}

# Two threads that swap, and write what they swap, until load_end verifies it.
load_begin() {
	swap_on disk 128
	zswap_on zstd
	cgroup_new work
	worker_start work --size 8 --threads 2 --write
	worker_loop stride=8 # every page is used: 7.x cannot page out one that was only read ahead
}

load_end() {
	worker_loop_end
	say verify
	worker_stop
}

# Attach and detach under load, half of the rounds with each backend.
attach_rounds() { # ROUNDS
	load_begin
	for backend in kprobe fentry; do
		round=0
		while [ $((round += 1)) -le $(($1 / 2)) ]; do
			swapra_start --backend $backend
			swapra_stop
		done
	done
	load_end
	expect_nothing_left
}
