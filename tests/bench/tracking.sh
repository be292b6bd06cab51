# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# What the size of the table of prefetched pages costs, and what gets lost with it:
#   make all workloads build/tests/bench/swapbench
#   tests/guest/run --kernels 6.12-bpo --script tests/bench/tracking.sh --icount \
#       --memory 1024 --add build/tests/bench/swapbench
. /lib/case.sh

tracer_is_ready() {
	[ -e ready ] && return
	kill -0 "$tracer" 2>/dev/null || die "swapra trace: $(cat trace.err)"
	return 1
}

tracer_start() { # TRACK-MEMORY
	rm -f ready
	agent sigdefault swapra trace --json --backend fentry --track-memory "$1" \
		--ready-file "$PWD/ready" >trace.out 2>trace.err &
	tracer=$!
	wait_for 300 tracer_is_ready
}

tracer_stop() {
	kill -INT "$tracer"
	wait "$tracer" || die "swapra trace: exit status $?: $(cat trace.err)"
	tail -n 1 trace.out >total
}

echo "instructions of reading 4096 pages in order:"
for size in 0 64k 1M 16M 64M; do
	tracer_start $size
	cgroup_new bench
	in_cgroup bench swapbench sequential-in 4096 1 >result || die "swapbench: exit status $?"
	echo "$size: $(tr ' ' '\n' <result | sed -n 's/^instructions=//p')"
	rmdir /sys/fs/cgroup/bench
	tracer_stop
done

echo "pages read ahead and hardly used:"
modprobe swapra || die "swapra.ko: cannot be loaded"
for size in 64k 128k 256k 512k 1M; do
	cgroup_new work
	swapra policy set work window=32,around || die "no policy"
	tracer_start $size
	in_cgroup work swapwork --size 40 pageout 'touch random=3 1000' >work.out ||
		die "swapwork: $(cat work.out)"
	tracer_stop
	swapra policy clear work
	rmdir /sys/fs/cgroup/work
	echo "$size: $(jqget '"\(.tracking.places) places, \(.total.pages.prefetched) pages,
		\(.total.use.untracked) untracked"' total | tr -d '\n\t')"
done
is_unloaded() { modprobe -r swapra 2>/dev/null; [ ! -e /proc/swapra ]; }
wait_for 60 is_unloaded
