# SPDX-License-Identifier: GPL-2.0-only
# summary: kill -9 of the tracer under load leaves nothing that the next run does not remove
# limit: 240
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
	wait_for 30 bpf_is_as_before
	# 6.12: disarmed definitions of return probes outlive it; see return_probe.h.
	swapra_start --backend $backend
	swapra_stop
	expect_nothing_left
done
worker_loop_end
say verify
worker_stop
