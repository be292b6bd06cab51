# SPDX-License-Identifier: GPL-2.0-only
# summary: the exporter tells of IAA's failures what the device and `swapra trace --view iaa` do
# set: long
# limit: 240
# kernels: 6.12-bpo 6.12 7.3
. /lib/case.sh
. /lib/serve.sh
. /lib/iaafault.sh
. /lib/exporter.sh
. /lib/exporteriaa.sh

# A quarter of the operations fails, of each kind: 64 pages that IAA does not compress, and the
# software of the driver in place of the device.
for mode in sync async_irq; do
	idxd_load_mode $mode 0 window=2048 # more the software of 7.3 does not undo
	idxd_begin
	serve_start --iaa --web.listen-address $exporter_address
	wait_for 30 is_attached
	scrape before
	fault_begin 'error compress every=4' 'error decompress every=4'
	trace_begin --view iaa
	fault_work
	iaa_finish
	scrape after
	iaa_expect_exact
	expect_device_told after
	expect_eq "$mode: compressions that failed" 64 "$(iaa_total compress.errors)"
	expect_more "$mode: fallbacks" 1 "$(iaa_call decompress fallbacks)"
	expect_pages after total
	expect_eq "$mode: losses" 0 "$(metric after swapra_losses_total)"
	expect_grown before after
	serve_end
	idxd_end
done
