# SPDX-License-Identifier: GPL-2.0-only
# Included by the cases that count what windows of policies read. It brings workers, as many
# as a case needs, a model of what a policy makes of a workload, and both sides' counters.
#
#   worker_new NAME CGROUP [ARG…]  a swapwork that waits for commands
#   tell NAME COMMAND…             give commands; told NAME… waits until all are carried out
#   worker_end NAME…               verifies its pages and ends
#   model NAME WINDOW PLACEMENT ORDER  prints "FAULTS PREFETCHED"
#   model_use NAME WINDOW PLACEMENT ORDER [COUNT]  prints "FAULTS PREFETCHED HITS"
#   reads_begin CGROUP; reads CGROUP    what was read since then, by all that count
#   expect_window SOURCE NAME CGROUP WINDOW PLACEMENT ORDER  all of that once
#   expect_windows SOURCE NAME CGROUP WINDOW…  with every placement
#   expect_guarded CGROUP MOST-UNUSED-PAGES ARG…  windows in too little memory
#   verdicts_begin; verdict_values FIELD  of the tracepoint, to know which policy applied
#
# SOURCE is zswap or disk.

fleet=$PWD/fleet
mkdir -p "$fleet"

worker_new() { # NAME CGROUP [swapwork-ARG…]
	worker_name=$1
	worker_cgroup=$2
	shift 2
	rm -f "$fleet/$worker_name".*
	mkfifo "$fleet/$worker_name.fifo"
	in_cgroup "$worker_cgroup" swapwork "$@" <>"$fleet/$worker_name.fifo" \
		>"$fleet/$worker_name.replies" 2>&1 &
	echo $! >"$fleet/$worker_name.pid"
	echo ready >"$fleet/$worker_name.orders"
	told "$worker_name"
}

tell() { # NAME COMMAND…
	tell_name=$1
	shift
	for command; do
		echo "$command" >>"$fleet/$tell_name.orders"
		echo "$command" 1<>"$fleet/$tell_name.fifo" # does not block when the worker died
	done
}

has_replied() { # NAME
	! grep -v '^done \|^ready ' "$fleet/$1.replies" || die "$1: swapwork failed"
	[ "$(wc -l <"$fleet/$1.replies")" -lt "$(wc -l <"$fleet/$1.orders")" ] || return 0
	kill -0 "$(cat "$fleet/$1.pid")" 2>/dev/null || die "$1: swapwork is gone"
	return 1
}

told() { # NAME…
	for told_name; do wait_for 60 has_replied "$told_name"; done
}

worker_end() { # NAME…
	for end_name; do tell "$end_name" verify; done
	told "$@"
	for end_name; do
		echo exit 1<>"$fleet/$end_name.fifo"
		wait "$(cat "$fleet/$end_name.pid")" || die "$end_name: exit status $?"
	done
}

# The process that has the region: the last of a line of parents.
pid_of() { # NAME
	pid=$(cat "$fleet/$1.pid")
	while pid_child=$(cat "/proc/$pid/task/$pid/children") && [ -n "$pid_child" ]; do
		pid=${pid_child%% *}
	done
	echo "$pid"
}

# The region is the one mapping without huge pages. Prints "START-PAGE PAGES".
region_of() { # NAME
	grep '^VmFlags:.* nh\|^[0-9a-f]*-[0-9a-f]* ' "/proc/$(pid_of "$1")/smaps" |
		grep -B 1 '^VmFlags:' | sed -n 's/^\([0-9a-f]*\)-\([0-9a-f]*\) .*/\1 \2/p' | {
		read -r region_start region_end || die "$1: no region"
		echo $((0x$region_start / 4096)) $(((0x$region_end - 0x$region_start) / 4096))
	}
}

# What policies promise: the window, clipped to the region and to the page table, less what
# is in memory already. The region, of one worker thread, is wholly in swap when it begins.
model_use() { # NAME WINDOW PLACEMENT ORDER [COUNT]
	region_of "$1" >"$fleet/region"
	model_pages=$(cut -d' ' -f2 "$fleet/region")
	swapwork --list --size $((model_pages / 256)) --pattern "$4" --count "${5:-$model_pages}" |
		awk -v window="$2" -v placement="$3" '
		function fault(page) {
			faults++
			here[page] = used[page] = 1
			table = int((start + page) / 512) * 512 - start
			first = page - before
			last = first + window - 1
			first = first < 0 ? 0 : first
			first = first < table ? table : first
			last = last > pages - 1 ? pages - 1 : last
			last = last > table + 511 ? table + 511 : last
			for (neighbour = first; neighbour <= last; neighbour++)
				if (!here[neighbour]++)
					prefetched++
		}
		FNR == NR {
			start = $1 % 512
			pages = $2
			before = placement == "after" ? 0 : window - 1
			before = placement == "around" ? int(before / 2) : before
			next
		}
		!here[$1] { fault($1) }
		!used[$1]++ { hits++ }
		END { print faults + 0, prefetched + 0, hits + 0 }' "$fleet/region" -
}

model() { model_use "$@" | cut -d' ' -f1,2; }

# Counters one a line: the kernel's, then the module's.
reads_now() { # CGROUP
	awk '/^(pgmajfault|swap_ra|zswpin|pswpin) / { value[$1] = $2 }
		END { print "faults", value["pgmajfault"]; print "swap_ra", value["swap_ra"]
			print "zswap", value["zswpin"]; print "disk", value["pswpin"] }' /proc/vmstat
	sed -n "s/^cgroup id=$(cgroup_id "$1") policy=[0-9]* \(.*\) unused=.*/\1/p" /proc/swapra |
		tr ' =' '\n '
}

reads_begin() { # CGROUP
	wait_for 30 disks_idle
	reads_now "$1" >"$fleet/reads"
}

reads() { # CGROUP: what has changed
	wait_for 30 disks_idle
	reads_now "$1" | awk 'FNR == NR { before[$1] = $2; next }
		$2 != before[$1] { printf "%s=%d ", $1, $2 - before[$1] }' "$fleet/reads" -
}

read_count() { # KEY, of what reads printed on stdin
	tr ' ' '\n' | sed -n "s/^$1=//p" | grep . || echo 0
}

# FLAG: a counter that every fault moves as well, as clamped.
reads_expected() { # SOURCE WINDOW FAULTS PREFETCHED [FLAG]
	reads_kind=sized
	[ "$2" -gt 1 ] || reads_kind=single
	reads_list="faults=$3 swap_ra=$4 $1=$(($3 + $4)) verdicts=$3 $reads_kind=$3 prefetched=$4 "
	echo "$reads_list${5:+$5=$3 }" | sed 's/[a-z_]*=0 //g'
}

# The worker's region goes out and comes back in an order; counts must be the model's.
expect_window() { # SOURCE NAME CGROUP WINDOW PLACEMENT ORDER [FLAG]
	tell "$2" pageout
	told "$2"
	reads_begin "$3"
	tell "$2" "touch $6"
	window_model=$(model "$2" "$4" "$5" "$6")
	told "$2"
	expect_eq "$3: window=$4,$5 $6" \
		"$(reads_expected "$1" "$4" "${window_model% *}" "${window_model#* }" "${7:-}")" \
		"$(reads "$3")"
}

# Each placement, in the order that it is for and in one that it is not.
expect_windows() { # SOURCE NAME CGROUP WINDOW…
	windows_source=$1
	windows_name=$2
	windows_cgroup=$3
	shift 3
	for window; do
		for windows_way in 'after seq' 'before reverse' 'around stride=7'; do
			policy set "$windows_cgroup" "window=$window,${windows_way% *}"
			expect_window "$windows_source" "$windows_name" "$windows_cgroup" "$window" \
				"${windows_way% *}" "${windows_way#* }"
		done
	done
}

# Which policy applied, fault by fault: values of the tracepoint's fields, each once.
verdicts=/sys/kernel/tracing/instances/verdicts

verdicts_begin() {
	[ -d $verdicts ] || mkdir $verdicts || die "tracefs: no instance can be made"
	echo >$verdicts/trace
	set_to $verdicts/events/swapra/swapra_verdict/enable 1
}

verdict_values() { # FIELD
	sed -n "s/.* swapra_verdict:.* $1=\([^ ]*\).*/\1/p" $verdicts/trace | sort -u | xargs
}

unused_pages() { sed -n "s/^cgroup id=$(cgroup_id "$1") .* unused=\([0-9]*\)$/\1/p" /proc/swapra; }

kills() { sed -n 's/^oom_kill //p' "/sys/fs/cgroup/$1/memory.events"; }

# Random faults in a cgroup that is smaller than what they are in: the guard has to act.
expect_guarded() { # CGROUP MOST-UNUSED-PAGES swapwork-ARG…
	guarded_cgroup=$1
	guarded_most=$2
	shift 2
	worker_new guarded "$guarded_cgroup" "$@"
	reads_begin "$guarded_cgroup"
	tell guarded 'touch random=7 2000'
	guarded_seen=0
	until has_replied guarded; do
		guarded_now=$(unused_pages "$guarded_cgroup")
		[ "${guarded_now:-0}" -le "$guarded_seen" ] || guarded_seen=$guarded_now
	done
	reads "$guarded_cgroup" >was
	worker_end guarded
	expect_more "$guarded_cgroup: guarded" 1 "$(read_count guarded <was)"
	expect_eq "$guarded_cgroup: those read the demand page" "$(read_count guarded <was)" \
		"$(read_count single <was)"
	[ "$guarded_seen" -le "$guarded_most" ] ||
		die "$guarded_cgroup: $guarded_seen unused pages, at most $guarded_most are allowed"
	expect_eq "$guarded_cgroup: kills" 0 "$(kills "$guarded_cgroup")"
}
