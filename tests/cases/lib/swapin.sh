# SPDX-License-Identifier: GPL-2.0-only
# Included by the cases that compare swapra's counts with the kernel's own.
#
#   trace_begin [ARG...]       start swapra, remember the kernel's counters
#   work CGROUP swapwork-ARG... run the workload there; it verifies its pages
#   trace_end                  stop swapra and take the difference of both
#   expect_exact [CGROUP...]   everything equals, everywhere
#
# A row is "total" or a cgroup's name; its fields are those of the JSON record,
# with dots: `row total pages.zswap`.

counters=$PWD/counters
mkdir -p "$counters"

# Swap reads are counted by 7.x when they end: a page read ahead may still be on its way.
disks_idle() { ! cat /sys/block/*/inflight | grep -q '[1-9]'; }

counters_save() { # WHEN
	cat /proc/vmstat >"$counters/vmstat.$1"
	for counters_cgroup in /sys/fs/cgroup/*/; do
		cat "${counters_cgroup}memory.stat" >"$counters/$(basename "$counters_cgroup").$1"
	done
}

# How far a counter moved; 0 for one that this kernel does not have.
counter() { # vmstat|CGROUP FIELD
	[ -e "$counters/$1.before" ] || : >"$counters/$1.before" # a cgroup made since
	awk -v field="$2" 'FNR == 1 { file++ } $1 == field { value[FILENAME] = $2 }
		END { print value[ARGV[2]] - value[ARGV[1]] }' \
		"$counters/$1.before" "$counters/$1.after"
}

counts() { grep -q "^$2 " "$counters/$1.after"; } # vmstat|CGROUP FIELD: does the kernel?

# Cgroups are new when a trace begins: there is nothing that memory.stat could still owe.
trace_begin() {
	counters_save before
	swapra_start "$@"
}

work() { # CGROUP ARG...
	work_cgroup=$1
	shift
	in_cgroup "$work_cgroup" swapwork "$@" >"$counters/work" 2>&1 && return
	cat "$counters/work"
	die "swapwork $*: exit status not 0"
}

trace_end() {
	wait_for 30 disks_idle
	memstat_settle
	counters_save after
	swapra_stop
	record_flatten
}

# One line a number: ROW FIELD VALUE. jq starts slowly under TCG: once for all.
record_flatten() {
	sed -n '$p' "$OUT" >"$counters/record" # tail of busybox cuts a line of a MB
	# shellcheck disable=SC2016 # the names are jq's
	jqget 'def flat($row): . as $r | paths(scalars) as $p
			| "\($row) \($p | map(tostring) | join(".")) \($r | getpath($p))";
		(.total | flat("total")), (.cgroups[] | .id as $id | flat("id\($id)")),
		(.tracking | flat("tracking")),
		(.losses | flat("losses"))' "$counters/record" >"$counters/rows"
	[ -s "$counters/rows" ] || die "no totals in $OUT"
}

row_name() { # total|losses|tracking|CGROUP|id of a cgroup that is gone
	case $1 in
	total | losses | tracking) echo "$1" ;;
	[0-9]*) echo "id$1" ;;
	*) echo "id$(stat -c %i "/sys/fs/cgroup/$1")" ;;
	esac
}

# A cgroup that swapped nothing has no row: all its fields are 0.
row() { # ROW FIELD
	awk -v row="$(row_name "$1")" -v field="$2" \
		'$1 == row && $2 == field { value = $3 } END { print value + 0 }' "$counters/rows"
}

expect_more() { # WHAT MINIMUM ACTUAL
	[ "$3" -ge "$2" ] || die "$1: expected $2 or more, got $3"
}

expect_no_losses() {
	for loss in missed_total events_dropped no_task_state no_cgroup_slot no_use_row unclosed; do
		expect_eq "losses.$loss" 0 "$(row losses $loss)"
	done
	expect_eq "total.pages.unbatched" 0 "$(row total pages.unbatched)"
}

# Each way to divide the pages of a row gives the same sum.
expect_consistent() { # ROW
	pages=$(row "$1" pages.total)
	pages_zswap=$(row "$1" pages.zswap)
	expect_eq "$1: sum over sources" "$pages" \
		$((pages_zswap + $(row "$1" pages.disk) + $(row "$1" pages.zero)))
	expect_eq "$1: sum over roles" "$pages" \
		$(($(row "$1" pages.demand) + $(row "$1" pages.prefetched) +
			$(row "$1" pages.willneed) + $(row "$1" pages.unbatched)))
	expect_eq "$1: sum over kinds" "$(row "$1" faults.total)" \
		$(($(row "$1" faults.anon) + $(row "$1" faults.shmem) +
			$(row "$1" faults.sync) + $(row "$1" faults.swapoff)))
	# Latencies are those of a sample, which holds no more than there was.
	expect_more "$1: faults" "$(row "$1" fault_ns.count)" "$(row "$1" faults.total)"
	expect_more "$1: zswap pages" "$(row "$1" zswap_load_ns.count)" "$pages_zswap"
}

# shmem_faults=syscall: a read(2) or write(2) of shmem swaps in without a page fault.
shmem_faults=fault

# Faults that the kernel calls major. Of those that failed no cause is told here: a case that
# expects some has one kind only.
major_faults() { # ROW
	faults=$(($(row "$1" faults.anon) + $(row "$1" faults.sync) - $(row "$1" faults.failed)))
	[ "$shmem_faults" = syscall ] || faults=$((faults + $(row "$1" faults.shmem)))
	echo "$faults"
}

# Every prefetched page is exactly one of these.
expect_use() { # ROW
	expect_eq "$1: prefetched = hits + wasted + pending + untracked" \
		"$(row "$1" pages.prefetched)" \
		$(($(row "$1" use.hits) + $(row "$1" use.wasted) + $(row "$1" use.pending) +
			$(row "$1" use.untracked)))
	expect_eq "$1: wasted" "$(row "$1" use.wasted)" \
		$(($(row "$1" use.reclaimed) + $(row "$1" use.freed)))
	expect_more "$1: hits" "$(row "$1" use.late)" "$(row "$1" use.hits)"
}

# The kernel goes by a flag of the page, which it sets late and uses for something else as well.
expect_kernel_hits() {
	expect_counter total vmstat swap_ra_hit $(($(row total use.hits) -
		$(row tracking silent_hits) + $(row tracking phantom_hits)))
	expect_eq "pending pages, one by one" "$(row tracking pending)" "$(row total use.pending)"
}

expect_counter() { # ROW vmstat|CGROUP KERNEL-FIELD VALUE
	! counts "$2" "$3" || expect_eq "$1 $3" "$(counter "$2" "$3")" "$4"
}

expect_row_exact() { # ROW vmstat|CGROUP
	expect_consistent "$1"
	expect_use "$1"
	expect_counter "$1" "$2" swap_ra "$(row "$1" pages.prefetched)"
	expect_counter "$1" "$2" pswpin "$(row "$1" pages.disk)"
	expect_counter "$1" "$2" zswpin "$(row "$1" pages.zswap)"
	expect_counter "$1" "$2" swpin_zero "$(row "$1" pages.zero)"
	expect_counter "$1" "$2" pgmajfault "$(major_faults "$1")"
}

expect_exact() { # CGROUP...
	expect_no_losses
	expect_row_exact total vmstat
	expect_kernel_hits
	expect_eq "by_others = for_others" "$(row total pages.by_others)" \
		"$(row total pages.for_others)"
	for exact_cgroup; do
		expect_row_exact "$exact_cgroup" "$exact_cgroup"
	done
}

# Every order in which pages come back, each from a region that is wholly out. More ARGs are
# swapwork's.
work_all_orders() { # CGROUP [ARG...]
	work "$@" pageout 'touch seq' pageout 'touch reverse' pageout 'touch stride=7' \
		pageout 'touch random=1 1024' verify
}

# A workload that waits for commands, one a line; `say` returns when it is carried out. There
# can be two: worker_switch makes the other one the subject of what follows.
worker=0

worker_start() { # CGROUP swapwork-ARG...
	worker_cgroup=$1
	shift
	worker_fifo=$counters/worker$worker
	rm -f "$worker_fifo".*
	mkfifo "$worker_fifo.commands" "$worker_fifo.replies"
	in_cgroup "$worker_cgroup" swapwork "$@" <>"$worker_fifo.commands" >"$worker_fifo.replies" &
	eval "worker_pid$worker=$!"
	case $worker in
	0) exec 3>"$worker_fifo.commands" 4<"$worker_fifo.replies" ;;
	1) exec 5>"$worker_fifo.commands" 6<"$worker_fifo.replies" ;;
	esac
	reply ready
}

worker_switch() { worker=$((1 - worker)); }

reply() { # WORD
	# shellcheck disable=SC3045 # busybox has it: a worker that hangs must not hang the case
	case $worker in
	0) read -r -t 120 reply_line <&4 ;;
	1) read -r -t 120 reply_line <&6 ;;
	esac || die "swapwork: no answer to '$1'"
	case $reply_line in
	"$1"* | "done $1"*) ;;
	*) die "swapwork: $reply_line" ;;
	esac
}

order() { # COMMAND: as say, but the reply is for later
	case $worker in
	0) echo "$1" >&3 ;;
	1) echo "$1" >&5 ;;
	esac
}

say() { # COMMAND
	order "$1"
	reply "${1%% *}"
}

worker_stop() {
	order exit
	eval "wait \"\$worker_pid$worker\"" || die "swapwork: exit status $?"
}

# Out and in again in the background, until worker_loop_end.
worker_loop() { order "loop $*"; }

worker_loop_end() {
	kill -TERM $(pidof swapwork)
	reply loop
}

swap_device() { awk 'NR == 2 { print $1 }' /proc/swaps; }
