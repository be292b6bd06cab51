# SPDX-License-Identifier: GPL-2.0-only
# summary: kill -9 of the tracer under load leaves nothing behind
# limit: 120
. /lib/case.sh
. /lib/swapin.sh
. /lib/leftover.sh

swap_on disk 128
zswap_on zstd
cgroup_new work
worker_start work --size 8 --threads 2 --write
worker_loop random=1
for backend in kprobe fentry; do
	swapra_start --backend $backend
	kill -KILL "$(pidof swapra)"
	expect_nothing_left
done
worker_loop_end
say verify
worker_stop
