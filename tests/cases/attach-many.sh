# SPDX-License-Identifier: GPL-2.0-only
# summary: attach and detach 50 times under load
# limit: 1200
# set: long
. /lib/case.sh
. /lib/swapin.sh
. /lib/leftover.sh

swap_on disk 128
zswap_on zstd
cgroup_new work
worker_start work --size 8 --threads 2 --write
worker_loop random=1
rounds=50
for backend in kprobe fentry; do
	round=0
	while [ $((round += 1)) -le $((rounds / 2)) ]; do
		swapra_start --backend $backend
		swapra_stop
	done
done
worker_loop_end
say verify
worker_stop
expect_nothing_left
