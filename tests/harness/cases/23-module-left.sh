# SPDX-License-Identifier: GPL-2.0-only
# summary: leaves our module loaded
# expect: leftover module swapra_harness was still loaded
. /lib/case.sh
modprobe swapra_harness || die "cannot be loaded"
