# SPDX-License-Identifier: GPL-2.0-only
# summary: both backends count one task's swap-ins exactly
# limit: 120
. /lib/case.sh
. /lib/swapin.sh

swap_on disk 128
zswap_on zstd
for backend in kprobe fentry; do
	cgroup_new $backend
	trace_begin --backend $backend
	work_all_orders $backend --size 4 --content mixed
	trace_end
	expect_eq "backend" $backend "$(jqget .backend "$counters/record")"
	expect_exact $backend
done
