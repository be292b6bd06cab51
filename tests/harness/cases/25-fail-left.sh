# SPDX-License-Identifier: GPL-2.0-only
# summary: fails with our module loaded: the failure is told, and the guest is given up
# expect: fail exit status 1
. /lib/case.sh
modprobe swapra_harness || die "cannot be loaded"
die "for another reason"
