# SPDX-License-Identifier: GPL-2.0-only
# summary: an OOM kill that the case expects is no splat
# expect: pass
. /lib/case.sh
cgroup_new small 8M
in_cgroup small dd if=/dev/zero of=/dev/null bs=64M count=1 && die "not killed"
expect_eq "OOM kills" 1 "$(awk '$1 == "oom_kill" { print ($2 > 0) }' /sys/fs/cgroup/small/memory.events)"
