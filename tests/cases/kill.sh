# SPDX-License-Identifier: GPL-2.0-only
# summary: kill -9 of the tracer under load leaves nothing that the next run does not remove
# limit: 240
. /lib/case.sh
. /lib/swapin.sh
. /lib/leftover.sh

load_begin
for backend in kprobe fentry; do
	swapra_start --backend $backend
	kill -KILL "$(pidof swapra)"
	wait_for 30 bpf_is_as_before
	# 6.12: disarmed definitions of return probes outlive it; see return_probe.h.
	swapra_start --backend $backend
	swapra_stop
	expect_nothing_left
done
load_end
