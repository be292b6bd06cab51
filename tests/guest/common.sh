# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # shares its variables with run
# What the host-side scripts of the tests share. Sourced, never run.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
tests=$root/tests
PATH=$PATH:/usr/sbin:/sbin

say() { printf '%s\n' "$*"; }
warn() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
die() {
	warn "$@"
	exit 1
}

cache_dir() { printf '%s\n' "${SWAPRA_CACHE:-${XDG_CACHE_HOME:-${HOME:-/root}/.cache}/swapra}"; }

# Only one script at a time fills the cache; WHO waits until then, and holds it until it ends.
lock_cache() { # WHO
	mkdir -p "$(cache_dir)"
	exec 9>"$(cache_dir)/lock"
	flock -n 9 || {
		say "$1: another run fills $(cache_dir), waiting for it …" >&2
		flock 9
	}
}

# Where everything generated goes, as an absolute path.
build_dir() {
	local build=${BUILD:-build}
	[ "${build#/}" != "$build" ] || build=$root/$build
	printf '%s\n' "$build"
}

# table FILE: the rows of a table, without comments and empty lines.
table() { sed -e 's/#.*//' -e '/^[[:space:]]*$/d' "$1"; }

# kernel_names SET: check, all, or one name.
kernel_names() {
	local names
	case $1 in
	all) names=$(table "$tests/kernels" | awk '{ print $1 }') ;;
	check) names=$(table "$tests/kernels" | awk '$4 == "check" { print $1 }') ;;
	*) names=$(table "$tests/kernels" | awk -v name="$1" '$1 == name { print $1 }') ;;
	esac
	[ -n "$names" ] || die "kernel '$1' is not in tests/kernels; it has:" \
		"$(table "$tests/kernels" | awk '{ printf "%s ", $1 }')"
	printf '%s\n' "$names"
}

# totals_line PASSED FAILED SKIPPED: the one form of a closing line.
totals_line() {
	local skipped=
	[ "${3:-0}" -eq 0 ] || skipped=", $3 skipped"
	printf '%d passed, %d failed%s\n' "$1" "$2" "$skipped"
}
