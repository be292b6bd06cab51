# SPDX-License-Identifier: GPL-2.0-only
# summary: attach and detach 3 times under load
# limit: 180
# cpus: 2
. /lib/case.sh
. /lib/swapin.sh
. /lib/leftover.sh

attach_rounds 3
