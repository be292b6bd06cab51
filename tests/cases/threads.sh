# SPDX-License-Identifier: GPL-2.0-only
# summary: two processes of four threads on two CPUs: nothing missed
# limit: 240
# cpus: 2
. /lib/case.sh
. /lib/swapin.sh
. /lib/oversubscribe.sh

oversubscribe
