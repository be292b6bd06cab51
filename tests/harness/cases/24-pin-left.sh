# SPDX-License-Identifier: GPL-2.0-only
# summary: leaves a BPF object pinned
# expect: leftover pin /sys/fs/bpf/below/map
. /lib/case.sh
mkdir /sys/fs/bpf/below
bpftool map create /sys/fs/bpf/below/map type array key 4 value 4 entries 1 name left ||
	die "a map cannot be pinned"
