# SPDX-License-Identifier: GPL-2.0-only
# Included by the cases about what the exporter tells. Needs serve.sh and swapin.sh.
#
#   scrape NAME              scrape into the file NAME
#   metric NAME SAMPLE [LABEL...]  sum over all series that have these labels, as a="b"
#   expect_told NAME         it equals what the kernel and `swapra trace` say of the same time
#   expect_grown OLDER NEWER no series and no sum over cgroups went backwards, none is twice

exporter_address=127.0.0.1:9719

# -T makes this wget crash.
fetch() { timeout 120 wget -q -O - "http://$exporter_address/metrics"; }

scrape() { # NAME
	fetch >"$1" || die "scrape $1: wget failed"
	grep -q '^swapra_exporter_scrapes_total ' "$1" || die "scrape $1: not a whole page"
}

metric() { # NAME SAMPLE [LABEL...]
	metric_file=$1 metric_name=$2
	shift 2
	awk -v name="$metric_name" -v labels="$*" '
		BEGIN { nr = split(labels, wanted, " ") }
		$1 == name || index($1, name "{") == 1 {
			for (i = 1; i <= nr; i++)
				if (!index($1, wanted[i]))
					next
			sum += $NF
		}
		END { printf "%.0f\n", sum }' "$metric_file"
}

grown() { # NAME SAMPLE [LABEL...]: since the scrape that trace_begin was after
	grown_name=$1
	shift
	echo $(($(metric "$grown_name" "$@") - $(metric before "$@")))
}

expect_field() { # NAME ROW FIELD LABELS SAMPLE [LABEL...]
	field_name=$1 field_row=$2 field=$3
	shift 3
	expect_eq "$field_row $field is $*" "$(row "$field_row" "$field")" "$(grown "$field_name" "$@")"
}

# Sums over all cgroups, or those of one that is there still.
expect_row_told() { # NAME ROW [LABEL]
	for kind in anon shmem sync swapoff; do
		expect_field "$1" "$2" faults.$kind swapra_faults_total "kind=\"$kind\"" ${3:+"$3"}
	done
	expect_field "$1" "$2" faults.failed swapra_failed_faults_total ${3:+"$3"}
	for source in zswap disk zero; do
		for role in demand prefetched willneed unbatched; do
			expect_field "$1" "$2" sources.$source.$role swapra_pages_total \
				"source=\"$source\"" "role=\"$role\"" ${3:+"$3"}
		done
	done
	expect_field "$1" "$2" pages.by_others swapra_pages_by_others_total ${3:+"$3"}
	expect_field "$1" "$2" pages.for_others swapra_pages_for_others_total ${3:+"$3"}
	expect_field "$1" "$2" use.hits swapra_hit_pages_total ${3:+"$3"}
	expect_field "$1" "$2" use.reclaimed swapra_wasted_pages_total 'reason="reclaimed"' ${3:+"$3"}
	expect_field "$1" "$2" use.freed swapra_wasted_pages_total 'reason="freed"' ${3:+"$3"}
	expect_field "$1" "$2" use.untracked swapra_untracked_pages_total ${3:+"$3"}
	expect_field "$1" "$2" use.pending swapra_pending_pages ${3:+"$3"}
	expect_field "$1" "$2" waits.demand swapra_waits_total 'page="demand"' ${3:+"$3"}
	expect_field "$1" "$2" waits.late swapra_waits_total 'page="late"' ${3:+"$3"}
	expect_late_told "$@"
}

# Late is a hit whose page is still being read at the look-up. The two look one after the other,
# and the read of a disk may end in between: then one is right to call it late, and the other
# not to. Both agree on who had to wait, and a wait for a late hit is one of them.
expect_late_told() { # NAME ROW [LABEL]
	if [ "$(row "$2" pages.disk)" -eq 0 ]; then
		expect_field "$1" "$2" use.late swapra_hit_pages_total 'timing="late"' ${3:+"$3"}
		return
	fi
	late=$(grown "$1" swapra_hit_pages_total 'timing="late"' ${3:+"$3"})
	expect_more "$2 late hits, of which so many waited" "$(row "$2" waits.late)" "$late"
	expect_more "$2 hits, of which so many were late" "$late" "$(row "$2" use.hits)"
}

expect_kernel_told() { # NAME
	expect_counter "$1" vmstat zswpin "$(grown "$1" swapra_pages_total 'source="zswap"')"
	expect_counter "$1" vmstat pswpin "$(grown "$1" swapra_pages_total 'source="disk"')"
	expect_counter "$1" vmstat swpin_zero "$(grown "$1" swapra_pages_total 'source="zero"')"
	expect_counter "$1" vmstat swap_ra "$(grown "$1" swapra_pages_total 'role="prefetched"')"
	expect_counter "$1" vmstat swap_ra_hit $(($(grown "$1" swapra_hit_pages_total) -
		$(grown "$1" swapra_kernel_hit_differences_total 'kind="silent"') +
		$(grown "$1" swapra_kernel_hit_differences_total 'kind="phantom"')))
	expect_eq "$1: batches in the histogram" "$(grown "$1" swapra_faults_total)" \
		"$(grown "$1" swapra_batch_pages_count)"
	expect_eq "$1: pages in the histogram" $(($(grown "$1" swapra_pages_total 'role="demand"') +
		$(grown "$1" swapra_pages_total 'role="prefetched"'))) \
		"$(grown "$1" swapra_batch_pages_sum)"
}

expect_told() { # NAME
	expect_row_told "$1" total
	expect_kernel_told "$1"
	for loss in missed_runs losses; do
		expect_eq "$1: $loss" 0 "$(metric "$1" swapra_${loss}_total)"
	done
}

# What only grows ends so. A series is told apart by all its labels, a sum by all but those of
# the cgroup.
expect_grown() { # OLDER NEWER
	awk '
		FNR == 1 { file++ }
		/^#/ || !/^[a-z_]*(_total|_bucket|_sum|_count)[{ ]/ { next }
		{
			key = $0
			sub(/ [^ ]*$/, "", key)
			if ((key, file) in value)
				print "twice: " key
			value[key, file] = $NF
			sum = key
			sub(/cgroup="([^"\\]|\\.)*"(,generation="[0-9]*")?/, "", sum)
			sums[sum, file] += $NF
			keys[key] = keys[sum] = 1
			nr++
		}
		END {
			for (key in keys) {
				if ((key, 1) in value && (key, 2) in value && value[key, 2] < value[key, 1])
					print "reset: " key ": " value[key, 1] " to " value[key, 2]
				if ((key, 1) in sums && sums[key, 2] < sums[key, 1] - 1e-6)
					print "sum: " key ": " sums[key, 1] " to " sums[key, 2]
			}
			exit nr < 100
		}' "$1" "$2" >backwards || die "from $1 to $2: nothing compared"
	[ ! -s backwards ] || {
		cat backwards
		expect_eq "series that went backwards from $1 to $2" 0 "$(wc -l <backwards)"
	}
}

exporter_rss() { awk '/^VmRSS/ { print $2 }' "/proc/$serve_pid/status"; } # in KiB
