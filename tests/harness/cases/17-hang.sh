# SPDX-License-Identifier: GPL-2.0-only
# summary: hangs, with children of its own in another session and in a cgroup
# limit: 3
# expect: timeout not done after 3 s
. /lib/case.sh
cgroup_new hanging
in_cgroup hanging sleep 1000 &
setsid sleep 1000 &
sleep 1000
