# SPDX-License-Identifier: GPL-2.0-only
# summary: finds the state of the boot after the case that left junk behind
# expect: pass
. /lib/case.sh
expect_eq "swap devices" 1 "$(wc -l </proc/swaps)"
expect_eq "zram size" 0 "$(cat /sys/block/zram0/disksize)"
expect_eq "zswap" "N lzo 20 N" "$(cd $zswap && echo "$(cat enabled compressor max_pool_percent shrinker_enabled)" | xargs)"
expect_eq "page-cluster" 3 "$(cat /proc/sys/vm/page-cluster)"
expect_eq "rotational" 1 "$(cat /sys/block/vda/queue/rotational)"
expect_eq "cgroups" 0 "$(find /sys/fs/cgroup -mindepth 1 -type d | wc -l)"
expect_eq "sleeping processes" "" "$(pidof sleep)"
expect_eq "tmpfs mounts" 0 "$(grep -c ' /tmp tmpfs' /proc/mounts)"
expect_eq "kprobes" "" "$(cat /sys/kernel/tracing/kprobe_events)"
expect_eq "tracing instances" "" "$(ls /sys/kernel/tracing/instances)"
expect_eq "BPF pins" "" "$(ls /sys/fs/bpf)"
expect_eq "files" "mkdir.log" "$(touch mkdir.log && ls)"
