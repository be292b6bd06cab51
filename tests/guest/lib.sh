# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# /lib/case.sh: what every case starts with. A case runs under busybox sh in its
# own empty directory; it passes when it ends with 0 and no expectation failed.
# The agent puts the machine back after it, so a case need not clean up.
#
#   die MSG…                        fail now
#   skip MSG…                       this kernel cannot do it (allowed by `# skip-ok:` only)
#   expect_eq WHAT EXPECTED ACTUAL  record a difference, go on
#   wait_for SECONDS CMD…           until CMD succeeds; fails at the deadline
#   swap_on disk|disk-rotational|zram [MB]; zswap_on COMPRESSOR [MAX%] [Y|N]; zswap_off
#   page_cluster N
#   cgroup_new NAME [MEMORY.MAX]; in_cgroup NAME CMD…
#   vmstat_get FIELD; memstat_get NAME FIELD; memstat_settle
#   swapra_start ARG…; swapra_stop  JSON in $OUT, messages in $ERR
#   jqget FILTER FILE; give FILE [NAME]

. /guest/env # KERNEL and what the host wants

OUT=$PWD/swapra.out
ERR=$PWD/swapra.err
failed=0
swapra_pid=

case_end() {
	status=$?
	[ -z "$swapra_pid" ] || kill "$swapra_pid" 2>/dev/null
	[ "$status" -ne 0 ] || status=$failed
	exit "$status"
}
trap case_end EXIT

die() {
	echo "FAILED: $*"
	exit 1
}

skip() {
	echo "skipped: $*"
	exit 77
}

expect_eq() {
	[ "$2" = "$3" ] && return 0
	echo "FAILED: $1: expected $2, got $3"
	failed=1
}

wait_for() {
	wait_limit=$1
	shift
	wait_end=$(($(cut -d. -f1 /proc/uptime) + wait_limit))
	until "$@"; do
		[ "$(cut -d. -f1 /proc/uptime)" -lt "$wait_end" ] ||
			die "not true within $wait_limit s: $*"
		usleep 20000
	done
}

# Write and read back: the kernel may refuse silently, or round.
set_to() { # FILE VALUE
	[ -e "$1" ] || die "$1: this kernel does not have it"
	echo "$2" >"$1" || die "$1: cannot be set to $2"
}

# Rotational is decided before swapon: one such device makes all readahead go by cluster.
swap_on() { # disk|disk-rotational|zram [MB] [DEVICE]
	swap_mb=${2:-}
	case $1 in
	disk | disk-rotational)
		swap_dev=${3:-vda}
		rotational=0
		[ "$1" = disk ] || rotational=1
		set_to "/sys/block/$swap_dev/queue/rotational" "$rotational"
		;;
	zram)
		swap_dev=zram0
		[ -e /sys/block/zram0 ] || modprobe zram || die "zram: cannot be loaded"
		set_to /sys/block/zram0/disksize "${swap_mb:-256}M"
		swap_mb=
		;;
	*) die "swap_on $1: disk, disk-rotational or zram" ;;
	esac
	# shellcheck disable=SC2086 # no size: the whole device
	mkswap "/dev/$swap_dev" ${swap_mb:+$((swap_mb * 1024))} >mkswap.log 2>&1 ||
		die "mkswap /dev/$swap_dev: $(cat mkswap.log)"
	swapon "/dev/$swap_dev" || die "swapon /dev/$swap_dev"
}

zswap=/sys/module/zswap/parameters

zswap_on() { # COMPRESSOR [MAX-POOL-PERCENT] [SHRINKER Y|N]
	set_to $zswap/compressor "$1"
	[ -z "${2:-}" ] || set_to $zswap/max_pool_percent "$2"
	[ -z "${3:-}" ] || set_to $zswap/shrinker_enabled "$3"
	set_to $zswap/enabled Y
	[ "$(cat $zswap/enabled)" = Y ] || die "zswap: cannot be enabled"
	[ "$(cat $zswap/compressor)" = "$1" ] || die "zswap: no compressor '$1' in this kernel"
}

zswap_off() { set_to $zswap/enabled N; }
page_cluster() { set_to /proc/sys/vm/page-cluster "$1"; }

cgroup_new() { # NAME [MEMORY.MAX]
	mkdir -p "/sys/fs/cgroup/$1" || die "cgroup $1: cannot be made"
	[ -z "${2:-}" ] || set_to "/sys/fs/cgroup/$1/memory.max" "$2"
}

# Moved before exec: all that CMD allocates is charged there, the shell's pages are not.
in_cgroup() { # NAME CMD…
	# shellcheck disable=SC2016 # expanded by the inner shell
	sh -c 'echo $$ >"/sys/fs/cgroup/$1/cgroup.procs" || exit 126; shift; exec "$@"' sh "$@"
}

vmstat_get() { awk -v field="$1" '$1 == field { print $2; found = 1 } END { exit !found }' /proc/vmstat; }
memstat_get() { # NAME FIELD
	awk -v field="$2" '$1 == field { print $2; found = 1 } END { exit !found }' \
		"/sys/fs/cgroup/$1/memory.stat"
}

# memory.stat shows events only after they were flushed from the CPUs: every 2 s, or
# when very many are pending. Up to 6.12 reading cpu.stat flushes memory's counters
# too. Later nothing does at once: wait for one whole periodic flush, begin to end.
# Which kernel this is, the tracepoint tells that came with the change.
settle=/sys/kernel/tracing/instances/settle

settle_watch() {
	for probe in p:settle/begin r:settle/end; do
		echo "$probe flush_memcg_stats_dwork" >>/sys/kernel/tracing/kprobe_events ||
			die "memory.stat: its periodic flush cannot be watched"
	done
	mkdir $settle || die "tracefs: no instance can be made"
	echo 1 >$settle/events/settle/enable
}

flushed() { awk '/ begin: /{ begun = 1 } / end: /{ done = begun } END { exit !done }' $settle/trace; }

memstat_settle() {
	if [ ! -e /sys/kernel/tracing/events/memcg/memcg_flush_stats ]; then
		find /sys/fs/cgroup -name cpu.stat -exec cat {} + >/dev/null
		return
	fi
	[ -d $settle ] || settle_watch
	echo >$settle/trace
	wait_for 30 flushed
}

swapra_start() { # ARG…: options of swapra trace
	command -v swapra >/dev/null || die "swapra is not in this guest: run 'make'"
	rm -f ready
	agent sigdefault swapra trace --json --ready-file "$PWD/ready" "$@" >"$OUT" 2>"$ERR" &
	swapra_pid=$!
	swapra_ready() {
		[ -e ready ] && return
		kill -0 "$swapra_pid" 2>/dev/null || swapra_failed "ended before it was ready"
		return 1
	}
	wait_for 60 swapra_ready
}

swapra_failed() {
	cat "$ERR"
	die "swapra trace: $*"
}

swapra_stop() {
	kill -INT "$swapra_pid"
	wait "$swapra_pid" || swapra_failed "exit status $?"
	swapra_pid=
	grep -v '^ *$' "$ERR" || true
}

jqget() { jq -r "$1" "$2"; }

# Sent to the host when the case is over: build/tests/KERNEL/CASE/NAME
give() { # FILE [NAME]
	cp "$1" "/run/give/${2:-$(basename "$1")}"
}
