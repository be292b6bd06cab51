# SPDX-License-Identifier: GPL-2.0-only
# summary: leaves everything behind that can be cleaned
# expect: pass
. /lib/case.sh
swap_on disk 64
swap_on zram 64
zswap_on zstd 10 Y
page_cluster 5
cgroup_new junk/below
in_cgroup junk/below sleep 1000 &
mount -t tmpfs none /tmp
echo 'p:swapra_junk swap_read_folio' >/sys/kernel/tracing/kprobe_events
mkdir /sys/kernel/tracing/instances/junk
mkdir /sys/fs/bpf/junk
echo junk >/run/case/file
