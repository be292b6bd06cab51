# SPDX-License-Identifier: GPL-2.0-only
# summary: reading the counters under load makes no probe be missed
# limit: 240
# cpus: 2
# boot: preempt=full
. /lib/case.sh
. /lib/swapin.sh
. /lib/oversubscribe.sh

oversubscribe --backend kprobe -i 0.1
