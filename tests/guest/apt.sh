# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # shares its variables with run
# Debian packages of other suites without touching the machine's apt: a private
# source list, index and download directory for each suite. The mirror's address
# is the one the machine itself uses. Sourced after common.sh.

debian_keyring=/usr/share/keyrings/debian-archive-keyring.gpg

# The mirror of the first main repository of Debian itself that apt knows.
# shellcheck disable=SC2016 # apt fills in the $(…)
mirror_from_apt() {
	apt-get "$@" indextargets --format '$(ORIGIN)|$(COMPONENT)|$(RELEASE)|$(REPO_URI)' \
		'Created-By: Packages' 2>/dev/null |
		awk -F'|' '$1 == "Debian" && $2 == "main" && $3 !~ /security|updates|backports|debug/ && !n++ { print $4 }'
}

# apt knows a repository's origin only once it has its index; a machine that never
# ran `apt-get update` gets a private index of its own sources.
find_mirror() {
	local own mirror
	mirror=$(mirror_from_apt)
	if [ -z "$mirror" ]; then
		own=$(cache_dir)/apt/own
		mkdir -p "$own/lists/partial" "$own/cache/archives/partial"
		apt-get -qq -o "Dir::State::Lists=$own/lists" -o "Dir::Cache=$own/cache" \
			-o Acquire::Languages=none -o APT::Sandbox::User= update >&2 || true
		mirror=$(mirror_from_apt -o "Dir::State::Lists=$own/lists" -o "Dir::Cache=$own/cache")
	fi
	[ -n "$mirror" ] || die "no Debian mirror: apt's sources name no repository of Debian" \
		"with component main, or it cannot be reached; see /etc/apt/sources.list.d"
	printf '%s\n' "$mirror"
}

# apt_suite_options SUITE: fills the array `apt_options` for that suite alone.
apt_suite_options() {
	local dir
	dir=$(cache_dir)/apt/$1
	apt_options=(
		-o "Dir::Etc::SourceList=$dir/sources.list" -o Dir::Etc::SourceParts=/dev/null
		-o "Dir::State::Lists=$dir/lists" -o "Dir::Cache=$dir/cache"
		-o Acquire::Languages=none -o APT::Sandbox::User= -o Acquire::Retries=2
		-o Acquire::IndexTargets::deb::Contents-deb::DefaultEnabled=false
		-o Acquire::IndexTargets::deb::DEP-11::DefaultEnabled=false
		-o Binary::apt::DPkg::Progress-Fancy=0
	)
}

# unpack_deb DEB DIRECTORY [TAR-OPTION…]: without its maintainer scripts, so without
# root. A package that cannot be unpacked takes its directory along: fetched anew next time.
unpack_deb() {
	local cause
	cause=$({ dpkg-deb --fsys-tarfile "$1" |
		tar -x -C "$2" --no-same-owner --keep-directory-symlink "${@:3}"; } 2>&1 | awk 'NR == 1') && return
	rm -rf "$2" "${1%/*}"
	die "cannot unpack ${1##*/}: $cause (free space in $(cache_dir):" \
		"$(df -h --output=avail "$(cache_dir)" | tail -n 1 | tr -d ' '), 700 MB are needed)"
}

# suite_update SUITE…: one index of these suites under the name of the first,
# refreshed at most once a day. Fails when there is none and none can be got.
suite_update() {
	local dir stamp mirror
	dir=$(cache_dir)/apt/$1
	stamp=$dir/updated
	apt_suite_options "$1"
	[ -z "$(find "$stamp" -mmin -1440 2>/dev/null)" ] || return 0
	[ -r "$debian_keyring" ] || die "$debian_keyring is missing: install debian-archive-keyring"
	mirror=$(find_mirror)
	mkdir -p "$dir/lists/partial" "$dir/cache/archives/partial"
	printf "deb [signed-by=$debian_keyring] $mirror %s main\n" "$@" >"$dir/sources.list"
	say "index of Debian $* …" >&2
	if apt-get -qq "${apt_options[@]}" -o APT::Update::Error-Mode=any update >&2; then
		touch "$stamp"
	elif [ -e "$stamp" ]; then
		warn "Debian $1: the mirror does not answer, using the index of" \
			"$(date -r "$stamp" +%F)"
	else
		warn "Debian $1: cannot fetch the package index"
		return 1
	fi
}
