# SPDX-License-Identifier: GPL-2.0-only
# summary: each fault of IAA that costs no page shows up as what it is, and how often it was
# limit: 400
# set: long
# kernels: 6.12-bpo 6.12 7.3
. /lib/case.sh
. /lib/iaafault.sh

for mode in sync async_irq; do
	idxd_load_mode $mode 0 base_ns=0 kib_ns=0 window=2048
	idxd_begin
	traced fault_compress 'error compress every=4' status.0a
	expect_eq "$mode: status 0a" 64 "$(iaa_status compress 0a)"
	traced fault_compress 'watchdog compress every=4 us=0' status.24
	expect_eq "$mode: status 24" 64 "$(iaa_status compress 24)"
	traced fault_compress 'submit compress every=4' refused
	expect_eq "$mode: refused" 64 "$(iaa_total compress.refused)"
	traced fault_decompress 'error decompress every=4' status.0a 192
	expect_eq "$mode: fallbacks" 64 "$(iaa_call decompress fallbacks)"
	expect_eq "$mode: pages by software" 64 "$(iaa_pages work fallback)"
	expect_eq "$mode: pages by IAA" 192 "$(iaa_pages work device)"
	idxd_end
done

# What the device calls a success, and only the driver's verification finds.
idxd_load_mode sync 1 base_ns=0 kib_ns=0
idxd_begin
traced fault_compress 'corrupt compress every=4' faulted
expect_eq "all verified" 256 "$(iaa_total verify.submitted)"
expect_more "what verification found" 1 \
	$(($(iaa_call compress failed) + $(iaa_call compress fallbacks)))
idxd_end
