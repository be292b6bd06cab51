#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Prints a directory of the cache that holds what builds modules for one supported
# kernel: its headers, the compiler it was built with, pahole.
#   bin    to be put in front of PATH
#   kdir   what `make -C` is given
# The packages were fetched with the kernel (kernel.sh) and are those of the Debian
# that kernel belongs to, not of the machine's own. So each program is started by
# the dynamic loader that came with it: no chroot, no namespaces, no root.
set -euo pipefail
# shellcheck source=SCRIPTDIR/common.sh
. "$(dirname "$0")/common.sh"
# shellcheck source=SCRIPTDIR/apt.sh
. "$tests/guest/apt.sh"

name=${1:?usage: toolchain.sh NAME}
cache=$(cache_dir)
release=$(cat "$("$tests/guest/kernel.sh" "$name")/release")
final=$cache/toolchains/$release
recipe=$(printf '%s\n' "$final" | cat - "$tests/guest/toolchain.sh" | sha256sum | cut -c1-16)

# Not needed: documents, link-time optimisation, what a program is linked with.
unpack() { # DIRECTORY
	local place deb
	for place in bin lib lib64 sbin; do # as on any Debian; old packages use both
		mkdir -p "$1/usr/$place"
		ln -s "usr/$place" "$1/$place"
	done
	for deb in "$cache/debs/$release/toolchain"/*.deb; do
		unpack_deb "$deb" "$1" --exclude='./usr/share/*' --exclude='*.a' --exclude='*lto-dump*' \
			--exclude='*/lto1' --exclude='*/gconv/*'
	done
}

is_program() { [ "$(head -c 4 "$1" | tr -d '\0')" = $'\x7fELF' ]; }

# PROGRAM becomes PROGRAM.elf and a script that starts it. Its name stays the first
# argument: compilers find their parts by it, other programs find out who they are. The
# loader under lib64 will not do: in Debian 12 that is an absolute link, to the machine's own.
wrap_programs() { # DIRECTORY
	local program
	find "$1/usr" -type f -perm /111 ! -name '*.so*' | while read -r program; do
		is_program "$program" || continue
		mv "$program" "$program.elf"
		cat >"$program" <<-END
			#!/bin/sh
			exec '$final/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2' --library-path '$final/lib/x86_64-linux-gnu' \\
				--argv0 "\$0" '$final${program#"$1"}.elf' "\$@"
		END
		chmod 755 "$program"
	done
}

build() {
	local part=$final.part
	rm -rf "$part"
	mkdir -p "$part"
	say "kernel $name: unpacking headers and compiler …" >&2
	unpack "$part"
	wrap_programs "$part"
	sed -i "s#/usr/src/#$final/usr/src/#" "$part/usr/src/linux-headers-$release/Makefile"
	ln -s "usr/src/linux-headers-$release" "$part/kdir"
	printf '%s\n' "$recipe" >"$part/recipe"
	rm -rf "$final"
	mv -T "$part" "$final"
}

lock_cache "kernel $name"
if [ "$(cat "$final/recipe" 2>/dev/null)" != "$recipe" ]; then
	[ -d "$cache/debs/$release/toolchain" ] || die "kernel $name: the cache ($cache) has neither" \
		"headers nor compiler for $release, and the mirror did not answer; try again with a network"
	build
fi
printf '%s\n' "$final"
