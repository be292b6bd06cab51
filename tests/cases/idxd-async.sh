# SPDX-License-Identifier: GPL-2.0-only
# summary: the same with async_irq, where the device tells when it is done
# limit: 120
# set: long
# kernels: 6.12-bpo 6.12 7.3
. /lib/case.sh
. /lib/idxdswap.sh

idxd_swap async_irq 0
idxd_swap async_irq 1
