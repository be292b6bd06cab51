#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Fetches one supported kernel into the cache and prints its directory there:
#   vmlinuz, base.cpio (its modules, as a guest wants them), modules.boot, release
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

# The newest first. Cloud, realtime, debug and unsigned images have more dashes.
candidates() {
	apt-cache "${apt_options[@]}" pkgnames "linux-image-$prefix." |
		sed -n "s/^linux-image-\(${prefix//./\\.}\.[^-]*-amd64\)\$/\1/p" | sort -Vr
}

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

download() { # RELEASE: its packages into debs/RELEASE, all or none
	local debs=$cache/debs/$1 packages
	[ ! -d "$debs" ] || return 0
	mapfile -t packages < <(packages_of "$1")
	rm -rf "$debs.part"
	mkdir -p "$debs.part"
	say "kernel $name: fetching ${packages[*]} …" >&2
	(cd "$debs.part" && apt-get -qq "${apt_options[@]}" download "${packages[@]}" >&2) || {
		rm -rf "$debs.part"
		return 1
	}
	mv -T "$debs.part" "$debs"
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

# A package that cannot be unpacked is fetched anew next time.
unpack_package() { # DEB PART: into PART/all
	local cause
	cause=$({ dpkg-deb --fsys-tarfile "$1" | tar -x -C "$2/all"; } 2>&1 | awk 'NR == 1') && return
	rm -rf "$2" "${1%/*}"
	die "kernel $name: cannot unpack ${1##*/}: $cause (free space in $cache:" \
		"$(df -h --output=avail "$cache" | tail -n 1 | tr -d ' '), 400 MB are needed)"
}

# build RELEASE: debs/RELEASE → kernels/RELEASE
build() {
	local release=$1 part=$cache/kernels/$1.part deb image from to module
	rm -rf "$part"
	mkdir -p "$part/all" "$part/tree"
	say "kernel $name: unpacking $release …" >&2
	for deb in "$cache/debs/$release"/*.deb; do unpack_package "$deb" "$part"; done
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
	for directory in "$cache"/debs/* "$cache"/kernels/*; do
		grep -q -s -x -F "${directory##*/}" "$cache"/resolved/* ||
			find "$directory" -maxdepth 0 -mtime +7 -exec rm -rf {} +
	done
}

is_built() { [ "$(cat "$cache/kernels/$1/recipe" 2>/dev/null)" = "$recipe" ]; }

# Fetched today: nothing to ask. Otherwise the newest that can be had, and when
# none can, the one from last time.
resolve() {
	local record=$cache/resolved/$name release
	mkdir -p "$cache/resolved" "$cache/debs" "$cache/kernels"
	if [ -n "$(find "$record" -mmin -1440 2>/dev/null)" ] && is_built "$(cat "$record")"; then
		return
	fi
	if suite_update "$suite"; then
		for release in $(candidates); do
			if ! is_built "$release"; then
				download "$release" || continue
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

mkdir -p "$cache"
exec 9>"$cache/lock"
flock -n 9 || {
	say "kernel $name: another run fills $cache, waiting for it …" >&2
	flock 9
}
resolve
printf '%s\n' "$cache/kernels/$(cat "$cache/resolved/$name")"
