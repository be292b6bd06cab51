# SPDX-License-Identifier: GPL-2.0-only
# summary: an operation that does not end holds up its caller until it ends
# limit: 180
# set: long
# kernels: 6.12-bpo 6.12 7.3
. /lib/case.sh
. /lib/idxdfault.sh

idxd_load_mode async_irq 0 base_ns=0 kib_ns=0
idxd_begin
worker_start work --size 1
fault_hang compress pageout
fault_hang decompress 'touch seq'
fault_begin 'delay compress every=64 us=20000'
say pageout
say verify
idxd_finish
expect_eq "delayed" 4 "$(idxd_fired delay)"

# Unbinding aborts it. What was compressed before would be lost with the device: nothing was.
fault_begin 'hang compress count=1'
order pageout
wait_for 60 is_hung
idxd_unbind
reply pageout
say verify
idxd_finish
expect_eq "aborted" 1 "$(idxd_moved total compress status.ff)"
expect_eq "compressed" 0 "$(idxd_moved total compress status.01)"
worker_stop
idxd_end
