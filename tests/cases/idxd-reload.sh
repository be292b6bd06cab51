# SPDX-License-Identifier: GPL-2.0-only
# summary: IAA's stand-in and the driver are loaded and unloaded under traffic
# limit: 180
# kernels: 6.12-bpo 6.12 7.3
. /lib/case.sh
. /lib/idxdreload.sh

idxd_reload 4
