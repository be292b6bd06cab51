# SPDX-License-Identifier: GPL-2.0-only
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # shares its variables with run
# The guest's initramfs: archives one behind the other, the seldom changing first.
#   base.cpio    a kernel's modules (kernel.sh, cached)
#   modules.cpio our own modules, built for that kernel, and the index of all
#   tools.cpio   busybox, jq, bpftool and their libraries (made again when one is newer)
#   project.cpio agent, swapra, workloads, cases: once a run
#   plan.cpio    what to do in this boot
# Sourced after common.sh.

pack() { # DIR: an archive of it on stdout
	(cd "$1" && find . | LC_ALL=C sort | cpio --quiet -o -H newc --owner=+0:+0)
}

# put_program FILE DIR: with the shared libraries it needs, under their own paths.
put_program() {
	local library
	cp -L "$1" "$2/bin/${1##*/}"
	while read -r library; do
		mkdir -p "$2${library%/*}"
		cp -L "$library" "$2$library"
	done < <(ldd "$1" 2>/dev/null | grep -o '/[^ ]*')
}

program() {
	command -v "$1" || die "$1 is not installed: run 'make setup'"
}

make_tools() { # FILE
	local file=$1 busybox jq bpftool dir
	busybox=$(program busybox)
	jq=$(program jq)
	bpftool=$(program bpftool)
	if [ "$file" -nt "$busybox" ] && [ "$file" -nt "$jq" ] && [ "$file" -nt "$bpftool" ] &&
		[ "$file" -nt "${BASH_SOURCE[0]}" ]; then
		return
	fi
	dir=$(mktemp -d "$file.XXXX")
	mkdir -p "$dir"/{bin,proc,sys,dev,run,tmp,etc,usr}
	ln -s bin "$dir/sbin"
	ln -s ../bin "$dir/usr/bin"
	ln -s ../bin "$dir/usr/sbin"
	cp "$busybox" "$dir/bin/busybox"
	"$busybox" --list | while read -r applet; do
		[ -e "$dir/bin/$applet" ] || printf '%s\n' "$dir/bin/$applet"
	done | xargs -n 1 ln -s busybox
	put_program "$jq" "$dir"
	put_program "$bpftool" "$dir"
	echo 'root:x:0:0:root:/:/bin/sh' >"$dir/etc/passwd"
	echo 'nobody:x:65534:65534:nobody:/:/bin/sh' >>"$dir/etc/passwd"
	pack "$dir" >"$dir.cpio"
	mv "$dir.cpio" "$file"
	rm -rf "$dir"
}

# make_project FILE CASES_DIR [ADDED…]: ADDED is FILE or FILE:PATH-IN-GUEST
make_project() {
	local file=$1 cases=$2 dir=$1.dir added target workload
	shift 2
	rm -rf "$dir"
	mkdir -p "$dir"/{bin,lib,cases,guest}
	cp "$build/tests/guest/agent" "$dir/init"
	ln -s /init "$dir/bin/agent"
	[ ! -x "$build/swapra" ] || cp "$build/swapra" "$dir/bin/"
	for workload in "$build"/tests/workloads/*; do
		[ ! -f "$workload" ] || [ ! -x "$workload" ] || cp "$workload" "$dir/bin/"
	done
	if [ -d "$build/tests/policies" ]; then
		mkdir -p "$dir/policies"
		cp "$build"/tests/policies/*.bpf.o "$dir/policies/"
	fi
	cp "$tests/guest/lib.sh" "$dir/lib/case.sh"
	cp "$tests/guest/shell.sh" "$tests/guest/prepare.sh" "$tests/guest/splats.allow" "$dir/guest/"
	find "$cases" -maxdepth 1 -name '*.sh' -exec cp -t "$dir/cases" {} +
	[ ! -d "$cases/lib" ] || cp -r "$cases/lib/." "$dir/lib/"
	for added; do
		target=$dir/bin/${added##*/}
		[ "$added" = "${added%:*}" ] || target=$dir/${added##*:}
		mkdir -p "${target%/*}"
		put_program "${added%:*}" "$dir"
		[ "$dir/bin/$(basename "${added%:*}")" -ef "$target" ] ||
			mv "$dir/bin/$(basename "${added%:*}")" "$target"
	done
	mkdir -p "$dir/dist"
	cp -r "$root/dist/prometheus" "$root/dist/grafana" "$dir/dist/"
	pack "$dir" >"$file"
	rm -rf "$dir"
}

# What few cases need, and takes more room than a guest's memory should: a disk of its own.
disk_with() { # NEEDS: nothing or prometheus
	local directory
	[ -n "$1" ] || return 0
	directory=$("$tests/guest/$1.sh") || return
	printf '%s\n' "$directory/disk"
}

# Directories of our modules: `modprobe NAME` finds each, but see put_modules.
module_directories() {
	local kbuild
	for kbuild in "$root"/kmod/Kbuild "$root"/tests/*/Kbuild; do
		[ ! -e "$kbuild" ] || printf '%s\n' "${kbuild%/Kbuild}"
	done
}

build_modules() { # KERNEL DIRECTORY…: prints the paths of all .ko
	local directory
	for directory in "${@:2}"; do
		"$tests/guest/module.sh" "$1" "$directory" || return
	done
}

# One that stands in for a module of the kernel must not shadow it: only a case that wants it
# loads it, by `insmod /lib/stand-ins/NAME.ko`. What depends on NAME then has it already.
put_modules() { # TREE RELEASE MODULE…
	local module place
	for module in "${@:3}"; do
		place=$1/lib/modules/$2/updates
		[ -z "$(find "$1/lib/modules/$2/kernel" -name "${module##*/}")" ] || place=$1/lib/stand-ins
		mkdir -p "$place"
		cp "$module" "$place/"
	done
}

# pack_modules FILE KERNEL-DIR MODULE…: FILE stays when it is newer than all of them.
pack_modules() {
	local file=$1 release module modules=("${@:3}") stale='' tree=$1.tree
	release=$(cat "$2/release")
	for module in "$2/base.cpio" "${modules[@]}"; do
		[ "$file" -nt "$module" ] || stale=1
	done
	[ -n "$stale" ] || [ "$(cat "$file.list")" != "${modules[*]}" ] || return 0
	rm -rf "$tree" "$file"
	mkdir -p "$tree"
	(cd "$tree" && cpio --quiet -i -d) <"$2/base.cpio"
	put_modules "$tree" "$release" "${modules[@]}"
	depmod -b "$tree" "$release" 2>/dev/null # it misses what only an installed system needs
	rm -rf "$tree/lib/modules/$release/kernel"
	printf '%s\n' "${modules[*]}" >"$file.list"
	pack "$tree" >"$file.part"
	mv "$file.part" "$file"
	rm -rf "$tree"
}

# make_initrd FILE KERNEL-DIR PLAN ENVIRONMENT: the last two are texts.
make_initrd() {
	local dir=$1.dir
	mkdir -p "$dir/guest"
	printf '%s\n' "$3" >"$dir/guest/plan"
	printf '%s\n' "$4" >"$dir/guest/env"
	cp "$2/modules.boot" "$dir/guest/modules"
	pack "$dir" >"$dir.cpio"
	cat "$2/base.cpio" ${modules_cpio:+"$modules_cpio"} "$tools_cpio" "$project_cpio" "$dir.cpio" >"$1"
	rm -rf "$dir" "$dir.cpio"
}
