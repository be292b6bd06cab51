# SPDX-License-Identifier: GPL-2.0-only
# summary: a policy is asked once for each fault, whatever else is attached to the hooked functions
# limit: 240
# set: long
. /lib/case.sh
. /lib/command.sh
. /lib/policy.sh
. /lib/swapin.sh
. /lib/policywork.sh

tracing=/sys/kernel/tracing
hooked="swapin_readahead swap_cluster_readahead"

probes_set() {
	for function in $hooked; do
		echo "p:policy/in_$function $function" >>$tracing/kprobe_events
		echo "r64:policy/out_$function $function" >>$tracing/kprobe_events
	done
	echo 1 >$tracing/events/policy/enable
}

probes_remove() {
	echo 0 >$tracing/events/policy/enable
	for function in $hooked; do
		echo "-:policy/in_$function" >>$tracing/kprobe_events
		echo "-:policy/out_$function" >>$tracing/kprobe_events
	done
}

probe_hits() { awk -v name="$1" '$1 == name { print $2 + $3 }' $tracing/kprobe_profile; } # missed, too

graph_set() {
	echo "$hooked" | tr ' ' '\n' >$tracing/set_ftrace_filter
	echo function_graph >$tracing/current_tracer
	echo >$tracing/trace
}

graph_remove() {
	echo nop >$tracing/current_tracer
	echo >$tracing/set_ftrace_filter
	echo >$tracing/trace
}

graph_calls() { grep -c "[| ]$1()" $tracing/trace || true; }

# Windows that the policy sizes and cuts to one page, and faults that it leaves to the kernel.
some_work() {
	for window in 16 1 0; do
		tell "replace $window"
		say pageout
		say 'touch seq'
		say pageout
		say 'touch random=1 256'
	done
	say verify
	wait_for 30 disks_idle
}

# As if there was no tracer; with the kernel's own counts, which need no time to settle.
expect_asked_once() { # WHAT
	expect_eq "$1: verdicts" "$(counter vmstat pgmajfault)" $(($(module_total verdicts) - verdicts))
	expect_more "$1: faults" 500 "$(counter vmstat pgmajfault)"
}

expect_probed() { # WHAT
	faults=$(counter vmstat pgmajfault)
	expect_eq "$1: calls that the kprobe saw" "$faults" "$(probe_hits in_swapin_readahead)"
	expect_eq "$1: returns that the kretprobe saw" "$faults" "$(probe_hits out_swapin_readahead)"
	[ "$by_cluster" ] && faults=$(($(module_total kernel) - kernel)) || faults=0
	expect_eq "$1: calls by cluster" "$faults" "$(probe_hits in_swap_cluster_readahead)"
	expect_eq "$1: returns by cluster" "$faults" "$(probe_hits out_swap_cluster_readahead)"
}

# FIRST is what comes first, `tracer` or `policy`. SET and REMOVE are commands or nothing.
round() { # FIRST SET REMOVE CHECK
	round_name="$2, $1 first"
	[ "$1" = policy ] || $2
	tell 'attach 1'
	[ "$1" = tracer ] || $2
	verdicts=$(module_total verdicts)
	kernel=$(module_total kernel)
	counters_save before
	some_work
	counters_save after
	expect_asked_once "$round_name"
	$4 "$round_name"
	[ "$1" = policy ] || tell detach
	$3
	[ "$1" = tracer ] || tell detach
	expect_eq "$round_name: hook in the end" none "$(hook_mode swapin_readahead)"
}

expect_graphed() {
	expect_eq "$1: calls in the graph" "$(counter vmstat pgmajfault)" "$(graph_calls swapin_readahead)"
}

trace_fentry() { swapra_start --backend fentry; }
trace_kprobe() { swapra_start --backend kprobe; }

# The report of the tracer is complete when it has ended.
expect_traced() {
	swapra_stop
	record_flatten
	expect_no_losses
	expect_row_exact total vmstat
	expect_eq "$1: verdicts in the trace" "$(row total faults.anon)" "$(row total verdicts.total)"
	expect_eq "$1: faults in the trace" "$(counter vmstat pgmajfault)" "$(row total faults.anon)"
}

by_cluster=
swap_on disk 128
zswap_on lzo
cgroup_new work
modprobe swapra || die "swapra.ko: cannot be loaded"
worker_start work --size 1 --write
policywork_start work

round tracer probes_set probes_remove expect_probed
round policy probes_set probes_remove expect_probed
round tracer graph_set graph_remove expect_graphed
round tracer trace_fentry : expect_traced
round policy trace_fentry : expect_traced
round tracer trace_kprobe : expect_traced

# All at once.
all_set() {
	probes_set
	trace_fentry
	graph_set
}
all_remove() {
	graph_remove
	probes_remove
}
expect_all() {
	expect_probed "$1"
	expect_graphed "$1"
	expect_traced "$1"
}
round tracer all_set all_remove expect_all

# Where the kernel reads by slot, its swapin_readahead() calls the other hooked function for a
# fault that was decided already.
swap_on disk-rotational 64 vdb
by_cluster=y
round tracer all_set all_remove expect_all

worker_stop
policywork_stop
policies_end
