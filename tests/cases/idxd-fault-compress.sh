# SPDX-License-Identifier: GPL-2.0-only
# summary: pages that IAA fails to compress stay uncompressed, and none is wrong
# limit: 180
# set: long
# kernels: 6.12-bpo 6.12 7.3
. /lib/case.sh
. /lib/idxdfault.sh

# A bad stream is found by the driver's verification, before anybody depends on it.
for mode in sync async_irq; do
	idxd_load_mode $mode 0 base_ns=0 kib_ns=0
	idxd_begin
	fault_compress 'error compress every=4' status.0a
	fault_compress 'overflow compress every=4' status.0a
	fault_compress 'watchdog compress every=4 us=0' status.24
	fault_compress 'error compress every=4 status=0x1f' status.1f
	fault_compress 'submit compress every=4' refused
	idxd_end

	idxd_load_mode $mode 1 base_ns=0 kib_ns=0
	idxd_begin
	fault_compress 'corrupt compress every=4' faulted
	expect_eq "all verified" "$fault_pages" "$(idxd_moved total verify submitted)"
	idxd_end
done
