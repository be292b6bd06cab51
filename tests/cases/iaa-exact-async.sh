# SPDX-License-Identifier: GPL-2.0-only
# summary: swapra's counts of IAA equal the device's own, with interrupts
# limit: 240
# set: long
# kernels: 6.12-bpo 6.12 7.3
. /lib/case.sh
. /lib/iaaexact.sh

iaa_exact async_irq 0 1
iaa_exact async_irq 1 1
