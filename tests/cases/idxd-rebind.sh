# SPDX-License-Identifier: GPL-2.0-only
# summary: once all work queues are unbound the driver takes none, until it is loaded again
# limit: 60
# set: long
# kernels: 6.12-bpo 6.12
. /lib/case.sh
. /lib/idxd.sh

# It wants to register its algorithm a second time. 7.x besides warns when it is unloaded then.
idxd_load wqs=2
echo wq0.0 >"$idxd_driver/unbind"
echo wq0.0 >"$idxd_driver/bind" || die "one of two: cannot be bound again"
idxd_unbind
! echo wq0.0 2>/dev/null >"$idxd_driver/bind" || die "bound again: the README says that it cannot be"
idxd_unload
idxd_load wqs=2
idxd_unload
