# SPDX-License-Identifier: GPL-2.0-only
# summary: a driver that polls without a limit gets the page when the operation ends
# limit: 180
# set: long
# kernels: 6.12-bpo 6.12
. /lib/case.sh
. /lib/idxdfault.sh

# Also while the driver tests itself.
modprobe idxd_bus
insmod /lib/stand-ins/idxd.ko || die "the stand-in: cannot be loaded"
idxd_fault 'hang compress count=1'
modprobe iaa_crypto
wait_for 30 is_hung
idxd_expect_sums
idxd_fault release
idxd_wait_bound
idxd_unload

idxd_load_mode sync 0
idxd_begin
worker_start work --size 1
fault_hang compress pageout
fault_hang decompress 'touch seq'
say verify
worker_stop
idxd_end
