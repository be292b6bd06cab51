# SPDX-License-Identifier: GPL-2.0-only
# summary: the kernel panics
# expect: crash QEMU ended: Kernel panic
. /lib/case.sh
echo "the last words before the panic"
echo c >/proc/sysrq-trigger
