# SPDX-License-Identifier: GPL-2.0-only
# summary: zswap on the stock IAA driver, which polls: every page verified, counts equal zswap's
# limit: 120
# kernels: 6.12-bpo 6.12 7.3
. /lib/case.sh
. /lib/idxdswap.sh

idxd_swap sync 1
