# SPDX-License-Identifier: GPL-2.0-only
# summary: an operation that the driver gives up, and IAA with it, shows up as both
# limit: 240
# set: long
# kernels: 7.3
. /lib/case.sh
. /lib/iaafault.sh

hang_once() {
	fault_begin 'hang compress count=1'
	fault_work
}

# Before there was a page in zswap, none is lost.
idxd_load_mode sync 0
idxd_begin
traced hang_once
expect_eq "abandoned" 1 "$(iaa_total compress.abandoned)"
expect_eq "submitted" 1 "$(iaa_total compress.submitted)"
expect_eq "in flight" 0 "$(iaa_total in_flight.now)"
expect_eq "calls that found IAA disabled" 255 "$(iaa_call compress disabled)"
idxd_end

# A page that is lost is a call that failed, and the status says why.
idxd_load_mode sync 0 base_ns=0 kib_ns=0
idxd_begin
traced fault_lost 'watchdog decompress after=8 count=1 us=0'
expect_eq "status 24" 1 "$(iaa_status decompress 24)"
expect_more "calls that failed" 1 "$(iaa_call decompress failed)"
expect_more "pages lost" 1 "$(row total load_errors)"
idxd_end
