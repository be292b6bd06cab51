# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # shares its variables with run
# Which case runs where: the directives in the cases' heads. Sourced by run.

directives='summary|limit|kernels|set|boot|memory|cpus|needs|skip-ok|expect'

# directive CASE KEY: its value, empty when the case has none
directive() {
	[ -r "$cases_dir/$1.sh" ] || return 0
	sed -n "1,/^[^#]/s/^# $2: *//p" "$cases_dir/$1.sh" | head -n 1
}

case_names() {
	local file
	for file in "$cases_dir"/*.sh; do
		file=${file##*/}
		# shellcheck disable=SC2053 # a pattern is meant
		[[ ${file%.sh} != $cases ]] || printf '%s\n' "${file%.sh}"
	done
}

# A misspelt directive would silently change where a case runs: refuse it.
check_cases() {
	local name unknown
	[ -n "$(case_names)" ] || die "no case in $cases_dir matches '$cases'"
	for name in $(case_names); do
		[ -n "$(directive "$name" summary)" ] || die "case $name: no '# summary:' in its head"
		unknown=$(sed -n '1,/^[^#]/s/^# \([a-z-]*\): .*/\1/p' "$cases_dir/$name.sh" |
			grep -v -x -E "$directives" | head -n 1 || true)
		[ -z "$unknown" ] || die "case $name: directive '$unknown' is unknown ($directives)"
		for unknown in $(directive "$name" kernels); do kernel_names "$unknown" >/dev/null; done
		case $(directive "$name" needs) in '' | prometheus) ;;
		*) die "case $name: '# needs: $(directive "$name" needs)': prometheus is all there is" ;;
		esac
	done
}

runs_on_kernel() { # CASE
	local kernels_of set_of
	kernels_of=" $(directive "$1" kernels) "
	set_of=$(directive "$1" set)
	[ "$set_of" != long ] || [ "$long" = 1 ] || return 1
	[ "$kernels_of" = '  ' ] || [[ $kernels_of == *" $kernel "* ]]
}

group_of() { # CASE: memory|cpus|boot arguments|what else is in the guest
	local memory_of cpus_of
	memory_of=$(directive "$1" memory)
	cpus_of=$(directive "$1" cpus)
	printf '%s|%s|%s|%s\n' "${memory_of:-$memory}" "${cpus_of:-$cpus}" "$(directive "$1" boot)" \
		"$(directive "$1" needs)"
}

groups_of_kernel() {
	local name
	for name in $(case_names); do
		! runs_on_kernel "$name" || group_of "$name"
	done | awk '!seen[$0]++'
}

cases_of_group() { # GROUP
	local name
	for name in $(case_names); do
		! runs_on_kernel "$name" || [ "$(group_of "$name")" != "$1" ] || printf '%s\n' "$name"
	done
}

plan_text() { # CASE…
	local name case_limit
	[ "$icount" = 0 ] || echo 'tick 0'
	for name; do
		case_limit=$(directive "$name" limit)
		[ -z "$script" ] || case_limit=$limit
		echo "case $name ${case_limit:-120}"
	done
}

without_results() { # CASE…
	local name
	for name; do
		grep -q "^[a-z]*	$name	" "$out/results.tsv" || printf '%s\n' "$name"
	done
}
