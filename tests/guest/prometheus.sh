#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Fetches Debian's Prometheus into the cache and prints its directory there:
#   bin/prometheus, bin/promtool   each starts by the C library in lib, wherever both lie:
#                                  so they run on this machine and in a guest
#   disk                           bin and lib as an ext4 image, for a guest: too big for its memory
# One version for all machines, whatever Debian they are: what is tested is then the same.
set -euo pipefail
# shellcheck source=SCRIPTDIR/common.sh
. "$(dirname "$0")/common.sh"
# shellcheck source=SCRIPTDIR/apt.sh
. "$tests/guest/apt.sh"

suite=trixie
packages=(prometheus promtool libc6)
cache=$(cache_dir)/prometheus
recipe=$(sha256sum <"$tests/guest/prometheus.sh" | cut -c1-16)

version() {
	apt-cache "${apt_options[@]}" show --no-all-versions prometheus | sed -n 's/^Version: //p'
}

# As on a machine with nothing installed: apt would insist on versions installed here.
fetch() { # DIRECTORY
	say "prometheus: fetching Debian's ${packages[*]} …" >&2
	(cd "$1" && apt-get -qq "${apt_options[@]}" -o Dir::State::status=/dev/null \
		download "${packages[@]}" >&2) || die "prometheus: the mirror does not deliver it"
}

put_program() { # NAME FROM TO
	cp "$2/usr/bin/$1" "$3/lib/$1.elf"
	cat >"$3/bin/$1" <<-END
		#!/bin/sh
		lib=\${0%/*}/../lib
		exec "\$lib/ld-linux-x86-64.so.2" --library-path "\$lib" "\$lib/$1.elf" "\$@"
	END
	chmod 755 "$3/bin/$1"
}

# The files decide how large the image is; it is only read.
make_disk() { # DIRECTORY
	local kilobytes
	kilobytes=$(du -sk "$1" | cut -f 1)
	mke2fs -q -t ext4 -O ^has_journal -m 0 -d "$1" "$1.disk" $((kilobytes * 11 / 10 + 4096))k >/dev/null ||
		die "prometheus: no disk for guests (mke2fs)"
	mv "$1.disk" "$1/disk"
}

build() { # DIRECTORY
	local part=$1.part deb program
	rm -rf "$part"
	mkdir -p "$part/debs" "$part/all" "$part/tree"/{bin,lib}
	fetch "$part/debs"
	for deb in "$part"/debs/*.deb; do unpack_deb "$deb" "$part/all"; done
	cp -L "$part"/all/usr/lib/x86_64-linux-gnu/{ld-linux-x86-64.so.2,lib{c,m,resolv,pthread}.so.*} \
		"$part/tree/lib/"
	for program in prometheus promtool; do put_program $program "$part/all" "$part/tree"; done
	make_disk "$part/tree"
	printf '%s\n' "$recipe" >"$part/tree/recipe"
	rm -rf "$1"
	mv -T "$part/tree" "$1"
	rm -rf "$part"
}

is_built() { [ "$(cat "$1/recipe" 2>/dev/null)" = "$recipe" ]; }

newest() { find "$cache" -mindepth 1 -maxdepth 1 -type d ! -name '*.part' | sort -V | tail -n 1; }

main() {
	local directory
	mkdir -p "$cache"
	if suite_update "$suite"; then
		directory=$cache/$(version)
		is_built "$directory" || build "$directory"
	else
		directory=$(newest)
		[ -n "$directory" ] || die "nothing in the cache ($cache), and Debian $suite cannot be asked"
		warn "Debian $suite cannot be asked, using ${directory##*/} from the cache"
	fi
	printf '%s\n' "$directory"
}

lock_cache prometheus
main
