# SPDX-License-Identifier: GPL-2.0-only
# summary: pages that neither IAA nor its driver can decompress are calls that failed, with a status
# limit: 240
# set: long
# kernels: 7.3
. /lib/case.sh
. /lib/iaafault.sh

# Up to 6.12 zswap calls this a bug of the kernel, and panics.
lost() { # STATUS RULE
	traced fault_lost "$2"
	expect_eq "$2: errors" 1 "$(iaa_total decompress.errors)"
	expect_eq "$2: status $1" 1 "$(iaa_status decompress "$1")"
	expect_more "$2: pages lost" 1 "$(row total load_errors)"
}

for mode in sync async_irq; do
	idxd_load_mode $mode 0 base_ns=0 kib_ns=0
	idxd_begin
	lost 0b 'overflow decompress after=8 count=1'
	lost 1f 'error decompress after=8 count=1 status=0x1f'
	# What the device fails with 0x0a, software does, as far as it can.
	traced fault_died 'error decompress'
	expect_eq "$mode: all failed" "$(iaa_total decompress.submitted)" "$(iaa_status decompress 0a)"
	expect_eq "$mode: all done by software, or not" "$(iaa_total decompress.submitted)" \
		"$(iaa_call decompress fallbacks)"
	expect_eq "$mode: pages by IAA" 0 "$(row total iaa.device)"
	expect_more "$mode: pages lost" 1 "$(row total load_errors)"
	idxd_end
done
