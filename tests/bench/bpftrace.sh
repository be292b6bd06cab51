#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Fetches Debian's bpftrace with all the libraries it needs, the C library too,
# and prints where in the cache the archive of them lies. A guest unpacks it and
# runs it with its own loader, whatever the machine's own Debian is.
set -euo pipefail
# shellcheck source=SCRIPTDIR/../guest/common.sh
. "$(dirname "$0")/../guest/common.sh"
# shellcheck source=SCRIPTDIR/../guest/apt.sh
. "$tests/guest/apt.sh"

suite=trixie
cache=$(cache_dir)/bench

closure() { # PACKAGE: it and all it depends on, one a line
	apt-cache "${apt_options[@]}" depends --recurse --no-recommends --no-suggests \
		--no-conflicts --no-breaks --no-replaces --no-enhances "$1" | grep '^[a-z0-9]' | sort -u
}

version() {
	apt-cache "${apt_options[@]}" show --no-all-versions bpftrace | sed -n 's/^Version: //p'
}

# Only what runs: the program and its libraries.
build() { # ARCHIVE
	local part=$1.part packages deb
	rm -rf "$part"
	mkdir -p "$part/debs" "$part/all"
	mapfile -t packages < <(closure bpftrace)
	say "bpftrace: fetching it and ${#packages[@]} packages …" >&2
	(cd "$part/debs" && apt-get -qq "${apt_options[@]}" download "${packages[@]}" >&2) ||
		die "bpftrace: the mirror does not deliver its packages"
	for deb in "$part"/debs/*.deb; do dpkg-deb -x "$deb" "$part/all"; done
	mkdir -p "$part/bpftrace/lib"
	cp "$part/all/usr/bin/bpftrace" "$part/bpftrace/"
	find "$part/all" -path '*-linux-gnu/*' -name '*.so*' ! -path '*/gconv/*' \
		-exec cp -d -n -t "$part/bpftrace/lib" {} +
	tar -C "$part" -cf "$part/archive" bpftrace
	mv "$part/archive" "$1"
	rm -rf "$part"
}

mkdir -p "$cache"
exec 9>"$cache/lock"
flock 9
if ! suite_update "$suite" >&2; then
	archive=$(find "$cache" -name 'bpftrace-*.tar' | sort -V | tail -n 1)
	[ -n "$archive" ] || die "bpftrace: nothing in the cache ($cache), and Debian $suite cannot be asked"
	printf '%s\n' "$archive"
	exit
fi
archive=$cache/bpftrace-$(version).tar
[ -s "$archive" ] || build "$archive"
printf '%s\n' "$archive"
