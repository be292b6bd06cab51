#!/bin/bash
# SPDX-License-Identifier: GPL-2.0-only
# Installs what building and testing swapra need on Debian 12 or 13. Does nothing,
# fast, when everything is there. The machine's own apt sources stay as they are:
# Debian 12's libbpf is too old, so that one comes from its backports through a
# source list that lives for this command only.
set -euo pipefail
# shellcheck source=SCRIPTDIR/guest/common.sh
. "$(dirname "$0")/guest/common.sh"
# shellcheck source=SCRIPTDIR/guest/apt.sh
. "$tests/guest/apt.sh"

libbpf_minimum=1:1.4
packages=(
	clang llvm make gcc libc6-dev pkg-config bpftool
	libclang-rt-dev libelf-dev zlib1g-dev libjson-c-dev libcap-dev libcmocka-dev libinih-dev
	libevent-dev
	qemu-system-x86 busybox-static cpio xz-utils zstd jq kmod mmdebstrap
)

installed_version() { dpkg-query -W -f '${Version}' "$1" 2>/dev/null || true; }

is_recent() { [ -n "$1" ] && dpkg --compare-versions "$1" ge "$libbpf_minimum"; }

missing_packages() {
	dpkg-query -W -f '${db:Status-Abbrev} ${Package}\n' "${packages[@]}" 2>/dev/null |
		awk '$1 == "ii" { print $2 }' |
		grep -v -x -F -f - <(printf '%s\n' "${packages[@]}") || true
	is_recent "$(installed_version libbpf-dev)" || echo libbpf-dev
	# Debian 12 as first released does not know the keys that sign Debian 13.
	compgen -G '/usr/share/keyrings/debian-archive-trixie-stable.*' >/dev/null ||
		echo debian-archive-keyring
}

as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	else
		sudo "$@"
	fi
}

install() { # APT-OPTION-OR-PACKAGE…
	as_root env DEBIAN_FRONTEND=noninteractive apt-get -q -y -o Dpkg::Use-Pty=0 \
		install --no-install-recommends "$@" >"$log" 2>&1 || {
		tail -n 20 "$log" >&2
		die "apt-get cannot install: $*"
	}
}

install_libbpf() {
	local candidate suite
	candidate=$(apt-cache policy libbpf-dev | awk '$1 == "Candidate:" { print $2 }')
	if is_recent "$candidate"; then
		install libbpf-dev
		return
	fi
	suite=$(. /etc/os-release && echo "$VERSION_CODENAME")
	SWAPRA_CACHE=$temporary
	suite_update "$suite-backports" "$suite" ||
		die "libbpf-dev >= $libbpf_minimum: $suite-backports cannot be read"
	say "setup: installing libbpf-dev from $suite-backports"
	install "${apt_options[@]}" -t "$suite-backports" libbpf-dev
}

main() {
	local missing
	mapfile -t missing < <(missing_packages)
	if [ ${#missing[@]} -eq 0 ]; then
		say "setup: all packages are installed"
		return
	fi
	command -v apt-get >/dev/null || die "no apt-get here: swapra is built and tested on Debian 12" \
		"and 13; install by hand what corresponds to: ${missing[*]}"
	[ "$(id -u)" -eq 0 ] || command -v sudo >/dev/null ||
		die "root is needed and sudo is not installed; as root run:" \
			"apt-get install ${missing[*]}"
	temporary=$(mktemp -d)
	log=$temporary/log
	trap 'as_root rm -rf "$temporary"' EXIT
	say "setup: installing ${missing[*]}"
	as_root apt-get -qq update || warn "apt-get update failed, going on with the indexes there are"
	mapfile -t missing < <(printf '%s\n' "${missing[@]}" | grep -v -x libbpf-dev || true)
	[ ${#missing[@]} -eq 0 ] || install "${missing[@]}"
	is_recent "$(installed_version libbpf-dev)" || install_libbpf
	mapfile -t missing < <(missing_packages)
	[ ${#missing[@]} -eq 0 ] || die "still missing after apt-get: ${missing[*]}"
	say "setup: done"
}

main
