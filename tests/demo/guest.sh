# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# The part of `make demo` that runs in the guest. Two cgroups have room for about
# two thirds of their memory, zswap takes the rest; one reads its memory in order,
# the other at random. Printed: what `swapra trace` says of it, the kernel's own
# counters beside that, and what can be seen. Fails when a count differs.
# shellcheck disable=SC1091 # both are there in the guest
. /lib/case.sh
. /lib/swapin.sh

size=15 # MB of each job
room=10 # of which it may hold so many
interval=10
seconds=12
rounds=20 # at most: five digits leave the table its exact counts

uptime() { cut -d. -f1 /proc/uptime; }

# Mixed pages: a quarter is zero-filled, a quarter incompressible, the rest text.
start_job() { # CGROUP
	cgroup_new "$1" "${room}M"
	worker_start "$1" --size $size --content mixed --write
}

start_jobs() {
	start_job seq.slice
	worker_switch
	start_job rand.slice
	# Full, its pool writes to the disk what it held longest.
	set_to /sys/fs/cgroup/rand.slice/memory.zswap.max 1500K
	worker_switch
}

# Both do a round at the same time, until the time is up.
run_jobs() {
	end=$(($(uptime) + seconds))
	round=0
	while [ "$(uptime)" -lt $end ] && [ $((round += 1)) -le $rounds ]; do
		order 'touch seq'
		worker_switch
		order "touch random=$round 1024"
		reply touch
		worker_switch
		reply touch
	done
}

stop_jobs() {
	say verify
	worker_stop
	worker_switch
	say verify
	worker_stop
}

# Both to the terminal and to a file that the counts below are taken from.
start_trace() {
	mkfifo pipe
	tee table <pipe &
	tee_pid=$!
	agent sigdefault swapra trace -i $interval --ready-file "$PWD/ready" >pipe 2>"$ERR" &
	swapra_pid=$!
	wait_for 60 swapra_ready
}

swapra_ready() {
	[ -e ready ] && return
	kill -0 "$swapra_pid" 2>/dev/null || swapra_failed "ended before it was ready"
	return 1
}

stop_trace() {
	wait_for 30 disks_idle
	memstat_settle
	counters_save after
	swapra_stop
	wait "$tee_pid"
}

# cell ROW HEADER [OCCURRENCE]: of the last table. A cgroup without a row has no count.
cell() {
	awk -v row="$1" -v header="$2" -v nth="${3:-1}" '
		$1 == "CGROUP" { for (i = n = 0; ++i <= NF;) if ($i == header && ++n == nth) column = i }
		$1 == row { value = $column }
		END { print value == "" ? 0 : value }' table
}

compare() { # WHERE ROW vmstat|CGROUP FIELD HEADER
	counts "$3" "$4" || return 0 # this kernel does not count it there
	kernel_count=$(counter "$3" "$4")
	swapra_count=$(cell "$2" "$5")
	verdict=equal
	[ "$kernel_count" = "$swapra_count" ] || verdict=DIFFERS failed=1
	printf '%-11s  %-10s  %-6s  %10s  %10s  %s\n' \
		"$1" "$4" "$5" "$kernel_count" "$swapra_count" $verdict
}

compare_row() { # WHERE ROW vmstat|CGROUP
	compare "$@" zswpin ZSWAP
	compare "$@" pswpin DISK
	compare "$@" swpin_zero ZERO
	compare "$@" swap_ra PREF
	compare "$@" pgmajfault FAULTS
}

compare_all() {
	echo "The kernel's own counters, /proc/vmstat and memory.stat, beside these totals:"
	echo
	printf '%-11s  %-10s  %-6s  %10s  %10s\n' WHERE COUNTER COLUMN KERNEL SWAPRA
	compare_row machine '(total)' vmstat
	compare_row /seq.slice /seq.slice seq.slice
	compare_row /rand.slice /rand.slice rand.slice
	[ "$failed" -eq 0 ] || echo "demo: a count differs: please report this, with all that is above"
}

explain() {
	cat <<-END

		What can be seen:
		- seq.slice reads in order. A fault brings in $(cell /seq.slice MEAN) pages: the $(cell /seq.slice PREF) pages read ahead
		  are as many faults that it did not have.
		- rand.slice jumps. What is read ahead there is not used, so the kernel soon reads
		  nothing ahead: $(cell /rand.slice MEAN) pages a fault, $(cell /rand.slice PREF) pages read ahead in all.
		- Neighbours have a price. They are read one after the other before the fault
		  returns: the median fault takes $(cell /seq.slice P50) in seq.slice, $(cell /rand.slice P50) in rand.slice.
		Latencies are those of an emulated guest: compare them with each other only.
	END
}

start_jobs
memstat_settle
counters_save before
echo "demo: Linux $(uname -r); seq.slice and rand.slice: $size MB each in $room MB, zswap with zstd"
echo "demo: swapra trace -i $interval"
echo
start_trace
run_jobs
stop_trace
compare_all
[ "$failed" -ne 0 ] || explain
stop_jobs # verifies every page
