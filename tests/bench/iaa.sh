# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# What --view iaa costs, in instructions for each page that comes in or goes out by IAA's driver,
# which is one decompression or compression, polled and with interrupts. The stand-in does that by
# software: only differences mean something. Who waits for an interrupt sleeps, with a trace or
# without one: 50 us are more than the way to the sleep takes. They are not counted (`spin`).
#   make all workloads build/tests/bench/swapbench
#   tests/guest/run --kernels 7.3 --script tests/bench/iaa.sh --icount --memory 1024 \
#       --add build/tests/bench/swapbench --add tests/cases/lib/idxd.sh:/lib/idxd.sh
. /lib/case.sh
. /lib/idxd.sh

pages=4096
tracer=
swap_dev=$(sed -n '2s|^/dev/\([^ ]*\) .*|\1|p' /proc/swaps)

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
tracer_stop() { # [JQ-FILTER: one for each page]
	kill -INT "$tracer"
	wait "$tracer" || die "swapra trace: exit status $?: $(cat trace.err)"
	tail -n 1 trace.out >total
	missed=$(jqget .losses.missed_total total)
	[ "$missed" -eq 0 ] || die "$missed probe runs were missed"
	[ -n "${1:-}" ] || return 0
	counted=$(jqget "$1" total)
	[ "$counted" -eq $((3 * pages)) ] || die "$counted of $((3 * pages)) pages were counted: $1"
}

run_bench() { # in|out
	cgroup_new bench
	set_to /sys/fs/cgroup/bench/memory.max max
	# shellcheck disable=SC2086 # no word when there is none
	in_cgroup bench swapbench "sequential-$1" $pages 1 $spin >result || die "swapbench: exit status $?"
	rmdir /sys/fs/cgroup/bench
	grep -q "swap${1}s=$pages " result || die "not all pages went $1: $(cat result)"
	sed -n 's/.*instructions=\([0-9]*\).*/\1/p' result
}

# The median of three: into one may fall what the kernel does now and then.
measure() { # NAME in|out
	for _ in 1 2 3; do
		run_bench "$2" || return
	done >rounds || die "$1"
	sort -n rounds | sed -n 2p >"$1"
	echo "  $1: $(($(cat "$1") / pages)) instructions a page"
}

difference() { # WHAT WITHOUT WITH
	awk -v without="$(cat "$2")" -v with="$(cat "$3")" -v pages=$pages -v what="$1" 'BEGIN {
		printf "  %s: %+d instructions a page, %+.2f %%\n", what, (with - without) / pages,
			(with / without - 1) * 100 }'
}

# Of pages that go out a trace without the view tells nothing.
compare() { # in|out TRACE-FILTER VIEW-FILTER
	echo "$mode, pages that come in or go out: $1"
	measure warm-up "$1"
	measure none "$1"
	tracer_start
	measure trace "$1"
	tracer_stop "$2"
	tracer_start --view iaa
	measure view "$1"
	tracer_stop "$3"
	measure none-again "$1"
	difference "trace, without the view" none trace
	difference "--view iaa beside that" trace view
	difference "nothing, and nothing again" none none-again
}

for mode in sync async_irq; do
	spin='' base_ns=0
	[ $mode = sync ] || spin=spin base_ns=50000
	idxd_load_mode $mode 0 base_ns=$base_ns kib_ns=0
	set_to $zswap/compressor deflate-iaa
	compare in .total.pages.zswap .total.iaa.device
	compare out "" .iaa.calls.compress.calls
	idxd_end
	swapon "/dev/$swap_dev" || die "swapon /dev/$swap_dev"
	set_to $zswap/enabled Y
done
