# SPDX-License-Identifier: GPL-2.0-only
# summary: pages that IAA does not take for decompression are decompressed by the CPU
# limit: 120
# set: long
# kernels: 6.12 7.3
. /lib/case.sh
. /lib/idxdfault.sh

# 6.12.95's driver passes the error on, and zswap there calls that a bug of the kernel.
for mode in sync async_irq; do
	idxd_load_mode $mode 0 base_ns=0 kib_ns=0 window=2048
	idxd_begin
	fault_decompress 'submit decompress every=4' refused 192
	idxd_end
done
