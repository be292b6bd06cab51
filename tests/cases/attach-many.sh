# SPDX-License-Identifier: GPL-2.0-only
# summary: attach and detach 50 times under load
# limit: 1200
# set: long
. /lib/case.sh
. /lib/swapin.sh
. /lib/leftover.sh

attach_rounds 50
