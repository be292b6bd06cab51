#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Builds a directory of module sources (its Kbuild says what) and prints the path of
# each .ko:
#   module.sh KERNEL DIRECTORY [OUT]
# KERNEL is a name of tests/kernels, `check` or `all` of them, or a directory of kernel
# headers, as /lib/modules/RELEASE/build. OUT is build/DIRECTORY/RELEASE unless given. The
# sources stay as they are: kbuild, which writes beside them, gets links in OUT.
# So the sources may include only what lies in DIRECTORY and the kernel's own headers.
# A file DIRECTORY/stock names modules of the kernel itself that the Kbuild reads; it finds
# them, unpacked, in stock/.
# Nothing is done when nothing changed. V=1 and W=1 are kbuild's.
set -euo pipefail
# shellcheck source=SCRIPTDIR/common.sh
. "$(dirname "$0")/common.sh"

[ $# -ge 2 ] || die "usage: module.sh KERNEL DIRECTORY [OUT]"
shown=${2%/} # as the user calls it
[ "$PWD" != "$root" ] || shown=${shown#"$root"/}
source=$(cd "$2" 2>/dev/null && pwd) || die "module directory '$2' does not exist"
[ -e "$source/Kbuild" ] || die "module directory '$2' has no Kbuild"

# Sets `release`, and `base` or, for headers, `kdir`; unpacking a toolchain can wait.
find_kernel() {
	local directory
	if [ "$kernel" = "${kernel#*/}" ]; then
		directory=$("$tests/guest/kernel.sh" "$kernel")
		release=$(cat "$directory/release")
		base=$directory/base.cpio
		return
	fi
	kdir=$kernel
	release=$(cat "$kdir/include/config/kernel.release" 2>/dev/null) || die "$kdir: no kernel headers" \
		"there; for the running kernel: apt-get install linux-headers-$(uname -r) pahole;" \
		"for another one of tests/kernels: KERNEL=NAME"
}

find_tools() {
	local directory
	[ -z "${kdir:-}" ] || return 0
	directory=$("$tests/guest/toolchain.sh" "$kernel")
	kdir=$directory/kdir
	PATH=$directory/bin:$PATH
}

source_files() {
	(cd "$source" && find . -type f \( -name '*.[chS]' -o -name '*.sh' -o -name 'Kbuild*' -o -name Makefile \) \
		! -name '*.mod.c' -printf '%P\n') | LC_ALL=C sort
}

# Those of a guest's kernel are in its archive, those of this machine's installed.
stock_module() { # NAME: on stdout
	local file
	if [ -n "${base:-}" ]; then
		cpio --quiet -i --to-stdout "*/$1.ko" <"$base"
		return
	fi
	file=$(modinfo -k "$release" -F filename "$1") || die "$release has no module '$1'"
	case $file in
	*.xz) xz -dc "$file" ;;
	*.zst) zstd -dcq "$file" ;;
	*) cat "$file" ;;
	esac
}

stock_modules() {
	[ ! -e "$source/stock" ] || table "$source/stock"
}

put_stock_modules() {
	local name
	for name in $(stock_modules); do
		mkdir -p "$out/stock"
		stock_module "$name" >"$out/stock/$name.part"
		[ -s "$out/stock/$name.part" ] || die "$release has no module '$name'"
		cmp -s "$out/stock/$name.part" "$out/stock/$name.ko" ||
			mv "$out/stock/$name.part" "$out/stock/$name.ko"
		rm -f "$out/stock/$name.part"
	done
}

# A Kbuild may tell it; beside its links there is no changelog to read it from.
version() { sed -n 's/^## \([0-9][0-9.]*\).*/\1/p' "$root/CHANGELOG.md" | awk 'NR == 1'; }

fingerprint() {
	local name
	{
		printf '%s\n' "$kernel" "$release" "V=${V:-} W=${W:-}" "$(version)"
		cat "$tests/guest/module.sh" "$tests/guest/toolchain.sh"
		(cd "$source" && source_files | xargs -d '\n' sha256sum)
		for name in $(stock_modules); do stock_module "$name" | sha256sum; done
	} | sha256sum
}

link_sources() {
	local file
	find "$out" -type l -delete
	while read -r file; do
		mkdir -p "$out/$(dirname "$file")"
		ln -s "$source/$file" "$out/$file"
	done < <(source_files)
	version >"$out/VERSION"
}

# What kbuild says, without its progress lines, and with the paths of the sources.
# 7.x names files relative to OUT, 6.12 in full.
readable() {
	sed -e "s#$out/##g" -e "s#\(^\|from \)\([a-z_0-9][A-Za-z_0-9/-]*\.[chS]:\)#\1$shown/\2#" |
		if [ -n "${V:-}" ]; then
			cat
		else
			grep -v -E '^make(\[[0-9]+\])?: (Entering|Leaving|\*\*\*)|^  [A-Z]+( \[M\])? +[^ ]+$' || true
		fi
}

modules() { # what kbuild made, as it lists it
	sed -e "s#^$out/##" -e "s#^#$out/#" -e 's#\.o$#.ko#' "$out/modules.order"
}

# Without BTF a module's struct_ops and kfuncs do not exist for BPF.
check_btf() {
	local module
	for module in $(modules); do
		[[ $(readelf -S -W "$module") == *' .BTF '* ]] || die "${module##*/} has no BTF: is pahole" \
			"installed, and does $kdir have the kernel's vmlinux? V=1 shows what kbuild says"
	done
}

build() {
	find_tools
	link_sources
	put_stock_modules
	say "  KMOD     $shown for $release" >&2
	make -C "$kdir" "M=$out" ${V:+"V=$V"} ${W:+"W=$W"} modules 2>&1 | readable >&2 ||
		die "$shown does not build for $release"
	check_btf
}

build_for() { # KERNEL, in a subshell of its own
	kernel=$1
	find_kernel
	out=${out:-$(build_dir)/$(basename "$source")/$release}
	mkdir -p "$out"
	out=$(cd "$out" && pwd)
	exec {lock}>"$out.lock"
	flock "$lock"
	fingerprint=$(fingerprint)
	if [ "$(cat "$out/fingerprint" 2>/dev/null)" != "$fingerprint" ]; then
		rm -f "$out/fingerprint"
		build
		printf '%s\n' "$fingerprint" >"$out/fingerprint"
	fi
	modules
}

kernels=$1
[ "$kernels" != "${kernels#*/}" ] || kernels=$(kernel_names "$kernels")
out=${3:-}
for kernel in $kernels; do (build_for "$kernel"); done
