# SPDX-License-Identifier: GPL-2.0-only
# summary: totals equal the kernel's: cluster readahead, zswap with lzo
# limit: 120
. /lib/case.sh
. /lib/swapin.sh
. /lib/exact.sh

exact_zswap disk-rotational lzo
