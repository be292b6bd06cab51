# SPDX-License-Identifier: GPL-2.0-only
# summary: cases after a crash run in a new guest
# expect: pass
. /lib/case.sh
expect_eq "kernel taint" 0 "$(cat /proc/sys/kernel/tainted)"
