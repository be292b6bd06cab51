# SPDX-License-Identifier: GPL-2.0-only
# summary: two processes of four threads on two CPUs, fully preemptible: nothing missed
# limit: 240
# cpus: 2
# boot: preempt=full
. /lib/case.sh
. /lib/swapin.sh
. /lib/oversubscribe.sh

oversubscribe
