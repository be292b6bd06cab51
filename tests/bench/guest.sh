# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# The guest's part of the benchmark: every variant of tracing, one after another,
# under every workload; then policies. Swap is ready: vda, readahead by VMA, zswap
# with lzo.
#
# Lines for the host begin with "bench"; all others are for the reader:
#   bench result VARIANT WORKLOAD run=NUMBER KEY=VALUE…
#   bench tracer VARIANT KEY=VALUE…
#   bench auto BACKEND
#   bench policy STATE WORKLOAD KEY=VALUE…
#   bench failed VARIANT TEXT
. /lib/case.sh
. /guest/bench.env # TRACERS, PAGES, ROUNDS, LIMIT_PERCENT, POLICY_STEPS
. /guest/policies.sh

workloads='sequential random sequential-in random-in'
tracer=

# One variant's failure is not the end of the others: they run in subshells.
die() {
	echo "bench failed $variant $*"
	[ -z "$tracer" ] || kill -KILL "$tracer" 2>/dev/null
	wait
	exit 1
}

tracer_cpu() { cut -d' ' -f1 "/proc/$tracer/schedstat"; }
uptime_ns() { awk '{ printf "%.0f\n", $1 * 1e9 }' /proc/uptime; }

swapins() {
	awk '$1 == "zswpin" || $1 == "pswpin" || $1 == "swpin_zero" { sum += $2 }
		END { print sum }' /proc/vmstat
}

run_workload() { # WORKLOAD ROUNDS RUN
	cgroup_new bench
	case $1 in
	*-in) set_to /sys/fs/cgroup/bench/memory.max max ;;
	*) set_to /sys/fs/cgroup/bench/memory.max $((PAGES * 4096 * LIMIT_PERCENT / 100)) ;;
	esac
	if ! in_cgroup bench swapbench "$1" "$PAGES" "$2" >result 2>result.err; then
		die "swapbench $1: $(cat result.err) $(grep -s oom_kill /sys/fs/cgroup/bench/memory.events)"
	fi
	echo "bench result $variant $1 run=$3 $(cat result)"
	rmdir /sys/fs/cgroup/bench || die "cgroup bench: cannot be removed"
}

is_ready() {
	[ -e ready ] && return
	kill -0 "$tracer" 2>/dev/null || die "ended before it was ready: $(tail -n 3 tracer.err)"
	return 1
}

# -counts: without following prefetched pages.
start_swapra() { # BACKEND[-counts]
	set -- "${1%-counts}" "${1#"${1%-counts}"}"
	agent sigdefault swapra-bench trace --json --backend "$1" ${2:+--track-memory 0} \
		--ready-file "$PWD/ready" >tracer.out 2>tracer.err &
	tracer=$!
}

stop_swapra() {
	kill -INT "$tracer"
	wait "$tracer" || die "swapra trace: exit status $?: $(tail -n 3 tracer.err)"
	tail -n 1 tracer.out >tracer.total
	counted=$(jqget .total.pages.total tracer.total)
	backend=$(jqget .backend tracer.total)
}

# It has no ready file, but starts a command once all its probes are attached.
start_bpftrace() {
	hit=1 # a bool up to 6.17; then an int, 0 is a hit, and a hit got a function of its own
	! grep -q ' swap_update_readahead$' /proc/kallsyms || hit=0
	mkfifo hold
	# shellcheck disable=SC2016 # for the command's shell
	printf '#!/bin/sh\n: >"%s/ready"\nread -r _ <"%s/hold"\n' "$PWD" "$PWD" >hold.sh
	chmod +x hold.sh
	/bpftrace/lib/ld-linux-x86-64.so.2 --library-path /bpftrace/lib /bpftrace/bpftrace \
		-c "/bin/sh $PWD/hold.sh" /guest/swapin.bt "$hit" >tracer.out 2>tracer.err &
	tracer=$!
}

stop_bpftrace() {
	echo >hold
	wait "$tracer" || die "bpftrace: exit status $?: $(tail -n 3 tracer.err)"
	counted=$(awk '/^@(zswap|disk|zero)\[/ { sum += $NF } END { print sum + 0 }' tracer.out)
	backend=bpftrace
}

# The backend that swapra takes when it is not told.
note_auto() {
	swapra-bench trace --json --duration 0.1 >auto.out 2>auto.err ||
		die "swapra trace: exit status $?: $(tail -n 3 auto.err)"
	tail -n 1 auto.out >auto.total
	echo "bench auto $(jqget .backend auto.total)"
}

start_tracer() {
	case $variant in
	bpftrace) start_bpftrace ;;
	*) start_swapra "$variant" ;;
	esac
	wait_for 600 is_ready
	pages_before=$(swapins)
	cpu_before=$(tracer_cpu)
	up_before=$(uptime_ns)
}

# A tracer that does not see the pages is cheap: compare what it counted. fentry
# may lose some on preemptible kernels, so not exactly.
stop_tracer() {
	cpu=$(($(tracer_cpu) - cpu_before))
	up=$(($(uptime_ns) - up_before))
	pages=$(($(swapins) - pages_before))
	case $variant in
	bpftrace) stop_bpftrace ;;
	*) stop_swapra ;;
	esac
	echo "bench tracer $variant backend=$backend pages=$pages counted=$counted cpu=$cpu up=$up"
	off=$((pages > counted ? pages - counted : counted - pages))
	[ $((off * 50)) -le "$pages" ] || die "counted $counted of $pages pages"
}

# Steady swapping needs a long run: how many pages reclaim scans for one that it
# takes varies from round to round, by 1 % of the whole. Swap-ins alone need a few
# short ones: the median leaves out the one into which a tracer's report falls.
run_workloads() { # RUN
	for workload in $workloads; do
		case $workload in
		*-in) for _ in 1 2 3; do run_workload "$workload" 1 "$1"; done ;;
		*) run_workload "$workload" "$ROUNDS" "$1" ;;
		esac
	done
}

run_variant() { # RUN: in a subshell and a directory of its own
	mkdir "$variant$1" && cd "$variant$1" || exit
	[ "$variant" = none ] || start_tracer
	run_workloads "$1"
	[ "$variant" = none ] || stop_tracer
}

measure_tracers() {
	[ ! -x /bin/swapra-bench ] || (variant=auto note_auto) || failed=1
	# The first process after boot swaps out more than it gets back; it is not measured.
	(variant=warm-up run_workload sequential 1 0) | grep -v '^bench result'
	nr=0
	for variant in none $TRACERS none; do
		nr=$((nr + 1))
		echo "$variant …"
		(run_variant "$nr") || failed=1
	done
}

if [ -e /bpftrace.tar ]; then
	tar -xf /bpftrace.tar -C / && rm /bpftrace.tar
fi
echo "Linux $(uname -r) is up after $(cut -d. -f1 /proc/uptime) s of guest time"
[ "$TRACERS" = no ] || measure_tracers
[ -z "$POLICY_STEPS" ] || (run_policies) || failed=1
exit "$failed"
