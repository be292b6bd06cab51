# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=dash
# The part of `make demo` that runs in the guest. Two cgroups have room for about
# two thirds of their memory, zswap takes the rest; one reads its memory in order,
# the other at random. Printed: what `swapra trace` says of it, the kernel's own
# counters beside that, and what can be seen. Then as much work again, each cgroup
# with a policy, and what that changed; and what the exporter tells of it. Fails when
# a count differs, or when a policy did not do what it is for.
# shellcheck disable=SC1091 # both are there in the guest
. /lib/case.sh
. /lib/swapin.sh

size=15 # MB of each job
room=10 # of which it may hold so many
interval=10
seconds=12
rounds=20 # at most: five digits leave the table its exact counts
patience=180 # seconds, for what took about so many: $seconds
exporter=127.0.0.1:9719
seq_policy=window=16,after

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

# Both at the same time.
run_round() { # NUMBER
	order 'touch seq'
	worker_switch
	order "touch random=$1 1024"
	reply touch
	worker_switch
	reply touch
}

# Until the time is up.
run_jobs() {
	end=$(($(uptime) + seconds))
	round=0
	while [ "$(uptime)" -lt $end ] && [ $round -lt $rounds ]; do
		run_round $((round += 1))
	done
}

# As much again. At random, but not the same pages: those of the last rounds are resident.
run_jobs_again() {
	for again in $(seq $round); do run_round $((rounds + again)); done
}

stop_jobs() {
	say verify
	worker_stop
	worker_switch
	say verify
	worker_stop
}

# Both to the terminal and to a file that the counts below are taken from.
start_trace() { # FILE OPTION…
	table=$1
	shift
	rm -f pipe ready
	mkfifo pipe
	tee "$table" <pipe &
	tee_pid=$!
	memstat_settle
	counters_save before
	agent sigdefault swapra trace "$@" --ready-file "$PWD/ready" >pipe 2>"$ERR" &
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

# cell ROW HEADER [OCCURRENCE]: of the last report in $table. A cgroup without a row has
# no count.
cell() {
	awk -v row="$1" -v header="$2" -v nth="${3:-1}" '
		$1 == "CGROUP" { for (i = n = 0; ++i <= NF;) if ($i == header && ++n == nth) column = i }
		$1 == row { value = $column }
		END { print value == "" ? 0 : value }' "$table"
}

cell_of() ( # TABLE ROW HEADER [OCCURRENCE]
	table=$1
	shift
	cell "$@"
)

print_pair() { # WHERE COUNTER COLUMN KERNEL-COUNT SWAPRA-COUNT: one line
	verdict=equal
	[ "$4" = "$5" ] || verdict=DIFFERS failed=1
	printf '%-11s  %-10s  %-6s  %10s  %10s  %s\n' "$@" $verdict
}

compare() { # WHERE ROW vmstat|CGROUP FIELD HEADER
	counts "$3" "$4" || return 0 # this kernel does not count it there
	print_pair "$1" "$4" "$5" "$(counter "$3" "$4")" "$(cell "$2" "$5")"
}

compare_row() { # WHERE ROW vmstat|CGROUP
	compare "$@" zswpin ZSWAP
	compare "$@" pswpin DISK
	compare "$@" swpin_zero ZERO
	compare "$@" swap_ra PREF
	compare "$@" pgmajfault FAULTS
}

# Not in a subshell: it sets `failed`.
compare_all() {
	printf '%-11s  %-10s  %-6s  %10s  %10s\n' WHERE COUNTER COLUMN KERNEL SWAPRA
	compare_row machine '(total)' vmstat
	compare_row /seq.slice /seq.slice seq.slice
	compare_row /rand.slice /rand.slice rand.slice
}

check() { # WHAT
	[ "$failed" -eq 0 ] || die "$1: please report this, with all that is above"
}

explain() {
	cat <<-END

		What can be seen:
		- seq.slice reads in order. A fault brings in $(cell /seq.slice MEAN) pages: the $(cell /seq.slice PREF) pages
		  read ahead are as many faults that it did not have.
		- rand.slice jumps. What is read ahead there is not used, so the kernel soon
		  reads nothing ahead: $(cell /rand.slice MEAN) pages a fault, $(cell /rand.slice PREF) pages read ahead in all.
		- Neighbours have a price. They are read one after the other before the fault
		  returns: the median fault takes $(cell /seq.slice P50) in seq.slice, $(cell /rand.slice P50) in rand.slice.
	END
}

module_count() { # CGROUP KEY: since it was loaded
	id=$(stat -c %i "/sys/fs/cgroup/$1")
	sed -n "s/^cgroup id=$id .* $2=\([0-9]*\).*/\1/p" /proc/swapra
}

# Whatever the module counts must be what is traced.
compare_module() { # CGROUP
	print_pair "/$1" verdicts FAULTS "$(module_count "$1" verdicts)" "$(cell "/$1" FAULTS)"
	print_pair "/$1" prefetched PREF "$(module_count "$1" prefetched)" "$(cell "/$1" PREF)"
}

# As it is typed, and done.
command_line() { # COMMAND…
	echo "# $*"
	"$@" || die "$*: exit status $?"
}

pages() { # TABLE ROW
	echo $(($(cell_of "$@" ZSWAP) + $(cell_of "$@" DISK) + $(cell_of "$@" ZERO)))
}

start_exporter() {
	ip link set lo up || die "lo: cannot be set up"
	echo "# swapra exporter --web.listen-address $exporter &"
	swapra exporter --web.listen-address $exporter --ready-file "$PWD/exporter.ready" &
	exporter_pid=$!
	wait_for 60 exporter_ready
}

exporter_ready() {
	[ -e exporter.ready ] && return
	kill -0 "$exporter_pid" 2>/dev/null || die "swapra exporter: ended before it was ready"
	return 1
}

stop_exporter() {
	kill -TERM "$exporter_pid"
	wait "$exporter_pid" || die "swapra exporter: exit status $?"
}

# What is scraped, and that it is what was traced.
metric() { # CGROUP NAME [LABEL]
	awk -v head="swapra_$2{cgroup=\"/$1\"" -v label="${3:-cgroup}" 'index($0, head) == 1 && index($0, label) {
		sum += $NF } END { print sum + 0 }' metrics
}

compare_exporter() { # CGROUP
	print_pair "/$1" faults FAULTS "$(metric "$1" faults_total)" "$(cell "/$1" FAULTS)"
	print_pair "/$1" prefetched PREF "$(metric "$1" pages_total 'role="prefetched"')" \
		"$(cell "/$1" PREF)"
	print_pair "/$1" verdicts FAULTS "$(metric "$1" verdicts_total)" "$(cell "/$1" FAULTS)"
}

demo_exporter() {
	echo
	echo "demo: the same counts for Prometheus"
	echo
	echo "# wget -q -O - http://$exporter/metrics | grep -E '(faults_|prefetched\"|verdicts_).* [1-9]'"
	grep -E '(faults_|prefetched"|verdicts_).* [1-9]' metrics
	{
		compare_exporter seq.slice
		compare_exporter rand.slice
	} >counts
	[ "$failed" -eq 0 ] || cat counts
	check "the exporter tells other counts than the tracer"
	echo
	echo "$(grep -c '^swapra_' metrics) samples of $(grep -c '^# TYPE' metrics) metrics in all;" \
		"$(grep -c ' equal$' counts) counts compared with the tracer's, all equal."
}

change_row() { # TABLE ROW READAHEAD
	printf '%-11s  %-16s %7s %7s %7s  %11s  %9s\n' "$2" "$3" "$(cell_of "$1" "$2" FAULTS)" \
		"$(pages "$1" "$2")" "$(cell_of "$1" "$2" PREF)" "$(cell_of "$1" "$2" MEAN)" \
		"$(cell_of "$1" "$2" P50)"
}

print_change() {
	echo
	echo "$round rounds with the kernel's readahead, and as many with the policies:"
	echo
	printf '%-11s  %-16s %7s %7s %7s  %11s  %9s\n' CGROUP READAHEAD FAULTS PAGES PREF PAGES/FAULT 'FAULT P50'
	change_row before /seq.slice "the kernel's"
	change_row after /seq.slice $seq_policy
	change_row before /rand.slice "the kernel's"
	change_row after /rand.slice off
}

is_less() { awk -v a="$1" -v b="$2" 'BEGIN { exit !(a < b) }'; }

# Not how fast it is: that depends on the machine.
check_change() {
	expect_eq "pages read ahead in rand.slice under off" 0 "$(cell_of after /rand.slice PREF)"
	is_less "$(cell_of before /seq.slice MEAN)" "$(cell_of after /seq.slice MEAN)" ||
		die "seq.slice: $seq_policy reads no more pages a fault than the kernel did"
	is_less "$(cell_of after /seq.slice FAULTS)" "$(cell_of before /seq.slice FAULTS)" ||
		die "seq.slice: $seq_policy saves no faults"
	check "a policy did something else"
}

explain_change() {
	cat <<-END

		What can be seen:
		- seq.slice: a fault reads its page and the 15 after it. $(cell_of after /seq.slice FAULTS) faults instead of
		  $(cell_of before /seq.slice FAULTS) bring in the same memory; each has more to read, and takes longer.
		- rand.slice: nothing is read ahead any more, instead of $(cell_of before /rand.slice PREF) pages.
	END
}

is_unloaded() {
	modprobe -r swapra 2>/dev/null
	[ ! -e /proc/swapra ]
}

demo_trace() {
	echo "demo: swapra trace -i $interval"
	echo
	start_trace before -i $interval
	run_jobs
	stop_trace
	echo "The kernel's own counters, /proc/vmstat and memory.stat, beside these totals:"
	echo
	compare_all
	check "a count differs"
	explain
}

demo_policies() {
	echo
	echo "demo: a policy for each cgroup, and as much work again"
	echo
	command_line modprobe swapra
	command_line swapra policy set seq.slice $seq_policy
	command_line swapra policy set rand.slice off
	start_exporter
	echo "# swapra trace -d $patience"
	echo
	start_trace after -d $patience
	run_jobs_again
	stop_trace
	wget -q -O metrics "http://$exporter/metrics" || die "the exporter does not answer"
	{
		compare_all
		compare_module seq.slice
		compare_module rand.slice
	} >counts
	[ "$failed" -eq 0 ] || cat counts
	check "a count differs"
	echo "The kernel's counters and the module's say the same: $(grep -c ' equal$' counts) counts, all equal."
	print_change
	check_change
	explain_change
	echo "Latencies are those of an emulated guest: compare them with each other only."
	demo_exporter
	stop_exporter
}

start_jobs
echo "demo: Linux $(uname -r); seq.slice and rand.slice: $size MB each in $room MB, zswap with zstd"
demo_trace
demo_policies
stop_jobs # verifies every page
for cgroup in seq.slice rand.slice; do
	swapra policy clear $cgroup || die "swapra policy clear $cgroup: exit status $?"
done
wait_for 60 is_unloaded
