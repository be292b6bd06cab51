# SPDX-License-Identifier: GPL-2.0-only
# summary: runs in a new guest, which no module of ours has tainted
# expect: pass
. /lib/case.sh
expect_eq "kernel taint" 0 "$(cat /proc/sys/kernel/tainted)"
expect_eq "BPF pins" "" "$(ls /sys/fs/bpf)"
