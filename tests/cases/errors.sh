# SPDX-License-Identifier: GPL-2.0-only
# summary: what can go wrong at the start: exit status, and a message that names it
# limit: 90
. /lib/case.sh
. /lib/command.sh
. /lib/leftover.sh

run swapra trace -d 0.1 --cgroup no-such-cgroup
expect_failed "unknown cgroup" 1 "cgroup 'no-such-cgroup': cannot .*: ENOENT"

run swapra trace -d 0.1 --ready-file /no-such-directory/ready
expect_failed "ready file in a missing directory" 1 "'/no-such-directory/ready': cannot .*: ENOENT"

run unprivileged swapra trace -d 0.1
expect_failed "no privileges" 1 CAP_BPF
expect_failed "no privileges" 1 CAP_PERFMON

run unshare -m sh -c 'umount -l /sys/fs/cgroup && exec swapra trace -d 0.1'
expect_failed "no cgroup2 mounted" 3 cgroup2

run unshare -m sh -c 'mount --bind /dev/null /sys/kernel/btf/vmlinux && exec swapra trace -d 0.1'
expect_failed "no BTF" 3 BTF

swapra trace -d 0.1 --json >/dev/full 2>err && status=0 || status=$?
: >out
expect_failed "output on a full device" 1 ENOSPC
expect_nothing_left
