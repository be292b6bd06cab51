# SPDX-License-Identifier: GPL-2.0-only
# summary: the guest lives but its agent does not answer any more
# expect: crash silent for 12 s
. /lib/case.sh
cgroup_new frozen
echo 1 >/sys/fs/cgroup/frozen/cgroup.procs
echo 1 >/sys/fs/cgroup/frozen/cgroup.freeze
sleep 100
