# SPDX-License-Identifier: GPL-2.0-only
# summary: a driver that polls gives up on an operation that does not end, and on IAA for good
# limit: 180
# set: long
# kernels: 7.3
. /lib/case.sh
. /lib/idxdfault.sh

# Only a million turns: what is late is lost, too. Before there was a page in zswap, nothing is.
idxd_load_mode sync 0
idxd_begin
fault_begin 'hang compress count=1'
work work --size 1 pageout 'touch seq' verify
idxd_finish
expect_eq "given up by the driver" 1 "$(idxd_moved total compress abandoned)"
expect_eq "tried after that" 1 "$(idxd_moved total compress submitted)"
expect_eq "messages" 1 "$(kernel_says 'completion timed out')"
idxd_end

# Late is as bad as never.
idxd_load_mode sync 0
idxd_begin
fault_begin 'delay compress count=1 us=30000000'
work work --size 1 pageout 'touch seq' verify
idxd_finish
expect_eq "too late for the driver" 1 "$(idxd_moved total compress abandoned)"
expect_eq "messages" 2 "$(kernel_says 'completion timed out')"
idxd_end

# Loaded again it works; and then pages that it compressed are lost with it.
idxd_load_mode sync 0
idxd_begin
fault_lost 'hang decompress after=8 count=1'
idxd_end
