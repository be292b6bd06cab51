# SPDX-License-Identifier: GPL-2.0-only
# summary: without any swap the tracer attaches, and counts nothing
# limit: 60
. /lib/case.sh
. /lib/swapin.sh

cgroup_new work
trace_begin
work work --size 1 'touch seq' verify
trace_end
expect_exact work
expect_eq "pages" 0 "$(row total pages.total)"
expect_eq "faults" 0 "$(row total faults.total)"
expect_eq "cgroups" 0 "$(jqget '.cgroups | length' "$counters/record")"
