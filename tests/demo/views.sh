# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# The tables of README.md and swapra-trace(1) about what became of prefetched pages:
#   make guest RUN=tests/demo/views.sh COMPRESSOR=zstd
# Two cgroups have room for two thirds of their memory; `batch` reads it in order, `db`
# at random.
# shellcheck disable=SC1091 # it is there in the guest
. /lib/case.sh

start_trace() { # OPTION…
	echo "# swapra trace $*"
	rm -f ready
	agent sigdefault swapra trace -d 600 "$@" --ready-file "$PWD/ready" &
	trace_pid=$!
	wait_for 60 test -e ready
}

stop_trace() {
	kill -INT $trace_pid
	wait $trace_pid || die "swapra trace: exit status $?"
}

run_jobs() { # each in its cgroup, until both have ended
	in_cgroup batch swapwork --size 15 --content mixed 'touch seq' 'touch seq' 'touch seq' >log &
	batch_pid=$!
	in_cgroup db swapwork --size 15 --content mixed "touch random=$1 2048" >>log &
	wait $! || die "swapwork in db: exit status $?"
	wait $batch_pid || die "swapwork in batch: exit status $?"
}

policy() { # COMMAND…
	echo "# swapra policy $*"
	swapra policy "$@" || die "swapra policy $*: exit status $?"
}

cgroup_new batch 10M
cgroup_new db 10M

start_trace --view use
run_jobs 1
stop_trace

modprobe swapra
start_trace --view policy
run_jobs 2
policy set batch window=16,after
policy set db off
run_jobs 3
policy set db window=8,around
run_jobs 4
stop_trace
policy clear batch
policy clear db
wait_for 60 sh -c 'modprobe -r swapra; [ ! -e /proc/swapra ]'
