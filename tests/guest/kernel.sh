#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Fetches one supported kernel into the cache and prints its directory there:
#   vmlinuz, base.cpio (its modules, as a guest wants them), modules.boot, release
# What builds modules for it, its headers and compiler, is fetched along with it:
# mirrors keep only the newest release of a kernel. toolchain.sh unpacks that.
# Everything is built aside and renamed, so a run that is killed leaves nothing
# half done; a lock keeps two runs apart.
set -euo pipefail
# shellcheck source=SCRIPTDIR/common.sh
. "$(dirname "$0")/common.sh"
# shellcheck source=SCRIPTDIR/apt.sh
. "$tests/guest/apt.sh"

name=${1:?usage: kernel.sh NAME}
name=$(kernel_names "$name")
read -r _ suite prefix _ < <(table "$tests/kernels" | awk -v name="$name" '$1 == name')
cache=$(cache_dir)
recipe=$(cat "$tests/guest/modules" "$tests/guest/kernel.sh" | sha256sum | cut -c1-16)

releases_with() { # image|headers
	apt-cache "${apt_options[@]}" pkgnames "linux-$1-$prefix." |
		sed -n "s/^linux-$1-\(${prefix//./\\.}\.[^-]*-amd64\)\$/\1/p"
}

# The newest first. Cloud, realtime, debug and unsigned images have more dashes. Of
# older releases often only the image is left.
candidates() { releases_with image | grep -x -F -f <(releases_with headers) | sort -Vr; }

# From 7.0 on image and modules are packages of their own.
packages_of() {
	local package
	for package in "linux-binary-$1" "linux-modules-$1"; do
		apt-cache "${apt_options[@]}" show "$package" >/dev/null 2>&1 || {
			printf '%s\n' "linux-image-$1"
			return
		}
	done
	printf '%s\n' "linux-binary-$1" "linux-modules-$1"
}

# As on a machine with nothing installed: apt would insist on versions installed here.
nothing_installed=(-o Dir::State::status=/dev/null -o APT::Install-Recommends=false)

fetch() { # DIRECTORY PACKAGE…
	(cd "$1" && apt-get -qq "${apt_options[@]}" "${nothing_installed[@]}" download "${@:2}" >&2)
}

fetch_image() { # RELEASE DIRECTORY
	local packages
	mapfile -t packages < <(packages_of "$1")
	say "kernel $name: fetching ${packages[*]} …" >&2
	fetch "$2" "${packages[@]}"
}

closure() { # PACKAGE…: they and all they depend on
	apt-get -qq -s "${apt_options[@]}" "${nothing_installed[@]}" install "$@" |
		awk '$1 == "Inst" { print $2 }'
}

# pahole makes the module's BTF, and brings the libraries of the headers' own tools.
fetch_compiler() { # COMPILER DIRECTORY
	local packages
	suite_update "${suite%-backports}" || return
	mapfile -t packages < <(closure "$1" pahole)
	[ ${#packages[@]} -gt 0 ] && fetch "$2" "${packages[@]}"
}

fetch_toolchain() { # RELEASE DIRECTORY
	local abi=${1%-amd64} compiler
	say "kernel $name: fetching its headers and compiler …" >&2
	fetch "$2" "linux-headers-$1" "linux-headers-$abi-common" "linux-kbuild-$abi" || return
	compiler=$(dpkg-deb -f "$2/linux-headers-$1"_*.deb Depends | grep -o 'gcc-[0-9]*' | awk 'NR == 1')
	(fetch_compiler "${compiler:?the headers name no compiler}" "$2") # apt_options stay ours
}

fetch_all() { # HOW RELEASE DIRECTORY: all or none
	[ ! -d "$3" ] || return 0
	rm -rf "$3.part"
	mkdir -p "$3.part"
	"$1" "$2" "$3.part" || {
		rm -rf "$3.part"
		return 1
	}
	mv -T "$3.part" "$3"
}

download() { # RELEASE: its packages into debs/RELEASE and debs/RELEASE/toolchain
	fetch_all fetch_image "$1" "$cache/debs/$1" &&
		fetch_all fetch_toolchain "$1" "$cache/debs/$1/toolchain"
}

# wanted_modules TREE: paths below TREE of the table's modules and of what they
# need, dependencies first.
wanted_modules() {
	(cd "$1" && find . -name '*.ko*' -printf '%P\n') | awk '
		FNR == NR { wanted[++nr] = $1; next }
		{
			base = $0; sub(/.*\//, "", base); sub(/\.ko.*/, "", base); gsub(/-/, "_", base)
			path[base] = $0
		}
		function need(module,    i, n, deps, command) {
			gsub(/-/, "_", module)
			if (done[module]++ || !(module in path))
				return
			command = "modinfo -F depends " tree "/" path[module]
			command | getline deps
			close(command)
			n = split(deps, list, ",")
			for (i = 1; i <= n; i++) pending[module, i] = list[i]
			for (i = 1; i <= n; i++) need(pending[module, i])
			print path[module]
		}
		END { for (j = 1; j <= nr; j++) need(wanted[j]) }
	' tree="$1" <(table "$tests/guest/modules") -
}

unpack_module() { # FROM TO
	mkdir -p "${2%/*}"
	case $1 in
	*.xz) xz -dc "$1" >"$2" ;;
	*.zst) zstd -dcq "$1" >"$2" ;;
	*) cp "$1" "$2" ;;
	esac
}

# Modules loaded at boot, in order: those of the table with what they need.
boot_list() { # DIRECTORY-OF-modules.dep PREFIX
	local module
	for module in $(table "$tests/guest/modules" | awk '$2 == "boot" { print $1 }'); do
		awk -v module="$module" -v prefix="$2" '
			{ base = $1; sub(/.*\//, "", base); sub(/\.ko:$/, "", base); gsub(/-/, "_", base) }
			base == module {
				sub(/:$/, "", $1)
				for (i = NF; i >= 1; i--) print prefix "/" $i
			}' "$1/modules.dep"
	done | awk '!seen[$0]++'
}

# build RELEASE: debs/RELEASE → kernels/RELEASE
build() {
	local release=$1 part=$cache/kernels/$1.part deb image from to module
	rm -rf "$part"
	mkdir -p "$part/all" "$part/tree"
	say "kernel $name: unpacking $release …" >&2
	for deb in "$cache/debs/$release"/*.deb; do unpack_deb "$deb" "$part/all"; done
	image=$(find "$part/all" -name 'vmlinuz*' -type f | head -n 1)
	from=$(find "$part/all" -type d -path "*/lib/modules/$release" | head -n 1)
	if [ -z "$image" ] || [ -z "$from" ]; then
		die "kernel $release: its packages hold no vmlinuz or no modules;" \
			"delete $cache/debs/$release to fetch them again"
	fi
	cp "$image" "$part/vmlinuz"
	to=$part/tree/lib/modules/$release
	mkdir -p "$to"
	while read -r module; do
		unpack_module "$from/$module" "$to/${module%.[xz]*}"
	done < <(wanted_modules "$from")
	find "$from" -maxdepth 1 -name 'modules.builtin*' -exec cp {} "$to" \;
	depmod -b "$part/tree" "$release" 2>/dev/null
	boot_list "$to" "/lib/modules/$release" >"$part/modules.boot"
	(cd "$part/tree" && find . | LC_ALL=C sort | cpio --quiet -o -H newc --owner=+0:+0) >"$part/base.cpio"
	printf '%s\n' "$release" >"$part/release"
	printf '%s\n' "$recipe" >"$part/recipe"
	rm -rf "$part/all" "$part/tree" "$cache/kernels/$release"
	mv -T "$part" "$cache/kernels/$release"
}

# What no kernel of the table stands for any more; a week, for runs under way.
prune() {
	local directory
	for directory in "$cache"/debs/* "$cache"/kernels/* "$cache"/toolchains/*; do
		[ -e "$directory" ] || continue
		grep -q -s -x -F "${directory##*/}" "$cache"/resolved/* ||
			find "$directory" -maxdepth 0 -mtime +7 -exec rm -rf {} +
	done
}

is_built() { [ "$(cat "$cache/kernels/$1/recipe" 2>/dev/null)" = "$recipe" ]; }

# Fetched today: nothing to ask. Otherwise the newest that can be had, and when
# none can, the one from last time.
resolve() {
	local record=$cache/resolved/$name release
	mkdir -p "$cache"/{resolved,debs,kernels,toolchains}
	if [ -n "$(find "$record" -mmin -1440 2>/dev/null)" ] && is_built "$(cat "$record")" &&
		[ -d "$cache/debs/$(cat "$record")/toolchain" ]; then
		return
	fi
	if suite_update "$suite"; then
		for release in $(candidates); do
			download "$release" || continue
			if ! is_built "$release"; then
				build "$release" # in no condition, or errexit would sleep in it
			fi
			printf '%s\n' "$release" >"$record.part"
			mv "$record.part" "$record"
			prune
			return
		done
	fi
	release=$(cat "$record" 2>/dev/null) || die "kernel $name: nothing in the cache" \
		"($cache) and no linux-image-$prefix.*-amd64 from Debian $suite; is the mirror reachable?"
	is_built "$release" || build "$release"
	warn "kernel $name: Debian $suite cannot be asked, using $release from the cache"
}

lock_cache "kernel $name"
resolve
printf '%s\n' "$cache/kernels/$(cat "$cache/resolved/$name")"
