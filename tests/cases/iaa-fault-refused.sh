# SPDX-License-Identifier: GPL-2.0-only
# summary: decompressions that IAA does not take are refused, and done by software
# limit: 240
# set: long
# kernels: 6.12 7.3
. /lib/case.sh
. /lib/iaafault.sh

# 6.12.95's driver passes the error on, and zswap there calls that a bug of the kernel.
for mode in sync async_irq; do
	idxd_load_mode $mode 0 base_ns=0 kib_ns=0 window=2048
	idxd_begin
	traced fault_decompress 'submit decompress every=4' refused 192
	expect_eq "$mode: refused" 64 "$(iaa_total decompress.refused)"
	expect_eq "$mode: fallbacks" 64 "$(iaa_call decompress fallbacks)"
	expect_eq "$mode: pages by software" 64 "$(iaa_pages work fallback)"
	expect_eq "$mode: pages by IAA" 192 "$(iaa_pages work device)"
	idxd_end
done
