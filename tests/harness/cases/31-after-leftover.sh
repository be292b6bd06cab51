# SPDX-License-Identifier: GPL-2.0-only
# summary: runs in a new guest
# expect: pass
. /lib/case.sh
expect_eq "modules_disabled" 0 "$(cat /proc/sys/kernel/modules_disabled)"
