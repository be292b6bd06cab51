# SPDX-License-Identifier: GPL-2.0-only
# summary: swapra's counts of IAA equal the device's own, polled: two cgroups, two devices
# limit: 180
# set: long
# kernels: 6.12-bpo 6.12 7.3
. /lib/case.sh
. /lib/iaaexact.sh

iaa_exact sync 0 8
iaa_exact sync 1 2
