# SPDX-License-Identifier: GPL-2.0-only
# summary: leaves behind what cannot be undone, so the guest is given up
# expect: leftover /proc/sys/kernel/modules_disabled
. /lib/case.sh
echo 1 >/proc/sys/kernel/modules_disabled
