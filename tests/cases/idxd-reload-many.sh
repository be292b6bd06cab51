# SPDX-License-Identifier: GPL-2.0-only
# summary: the same twenty times
# limit: 400
# kernels: 6.12-bpo 6.12 7.3
# set: long
. /lib/case.sh
. /lib/idxdreload.sh

idxd_reload 20
