# SPDX-License-Identifier: GPL-2.0-only
# summary: leaves a process that waits for a disk and cannot be killed
# expect: leftover process
. /lib/case.sh
# Reading the partition table takes as long as this device takes for one request.
modprobe null_blk nr_devices=1 queue_mode=2 irqmode=2 completion_nsec=600000000000 &
blocked() { grep -q '^State:.D' "/proc/$!/status"; }
wait_for 30 blocked
