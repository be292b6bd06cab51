# SPDX-License-Identifier: GPL-2.0-only
# Included by the cases that know what becomes of prefetched pages.
#
#   expect_outcomes ROW PREFETCHED HITS RECLAIMED FREED PENDING
#   reclaim_all CGROUP    what can be reclaimed there is
#   kill_all CGROUP       its processes are killed, and gone

expect_outcomes() {
	outcomes_row=$1
	shift
	expect_eq "$outcomes_row: prefetched hits reclaimed freed pending" "$*" \
		"$(row "$outcomes_row" pages.prefetched) $(row "$outcomes_row" use.hits) $(
			row "$outcomes_row" use.reclaimed) $(row "$outcomes_row" use.freed) $(
			row "$outcomes_row" use.pending)"
}

# The kernel gives up (EAGAIN) when less than that much is there, as it always is.
reclaim_all() {
	echo 1G >"/sys/fs/cgroup/$1/memory.reclaim" 2>/dev/null && die "$1: 1 GiB was reclaimed"
	return 0
}

kill_all() {
	set_to "/sys/fs/cgroup/$1/cgroup.kill" 1
	wait_for 30 is_emptied "$1"
}

is_emptied() {
	[ "$(sed -n 's/^populated //p' "/sys/fs/cgroup/$1/cgroup.events")" = 0 ]
}
