# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# What --view iaa costs, in instructions for each page that comes in by IAA's driver, which is
# one decompression. The stand-in does that by software: only differences mean something.
#   make all workloads build/tests/bench/swapbench
#   tests/guest/run --kernels 7.3 --script tests/bench/iaa.sh --icount --memory 1024 \
#       --add build/tests/bench/swapbench --add tests/cases/lib/idxd.sh:/lib/idxd.sh
. /lib/case.sh
. /lib/idxd.sh

pages=4096
tracer=

tracer_is_ready() {
	[ -e ready ] && return
	kill -0 "$tracer" 2>/dev/null || die "swapra trace: $(cat trace.err)"
	return 1
}

tracer_start() { # OPTION…
	rm -f ready
	agent sigdefault swapra trace --json "$@" --ready-file "$PWD/ready" >trace.out 2>trace.err &
	tracer=$!
	wait_for 300 tracer_is_ready
}

# What it did not see would be cheap.
tracer_stop() { # JQ-FILTER PAGES
	kill -INT "$tracer"
	wait "$tracer" || die "swapra trace: exit status $?: $(cat trace.err)"
	tail -n 1 trace.out >total
	counted=$(jqget "$1" total)
	[ "$counted" -eq "$2" ] || die "$counted of $2 pages were counted: $1"
	missed=$(jqget .losses.missed_total total)
	[ "$missed" -eq 0 ] || die "$missed probe runs were missed"
}

# The median of three: into one may fall what the kernel does now and then.
measure() { # NAME
	for _ in 1 2 3; do
		cgroup_new bench
		set_to /sys/fs/cgroup/bench/memory.max max
		in_cgroup bench swapbench sequential-in $pages 1 >result || die "swapbench: exit status $?"
		tr ' ' '\n' <result | sed -n 's/^instructions=//p'
		rmdir /sys/fs/cgroup/bench
	done | sort -n | sed -n 2p >"$1"
	echo "$1: $(($(cat "$1") / pages)) instructions a page"
}

difference() { # WHAT WITHOUT WITH
	awk -v without="$(cat "$2")" -v with="$(cat "$3")" -v pages=$pages -v what="$1" 'BEGIN {
		printf "%s: %+d instructions a page, %+.2f %%\n", what, (with - without) / pages,
			(with / without - 1) * 100 }'
}

idxd_load_mode sync 0 base_ns=0 kib_ns=0
set_to /sys/module/zswap/parameters/compressor deflate-iaa
measure warm-up
measure none
tracer_start
measure trace
tracer_stop .total.pages.zswap $((3 * pages))
tracer_start --view iaa
measure view
tracer_stop .total.iaa.device $((3 * pages))
measure none-again
difference "trace, without the view" none trace
difference "--view iaa beside that" trace view
difference "nothing, and nothing again" none none-again
# shellcheck disable=SC2034 # for idxd_end
swap_dev=$(sed -n '2s|^/dev/\([^ ]*\) .*|\1|p' /proc/swaps)
idxd_end
