# SPDX-License-Identifier: GPL-2.0-only
# summary: a call trace in the kernel's log, while the case itself is content
# expect: splat kernel log: Call Trace:
. /lib/case.sh
echo l >/proc/sysrq-trigger
