# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # shares its variables with run
# What is measured of policies, and what the guests' lines say of it. The table
# `comparisons` has it all. Sourced by run.
#
# Lines: KERNEL policy STATE WORKLOAD cluster=N round=N KEY=VALUE…

policy_variants='module elsewhere verdict loop'

comparisons() { # VARIANTS: the rows of the table that are theirs
	table "$tests/bench/comparisons" | awk -v variants=" $1 " 'index(variants, " " $1 " ")'
}

# STATE PAGE-CLUSTER WORKLOAD, each once, a state's together: entering one takes time.
policy_steps() { # VARIANTS
	comparisons "$1" | awk '
		function note(state, step) {
			if (!(state in steps))
				states[++nr] = state
			if (!seen[state, step]++)
				steps[state] = steps[state] state " " step "\n"
		}
		{ note($3, $4 " " $5); note($2, $4 " " $5) }
		END { for (i = 1; i <= nr; i++) printf "%s", steps[states[i]] }'
}

# A row is a comparison: the median over the rounds, and by how much they differ.
make_policy_rows() { # LINES VARIANTS
	jq -R -s --arg comparisons "$(comparisons "$2")" '
		def fields: map(split("=") | {(.[0]): (.[1] | tonumber? // .)}) | add // {};
		def median: sort | (.[(length - 1) / 2 | floor] + .[length / 2 | floor]) / 2;
		[split("\n")[] | select(. != "") | split(" ")] as $lines
		| [$lines[] | select(.[1] == "policy")
			| {kernel: .[0], state: .[2], workload: .[3]} + (.[4:] | fields)] as $results
		| [$comparisons | split("\n")[] | [splits(" +")] | {variant: .[0], state: .[1], baseline: .[2],
			cluster: (.[3] | tonumber), workload: .[4], unit: .[5], most: (.[6] | tonumber? // null)}]
			as $wanted
		| [$results | map(.kernel) | unique[] as $kernel | $wanted[] | . as $row
			| def rounds($state): [$results[] | select(.kernel == $kernel and .state == $state
					and .workload == $row.workload and .cluster == $row.cluster)
				| {round, value: (.instructions / (if $row.unit == "page" then .swapins else .faults end))}];
			rounds(.baseline) as $base | rounds(.state) as $this
			| [$this[] | . as $one | $base[] | select(.round == $one.round) | $one.value - .value] as $over
			| select($over | length > 0)
			| {kernel: $kernel, variant, policy_state: .state, baseline, workload, page_cluster: .cluster, unit,
				instructions: ($this | map(.value) | median | round),
				over: ($over | median | round),
				noise: (($over | max - min) / 2 | round),
				most, met: (if .most == null then null else ($over | median | round) <= .most end)}]' "$1"
}

policy_format='%-8s %-14s %-13s %-9s %-5s %7s %5s %5s %4s  %s\n'

print_policies() { # ROWS
	say
	# shellcheck disable=SC2059 # one format for header and rows
	printf "$policy_format" kernel state workload baseline per instr over noise most ''
	jq -r '.[] | [.kernel, .policy_state, .workload, .baseline, .unit, .instructions, .over,
		.noise, (.most // ""), (if .met == null then "" elif .met then "met" else "not met" end)]
		| map(tostring) | join("|")' "$1" |
		awk -F'|' -v format="$policy_format" '{
			printf format, $1, $2, $3, $4, $5, $6, sprintf("%+d", $7), $8, $9, $10 }'
	say
	say "instr: guest instructions per fault or per page swapped in, median of 3 rounds;"
	say "over: more than in the baseline; noise: half of what the rounds differ by;"
	say "most: what is promised; page-cluster is 0 for window=1, otherwise 3"
}

check_policies() { # ROWS KERNELS VARIANTS
	local kernel nr wanted missing=0
	wanted=$(comparisons "$3" | wc -l)
	for kernel in $2; do
		nr=$(jq --arg kernel "$kernel" 'map(select(.kernel == $kernel)) | length' "$1")
		[ "$nr" -eq "$wanted" ] && continue
		warn "$kernel: $nr of $wanted comparisons of policies have a result"
		missing=1
	done
	return "$missing"
}
