# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# shellcheck disable=SC2154 # shares its variables with run
# From what the guests said of tracers to rows, and from rows to what people read.
# Sourced by run.
#
# Lines: KERNEL result VARIANT WORKLOAD run=NUMBER KEY=VALUE… | KERNEL tracer VARIANT KEY=VALUE…

tracer_variants='fentry kprobe fentry-counts kprobe-counts bpftrace'
workloads='sequential random sequential-in random-in'

per_swapin() { # KEY=VALUE…: for the progress lines
	printf '%s\n' "$@" | awk -F= '
		{ value[$1] = $2 }
		END { printf "%.0f instructions per swap-in, %d of them\n",
			value["swapins"] ? value["instructions"] / value["swapins"] : 0, value["swapins"] }'
}

# A run counts as the median of its processes. "none" was measured first and last:
# its row is their mean, their difference the noise.
make_rows() { # LINES
	jq -R -s '
		def fields: map(split("=") | {(.[0]): (.[1] | tonumber? // .)}) | add // {};
		def round_to($n): . * $n | round / $n;
		def median: sort | (.[(length - 1) / 2 | floor] + .[length / 2 | floor]) / 2;
		def sum_up: . as $all | .[0] + ("instructions swapins swapouts faults disk" | split(" ")
			| map({key: ., value: (. as $key | $all | map(.[$key]) | add)}) | from_entries);
		[split("\n")[] | select(. != "") | split(" ")] as $lines
		| [$lines[] | select(.[1] == "tracer")
			| {kernel: .[0], variant: .[2]} + (.[3:] | fields)] as $tracers
		| [$lines[] | select(.[1] == "result")
			| {kernel: .[0], variant: .[2], workload: .[3]} + (.[4:] | fields)
			| select(.swapins > 0)] as $results
		| [$lines[] | select(.[1] == "failed") | .[0] + " " + .[2]] as $failed
		| [$results | group_by([.kernel, .workload, .variant, .run])[]
			| (map(.instructions / .swapins) | median) as $each | sum_up | .each = $each] as $runs
		| [$lines[] | select(.[1] == "auto") | .[0] + " " + .[2]] as $auto
		| [$runs | group_by([.kernel, .workload, .variant])[]
			| sum_up + {each: (map(.each) | add / length), least: (map(.each) | min),
				most: (map(.each) | max)}]
		| . as $means
		| [.[] | . as $row
			| select(.kernel + " " + .variant | IN($failed[]) | not)
			| first($means[] | select(.variant == "none" and .kernel == $row.kernel
				and .workload == $row.workload)) as $none
			| (first($tracers[] | select(.variant == $row.variant and .kernel == $row.kernel)) // {}) as $tracer
			| {
				kernel, workload, variant,
				instructions_per_swapin: (.each | round),
				overhead_instructions: (.each - $none.each | round),
				ratio: (.each / $none.each | round_to(10000)),
				noise: (($none.most - $none.least) / $none.least | round_to(100000)),
				swapins, swapouts, faults, disk,
				is_auto: (.kernel + " " + .variant | IN($auto[])),
				pages_counted: (if $tracer.pages then $tracer.counted / $tracer.pages | round_to(10000) else null end),
				tracer_process: (if $tracer.up then $tracer.cpu / $tracer.up | round_to(100000) else null end),
			}]' "$1"
}

# In the order they were measured, not in that of the alphabet.
sorted_rows() { # ROWS JQ-FILTER ARG…
	jq -r --arg workloads "$workloads" --arg variants "none $tracer_variants" '
		def place($list): . as $word | $list | split(" ") | index($word);
		sort_by([.kernel, (.workload | place($workloads)), (.variant | place($variants))])[]
		| '"$2" "$1"
}

per_fault() { # KEY=VALUE…: likewise
	printf '%s\n' "$@" | awk -F= '
		{ value[$1] = $2 }
		END { printf "%.0f instructions per fault, %.0f per page; %d faults\n",
			value["faults"] ? value["instructions"] / value["faults"] : 0,
			value["swapins"] ? value["instructions"] / value["swapins"] : 0, value["faults"] }'
}

table_format='%-9s %-14s %-13s %12s %8s %7s %7s\n'

print_table() { # ROWS
	say
	# shellcheck disable=SC2059 # one format for header and rows
	printf "$table_format" kernel workload variant instructions over ratio noise
	sorted_rows "$1" '[.kernel, .workload, .variant, .instructions_per_swapin,
		.overhead_instructions, (.ratio - 1) * 100, .noise * 100] | @tsv' |
		awk -F'\t' -v format="$table_format" '{
			if ($3 == "none")
				printf format, $1, $2, $3, $4, "", "", sprintf("%.2f %%", $7)
			else
				printf format, $1, $2, $3, $4, sprintf("%+d", $5), sprintf("%+.2f %%", $6), ""
		}'
	say
	say "instructions: of the guest, per page swapped in; noise: between the two runs without a tracer"
	sorted_rows "$1" 'select(.tracer_process != null and .workload == "sequential")
		| "\(.kernel) \(.variant): its process takes \(.tracer_process * 10000 | round / 100) % of the CPU"
			+ (if .is_auto then "; the backend taken by --backend auto" else "" end)'
	print_targets "$1"
}

# What swapra promises for steady swapping; the other workloads have no target.
targets='{
	"fentry": {"percent": 3.0}, "kprobe": {"percent": 5.0},
	"fentry-counts": {"percent": 2.0, "instructions": 1250}, "kprobe-counts": {"percent": 4.0}
}'

print_targets() { # ROWS
	say
	sorted_rows "$1" "$targets"' as $targets | select((.workload | endswith("-in") | not)
			and $targets[.variant])
		| $targets[.variant] as $target | ((.ratio - 1) * 100) as $percent
		| "target \(.kernel) \(.workload) \(.variant): at most "
			+ (if $target.instructions then "\($target.instructions) instructions and " else "" end)
			+ "\($target.percent) %, is \(.overhead_instructions) and \($percent * 100 | round / 100) %: "
			+ (if $percent <= $target.percent and .overhead_instructions <=
				($target.instructions // .overhead_instructions) then "met" else "not met" end)'
	print_usefulness "$1"
}

# What it costs to follow a prefetched page to its outcome: with it and without, for each
# of them. The promise is for fentry, whose programs cost least to call. Of swap-ins alone:
# what reclaim does in steady swapping differs by more from run to run.
print_usefulness() { # ROWS
	jq -r '. as $rows | $rows[] | select(.variant == "fentry" or .variant == "kprobe") | . as $with
		| first($rows[] | select(.kernel == $with.kernel and .workload == $with.workload
			and .variant == $with.variant + "-counts")) as $without
		| ($with.swapins - $with.faults) as $prefetched
		| select($prefetched * 2 > $with.swapins and ($with.workload | endswith("-in")))
		| (($with.instructions_per_swapin - $without.instructions_per_swapin)
			* $with.swapins / $prefetched | round) as $each
		| "usefulness \(.kernel) \(.workload) \(.variant): \($each) instructions a prefetched page"
			+ (if .variant == "fentry" then ", at most 600: "
				+ (if $each <= 600 then "met" else "not met" end) else "" end)' "$1"
}

# A variant that failed has no rows, or too few.
check_complete() { # ROWS KERNELS VARIANTS
	local kernel workload variant missing=0
	for kernel in $2; do
		for variant in $3; do
			for workload in $workloads; do
				jq -e --arg kernel "$kernel" --arg variant "$variant" --arg workload "$workload" \
					'any(.[]; .kernel == $kernel and .variant == $variant and .workload == $workload)' \
					"$1" >/dev/null && continue
				warn "$kernel: no result of $variant, $workload"
				missing=1
			done
		done
	done
	return "$missing"
}
